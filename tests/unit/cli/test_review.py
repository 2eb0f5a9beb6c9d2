"""`inzage pack` leaves the reviewer a page of what no program could decide, for the owner alone, until the case is closed."""

import json
import re

import pytest

from scanner import cli

TEXT = (
    "Graag een plek voor Fenna Zonnebloem, fenna@zonnebloem.example.\n\nAvond Harold, een plaats voor de tweede keer dit jaar.\n"
)


@pytest.fixture
def inzage(tmp_path, capsys):
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "brief.txt").write_text(TEXT, encoding="utf-8")
    config = tmp_path / "inzage.toml"
    config.write_text(
        "[organisation]\nname = 'Studio'\ncontact = 'privacy@studio.example'\n"
        "[store]\npath = 'state/inzage.db'\nkey = 'key/inzage.key'\n"
        "[systems.books]\nconnector = 'bookkeeping_exports'\nfolder = 'drop'\n",
        encoding="utf-8",
    )

    def run(*arguments):
        code = cli.run([*arguments, "--config", str(config)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_page_of_what_is_in_doubt(inzage, tmp_path):
    case = json.loads(inzage("case", "new", "--name", "Fenna Zonnebloem", "--email", "fenna@zonnebloem.example", "--json")[1])[
        "case"
    ]
    assert inzage("scan", "--case", case)[0] == 0
    code, out, _ = inzage("pack", case, "--draft", "--out", str(tmp_path / "out"))
    page = tmp_path / "state" / "reports" / f"review-{case}.html"
    assert code == 0
    assert "1 places in running text may name other people" in " ".join(out.split())
    assert str(page) in out.replace("\n", "")
    assert "Harold" not in out
    assert "Avond <mark>Harold</mark>, een plaats" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0

    mark = re.search(r"--hide (\w+)", page.read_text(encoding="utf-8"))[1]
    code, out, _ = inzage("pack", case, "--draft", "--hide", mark, "--out", str(tmp_path / "out"), "--json")
    assert code == 0
    assert json.loads(out)["review"] is None
    assert not page.exists()
    code, _, err = inzage("pack", case, "--draft", "--keep", mark, "--out", str(tmp_path / "out"))
    assert code == 3
    assert f"--keep {mark}: no words with this mark" in " ".join(err.split())

    assert inzage("pack", case, "--draft", "--out", str(tmp_path / "out"))[0] == 0
    assert page.exists()
    assert inzage("case", "close", case)[0] == 0
    assert not page.exists()
