"""What a person finds by hand is part of the case, the certificate and the answer."""

import json

import pytest

from scanner import cli


def run(capsys, *arguments):
    code = cli.run([str(one) for one in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def config(tmp_path):
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "klanten.csv").write_text("Naam;E-mail\nFenna Zonnebloem;fenna@zonnebloem.example\n", encoding="utf-8")
    path = tmp_path / "inzage.toml"
    path.write_text(
        "[organisation]\nname = 'Studio'\ncontact = 'privacy@studio.example'\nlanguage = 'en'\n"
        "[store]\npath = 'state/inzage.db'\nkey = 'key/inzage.key'\n"
        "[systems.books]\nconnector = 'bookkeeping_exports'\nfolder = 'drop'\n"
        "[manual]\npost = 'The binders.'\nphone = 'The phone.'\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def case(config, capsys):
    code, out, _ = run(
        capsys, "case", "new", "--name", "Fenna Zonnebloem", "--email", "fenna@zonnebloem.example", "--json", "--config", config
    )
    assert code == 0
    return json.loads(out)["case"]


def test_a_letter_goes_into_the_case_and_the_answer(config, case, capsys, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Fenna Zonnebloem, thank you for your card.", encoding="utf-8")
    code, out, _ = run(
        capsys,
        "evidence",
        "add",
        case,
        letter,
        "--place",
        "post",
        "--by",
        "Kim",
        "--on",
        "2026-02-01",
        "--json",
        "--config",
        config,
    )
    assert (code, json.loads(out)["files"]) == (0, 1)
    assert run(capsys, "evidence", "add", case, "--place", "phone", "--by", "Kim", "--config", config)[0] == 0
    code, out, _ = run(capsys, "scan", "--case", case, "--json", "--config", config)
    found = json.loads(out)
    by_hand = {row["system"]: row for row in found["coverage"] if row["system"] in {"post", "phone"}}
    assert {name: (row["door"], row["status"], row["records"]) for name, row in by_hand.items()} == {
        "post": ("by hand", "read", 1),
        "phone": ("by hand", "empty", 0),
    }
    assert {(one["system"], one["verdict"]) for one in found["matches"]} == {("books", "match"), ("post", "match")}
    code, out, _ = run(capsys, "pack", case, "--draft", "--out", tmp_path, "--json", "--config", config)
    document = json.loads(out)
    assert (code, document["records"]) == (0, 2)
    import zipfile

    with zipfile.ZipFile(document["pack"]) as pack:
        originals = [pack.read(name) for name in pack.namelist() if "/originals/post/" in name]
        report = next(pack.read(name).decode() for name in pack.namelist() if name.endswith("data/report.html"))
    assert originals == [letter.read_bytes()]
    assert "post" in report


def test_the_original_may_go_from_the_disk_once_added(config, case, capsys, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Fenna Zonnebloem", encoding="utf-8")
    run(capsys, "evidence", "add", case, letter, "--place", "post", "--by", "Kim", "--config", config)
    letter.unlink()
    code, out, _ = run(capsys, "case", "show", case, "--json", "--config", config)
    assert code == 0
    assert [one["system"] for one in json.loads(out)["records"]] == ["post"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "Kim"], "--place"),
        (["--place", "post"], "--by"),
        (["--place", "pst", "--by", "Kim"], "did you mean 'post'"),
        (["nowhere.txt", "--place", "post", "--by", "Kim"], "not a file"),
        (["--place", "post", "--by", "Kim", "--on", "yesterday"], "YYYY-MM-DD"),
        (["--place", "post", "--by", "Kim", "--on", "2999-01-01"], "in the future"),
    ],
)
def test_a_mistake_is_one_sentence(config, case, capsys, arguments, told):
    code, _, err = run(capsys, "evidence", "add", case, *arguments, "--config", config)
    assert code == 2
    assert told in err
    assert json.loads(run(capsys, "case", "show", case, "--json", "--config", config)[1])["records"] == []


def test_a_file_in_which_nobody_can_look_for_others_is_told(config, case, capsys, tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(100))
    arguments = ("evidence", "add", case, tmp_path / "film.mp4", "--place", "post", "--by", "Kim", "--config", config)
    code, out, _ = run(capsys, *arguments, "--json")
    told = json.loads(out)
    assert (code, told["exit_code"], [gap["where"] for gap in told["gaps"]]) == (1, 1, ["film.mp4"])
    code, out, _ = run(capsys, *arguments)
    assert code == 1
    assert "film.mp4" in out
    assert len(json.loads(run(capsys, "case", "show", case, "--json", "--config", config)[1])["records"]) == 2


def test_an_identity_is_not_established_in_the_future(config, case, capsys):
    arguments = ("case", "verify", case, "--method", "appointment", "--by", "Kim", "--config", config)
    code, _, err = run(capsys, *arguments, "--on", "2999-01-01")
    assert code == 2
    assert "in the future" in err
    assert run(capsys, *arguments)[0] == 0


@pytest.mark.parametrize(("content", "code"), [(None, 0), (b"%PDF-1.4 torn", 1)])
def test_the_exit_code_of_an_answer_tells_of_gaps(config, case, capsys, tmp_path, content, code):
    if content:
        (tmp_path / "drop" / "bon.pdf").write_bytes(content)
    assert run(capsys, "scan", "--case", case, "--config", config)[0] == code
    assert run(capsys, "pack", case, "--draft", "--out", tmp_path / "out", "--config", config)[0] == code


def test_a_pack_that_is_not_there_was_not_checked(capsys, tmp_path):
    code, _, err = run(capsys, "verify", tmp_path / "nothing.zip")
    assert (code, "There is no file" in err) == (2, True)
