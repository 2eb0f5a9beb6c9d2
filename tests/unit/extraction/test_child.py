"""The child process: bounded, blind, replaced when lost, and gone when we are."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scanner.extraction import Extractor, Limits
from scanner.extraction.child import _Child
from scanner.extraction.limits import Unread
from scanner.model import Blob

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def children():
    return {int(pid) for pid in Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()} | {
        int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    }


def gone(pid, seconds=5.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def own(make):
    """An extractor with one child that has read one file."""
    before = children()
    with Extractor(Limits(children=1, file_seconds=1.5)) as made:
        assert not [p for p in made.extract(make.blob(make.docx("<w:p/>"), "a.docx")) if isinstance(p, Unread)]
        (made.pid,) = children() - before
        yield made


def texts(extractor, make, word="Jan"):
    return [
        p.value
        for p in extractor.extract(make.blob(make.docx(f"<w:p><w:t>{word}</w:t></w:p>"), "a.docx"))
        if not isinstance(p, Unread)
    ]


def test_no_child_is_started_for_mail_and_text(make):
    before = children()
    with Extractor() as made:
        list(made.extract(make.blob(b"From: a@x.example\nSubject: s\nTo: b@x.example\n\nhallo", "m.eml")))
        assert children() == before


def test_a_child_is_used_again(own, make):
    before = children()
    assert texts(own, make) == ["Jan"]
    assert children() == before


def test_a_child_does_not_hear_our_ctrl_c(own):
    """The terminal sends it to our whole group; a reader that died of it would look like a file that broke it."""
    assert os.getpgid(own.pid) != os.getpgid(0)


def test_a_child_that_was_killed_is_replaced(own, make):
    os.kill(own.pid, signal.SIGKILL)
    assert texts(own, make) == ["Jan"]


def test_a_child_that_hangs_is_a_gap_and_is_replaced(own, make):
    os.kill(own.pid, signal.SIGSTOP)
    found = list(own.extract(make.blob(make.docx("<w:p/>"), "a.docx")))
    assert [(p.path, p.kind.name) for p in found] == [("a.docx", "TOO_LARGE")]
    assert "too long" in found[0].reason
    assert gone(own.pid)
    assert texts(own, make) == ["Jan"]


def test_a_child_knows_no_secret_and_can_open_nothing(own, monkeypatch):
    environment = Path(f"/proc/{own.pid}/environ").read_bytes().split(b"\0")
    names = {entry.partition(b"=")[0] for entry in environment if entry}
    assert names <= {
        b"LC_ALL",
        b"MALLOC_ARENA_MAX",
        b"HOME",
        b"LD_LIBRARY_PATH",
        b"LC_CTYPE",
    }
    limits = Path(f"/proc/{own.pid}/limits").read_text()
    for name in ("Max open files", "Max file size", "Max core file size"):
        assert (
            next(line for line in limits.splitlines() if line.startswith(name)).split()[-3:-1] == ["0", "0"] or name not in limits
        )
    arguments = Path(f"/proc/{own.pid}/cmdline").read_text()
    assert "a.docx" not in arguments


def test_closing_ends_the_children(make):
    before = children()
    made = Extractor()
    texts(made, make)
    started = children() - before
    made.close()
    assert started
    assert all(gone(pid) for pid in started)


def test_a_forgotten_extractor_leaves_no_child_behind(make):
    before = children()
    made = Extractor()
    texts(made, make)
    started = children() - before
    del made
    assert started
    assert all(gone(pid) for pid in started)


def test_a_reading_that_is_broken_off_leaves_no_child_behind(own, make):
    rows = "".join(f"<w:p><w:t>regel {n}</w:t></w:p>" for n in range(200_000))
    found = own.extract(make.blob(make.docx(rows), "a.docx"))
    next(found)
    found.close()
    assert gone(own.pid)
    assert texts(own, make) == ["Jan"]


def test_threads_get_their_own_answers(make):
    wrong = []
    with Extractor(Limits(children=2)) as made:

        def work(word):
            wrong.extend(word for _ in range(10) if texts(made, make, word) != [word])

        threads = [threading.Thread(target=work, args=(f"naam{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_children_die_with_a_parent_that_is_killed_also_while_busy():
    program = (
        "import time\nfrom scanner.extraction.child import _Child\nfrom scanner.extraction.limits import Limits\nfrom scanner.extraction.wire import REQUEST\n"
        "child = _Child(Limits()); child.start()\ndata = b'<a>' + b'<b/>' * 10_000_000 + b'</a>'\n"
        "child._send(REQUEST.pack(b'xml', len(data), 60), 60); child._send(data, 60)\nprint(child._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    time.sleep(0.3)
    assert not gone(pid, 0.1)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(pid, 2)


def test_nothing_is_left_on_disk(tmp_path, monkeypatch, make):
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>"
    with Extractor(Limits(children=1)) as made:
        for data, name in ((pdf, "a.pdf"), (make.docx("<w:p/>"), "a.docx"), (rb"{\rtf1 hallo}", "a.rtf"), (b"PK\3\4", "a.zip")):
            list(made.extract(Blob(name, "", None, lambda data=data: io.BytesIO(data))))
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert sum(1 for _ in tmp_path.rglob("*")) == 5


def test_a_child_that_cannot_start_is_no_fault_of_the_file(make, monkeypatch):
    monkeypatch.setattr("scanner.extraction.child.WORKER", Path("/nonexistent.py"))
    with Extractor() as made:
        (gap,) = made.extract(make.blob(make.docx("<w:p/>"), "a.docx"))
    assert gap.kind.name == "UNAVAILABLE"


def test_a_child_that_talks_nonsense_is_a_gap(make, monkeypatch):
    real = _Child._take
    monkeypatch.setattr(_Child, "_take", lambda self, length, seconds: real(self, length, seconds).replace(b"E", b"?"))
    with Extractor() as made:
        (gap,) = made.extract(make.blob(make.docx(""), "a.docx"))
    assert gap.kind.name == "MALFORMED"
