"""What a drop folder can hold of the worst: each a named gap, the run goes on, and the machine does not notice."""

import json
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

MEMORY = 600_000_000

XXE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE auditfile [<!ENTITY leak SYSTEM "file://{secret}">]>
<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><header><fiscalYear>2025</fiscalYear></header>
<company><companyName>&leak;</companyName></company></auditfile>"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, ordinary_rights):
    folder = tmp_path_factory.mktemp("bad")
    drop = folder / "drop"
    drop.mkdir()
    (drop / "goed.csv").write_text("Naam;E-mail\nFenna Zonnebloem;fenna@zonnebloem.example\n", encoding="utf-8")
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(drop / "half.pdf"))
    page.drawString(72, 700, "Fenna Zonnebloem")
    page.save()
    whole = (drop / "half.pdf").read_bytes()
    (drop / "half.pdf").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(drop / "bom.zip", "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("nul.txt", "w") as member:
        for _ in range(1000):
            member.write(bytes(1_000_000))
    (folder / "geheim.txt").write_text("Otto Klaver", encoding="utf-8")
    (drop / "lek.xaf").write_text(XXE.format(secret=folder / "geheim.txt"), encoding="utf-8")
    with (drop / "regel.csv").open("wb") as line:
        for _ in range(200):
            line.write(b"x" * 1_000_000)
    (folder / "buiten.csv").write_text("Naam\nOtto Klaver\n", encoding="utf-8")
    (drop / "naar-buiten.csv").symlink_to(folder / "buiten.csv")
    (drop / "dicht.csv").write_text("Naam\nOtto Klaver\n", encoding="utf-8")
    (drop / "dicht.csv").chmod(0)
    (folder / "inzage.toml").write_text(
        "[organisation]\nname = 'Studio'\ncontact = 'privacy@studio.example'\n[store]\npath = 'state/inzage.db'\nkey = 'key/inzage.key'\n"
        "[systems.books]\nconnector = 'bookkeeping_exports'\nfolder = 'drop'\n",
        encoding="utf-8",
    )
    return run(["scan", "--name", "Fenna Zonnebloem", "--email", "fenna@zonnebloem.example", "--json"], folder, ordinary_rights)


def run(arguments, folder, ordinary_rights):
    program = Path(sys.executable).with_name("inzage")
    process = subprocess.Popen(
        [program, *arguments, "--config", folder / "inzage.toml"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=ordinary_rights,
    )  # fmt: skip
    peak = 0

    def watch():
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, sum(resident(pid) for pid in family(process.pid)))
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, err = process.communicate(timeout=240)
    watcher.join()
    return process.returncode, json.loads(out), err, peak


def family(pid):
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def resident(pid):
    """Proportional memory, so that pages shared with a child are counted once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("half.pdf", "damaged"),
        ("bom.zip", "unpack"),
        ("lek.xaf", "entit"),
        ("regel.csv", "above 1000000 characters"),
        ("naar-buiten.csv", "symbolic link"),
        ("dicht.csv", "may not be read"),
    ],
)
def test_each_is_a_named_gap(outcome, name, told):
    _, found, _, _ = outcome
    reasons = [gap["reason"].lower() for gap in found["gaps"] if name in gap["where"]]
    assert reasons, found["gaps"]
    assert any(told in reason for reason in reasons), reasons


def test_the_run_goes_on(outcome):
    code, found, err, _ = outcome
    assert code == 1
    assert [(one["verdict"], one["record_id"]) for one in found["matches"]] == [("match", "goed.csv#/2")]
    assert "Traceback" not in err


def test_nothing_came_from_outside(outcome):
    _, found, _, _ = outcome
    assert "Klaver" not in json.dumps(found)


def test_memory_stays_small(outcome):
    assert 0 < outcome[3] < MEMORY
