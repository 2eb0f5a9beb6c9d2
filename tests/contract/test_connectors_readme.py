"""The page that teaches connectors runs as written."""

import re
from pathlib import Path

from connectors.kit.http import Gateway
from connectors.testing import clubkaart

README = Path(clubkaart.__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_example_is_the_one_that_keeps_the_contract():
    code, *_ = BLOCKS
    assert code == Path(clubkaart.__file__).read_text(encoding="utf-8")
    assert len(code.splitlines()) <= 80


def test_the_contract_test_is_the_one_that_runs():
    _, test, _ = BLOCKS
    running = Path(__file__).with_name("test_clubkaart.py").read_text(encoding="utf-8")
    assert running.endswith(test)


def test_the_stand_in_runs_on_this_machine(capsys):
    *_, code = BLOCKS
    exec(compile(code, str(README), "exec"), {})
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\{host\}\n", capsys.readouterr().out)


def test_what_it_names_is_there():
    text = README.read_text(encoding="utf-8")
    for path in re.findall(r"`(connectors/[\w/]+\.py)`", text):
        assert (README.parent.parent / path).is_file(), path
    for name in ("account_ids", "record", "blobs", "page", "connect"):
        assert hasattr(clubkaart.Clubkaart, name)
    assert Gateway.__module__ == "connectors.kit.http"
