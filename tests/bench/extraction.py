"""Extraction: how fast, in how much memory, and what becomes of files made to break their reader.

`python tests/bench/extraction.py [throughput] [flat] [hostile] [scans] [--files N] [--json FILE]`; all four where none is named. Every file is made here.
Beside it, where kreuzberg is installed (pip install kreuzberg), a naive use of it: one call per file in one process. Time is processor
time of the whole process tree; MB is 10^6 bytes of file; memory is the tree's resident set, sampled (pages shared by two
processes count twice).
"""

import argparse
import importlib.util
import io
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

from scanner.extraction import Extractor, Limits, Tesseract, Unread
from scanner.model import Blob

TESTS = Path(__file__).parents[1] / "unit" / "extraction"
WORDS = [
    "de",
    "cursist",
    "heeft",
    "zich",
    "op",
    "tijd",
    "ingeschreven",
    "voor",
    "de",
    "workshop",
    "improvisatie",
    "en",
    "ontvangt",
    "een",
    "bevestiging",
    "per",
    "mail",
]
PERSON = "Fenna Zonnebloem, fenna@zonnebloem.example, 06-00000101"
MEDIA = {
    "mail": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _load(name):
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prose(number, lines):
    """Return lines of text that differ from file to file."""
    return [f"{number}.{line} {' '.join(WORDS[(number + line) % 7 :] + WORDS)} {PERSON}" for line in range(lines)]


def mail(number):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "fenna@zonnebloem.example", "info@vijver.example", f"Vraag {number}"
    made.set_content("\n".join(prose(number, 40)))
    made.add_alternative("<p>" + "<br>".join(prose(number, 40)) + "</p>", subtype="html")
    return made.as_bytes()


def docx(number):
    import docx as library

    made, out = library.Document(), io.BytesIO()
    for line in prose(number, 60):
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def pdf(number):
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    made = canvas.Canvas(out)
    for _ in range(4):
        for at, line in enumerate(prose(number, 40)):
            made.drawString(20, 800 - 18 * at, line[:110])
        made.showPage()
    made.save()
    return out.getvalue()


def xlsx(number):
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in range(400):
        book.active.append([number, row, "Fenna", "Zonnebloem", "fenna@zonnebloem.example", "06-00000101", 245.0])
    book.save(out)
    return out.getvalue()


MAKERS = {"mail": mail, "docx": docx, "pdf": pdf, "xlsx": xlsx}


def tree(root):
    """Return the processes below one, with it."""
    pids, found = [root], []
    while pids:
        pid = pids.pop()
        found.append(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


class Peak:
    """The most memory that the process tree holds while the block runs, in bytes."""

    def __init__(self, root=None):
        self.most, self._over, self._root = 0, threading.Event(), root or os.getpid()

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self):
        page = resource.getpagesize()
        while not self._over.wait(0.02):
            held = 0
            for pid in tree(self._root):
                try:
                    held += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
                except OSError:
                    continue
            self.most = max(self.most, held)

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


def spent():
    """Return the processor seconds of this process and those below it, ended or not."""
    ticks, own = os.sysconf("SC_CLK_TCK"), os.getpid()
    living = 0.0
    for pid in tree(own):
        if pid != own:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            living += (int(fields[11]) + int(fields[12])) / ticks
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return living + sum(one.ru_utime + one.ru_stime for one in used)


def read_all(files, name):
    """Return the processor seconds of reading these files and the fewest letters that any of them gave; children's included."""
    fewest = None
    with Extractor(Limits(children=1), Tesseract(())) as extractor:
        list(extractor.extract(Blob(name, "", len(files[0]), lambda: io.BytesIO(files[0]))))  # starts the child
        began = spent()
        for data in files:
            pieces = list(extractor.extract(Blob(name, "", len(data), lambda data=data: io.BytesIO(data))))
            letters = sum(len(piece.value) for piece in pieces if not isinstance(piece, Unread))
            fewest = letters if fewest is None else min(fewest, letters)
        return spent() - began, fewest


def naive(files, media_type, answers):
    """The same with kreuzberg, as its documentation shows; in a process of its own."""
    import kreuzberg

    kreuzberg.extract_bytes_sync(files[0], media_type, config=kreuzberg.ExtractionConfig(use_cache=False))
    began, fewest = spent(), None
    for data in files:
        letters = len(kreuzberg.extract_bytes_sync(data, media_type, config=kreuzberg.ExtractionConfig(use_cache=False)).content)
        fewest = letters if fewest is None else min(fewest, letters)
    answers.put((spent() - began, fewest))


def apart(work, *given):
    """Run in a process of its own; return its answer and the most memory of its tree."""
    answers = multiprocessing.get_context("fork").SimpleQueue()
    process = multiprocessing.get_context("fork").Process(target=work, args=(*given, answers))
    with Peak() as peak:
        process.start()
        answer = answers.get()
        process.join()
    return answer, peak.most


def ours(files, name, answers):
    answers.put(read_all(files, name))


FIGURES = []


def figure(measure, ours, *, aim=None, fewer=False, note="", **rivals):
    """Keep a figure for docs/accuracy.md."""
    row = {"area": "reading files", "measure": measure, "ours": round(ours, 1), "target": aim, "less_is_better": fewer}
    FIGURES.append({**row, "rivals": {name: round(value, 1) for name, value in rivals.items()}, "note": note})


def throughput(count):
    print(f"{count} files of a kind; processor time of the whole tree; a first file, which starts it, not counted")
    print(
        f"{'':6} {'kB a file':>10} {'files/s':>8} {'MB/s':>7} {'letters':>8} {'peak MB':>8}   kreuzberg: files/s, letters, peak MB"
    )
    for kind, make in MAKERS.items():
        files = [make(number) for number in range(count)]
        size = sum(map(len, files))
        name = {"mail": "m.eml"}.get(kind, f"a.{kind}")
        (seconds, letters), peak = apart(ours, files, name)
        rivals = {}
        line = f"{kind:6} {size / count / 1e3:10.1f} {count / seconds:8.0f} {size / seconds / 1e6:7.1f} {letters:8} {peak / 1e6:8.0f}"
        if importlib.util.find_spec("kreuzberg"):
            (theirs, letters), peak = apart(naive, files, MEDIA[kind])
            rivals = {"kreuzberg": count / theirs}
            line += f"   {count / theirs:8.0f} {letters:8} {peak / 1e6:8.0f}"
        print(line, flush=True)
        figure(f"{kind}: files a second", count / seconds, note=f"{size / count / 1e3:.0f} kB each", **rivals)


def flat(count):
    print("memory as the number of files grows (a quarter of each kind)")
    kinds = [(make, {"mail": "m.eml"}.get(kind, f"a.{kind}")) for kind, make in MAKERS.items()]
    samples = [(make(0), name) for make, name in kinds]
    for files in (count, 4 * count, 16 * count):

        def work(files, answers):
            with Extractor(Limits(children=1), Tesseract(())) as extractor:
                for number in range(files):
                    data, name = samples[number % 4]
                    for _ in extractor.extract(Blob(name, "", len(data), lambda data=data: io.BytesIO(data))):
                        pass
            answers.put(None)

        peak = apart(work, files)[1] / 1e6
        print(f"{files:8} files: {peak:6.0f} MB", flush=True)
        figure(f"memory over {files} files, MB", peak)


READ = """
import io, json, sys, time
from scanner.extraction import Extractor, Limits, Unread
from scanner.model import Blob
name, path = sys.argv[1:]
with Extractor(Limits(children=1)) as extractor:
    began = time.monotonic()
    found = extractor.extract(Blob(name, "", None, lambda: open(path, "rb")))
    print(json.dumps([[piece.reason for piece in found if isinstance(piece, Unread)], time.monotonic() - began]))
"""
"""A program that does nothing else: what it holds is what reading holds."""


def hostile():
    shared, cases = _load("conftest"), _load("test_hostile")
    make = SimpleNamespace(zip=shared.zip_of, docx=shared.docx_of, blob=shared.blob_of, content_types=shared.CONTENT_TYPES)
    print(f"{'file':16} {'kB':>8} {'seconds':>8} {'peak MB':>8}  gaps")
    worst = (0.0, 0)
    for name, data, _ in cases.cases(make):
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            with (
                subprocess.Popen([sys.executable, "-c", READ, name, file.name], stdout=subprocess.PIPE) as process,
                Peak(process.pid) as peak,
            ):
                gaps, seconds = json.loads(process.communicate()[0])
        worst = max(worst[0], seconds), max(worst[1], peak.most)
        print(
            f"{name:16} {len(data) / 1e3:8.0f} {seconds:8.1f} {peak.most / 1e6:8.0f}  {gaps[0] if gaps else 'read'}", flush=True
        )
    print(f"worst: {worst[0]:.1f} seconds, {worst[1] / 1e6:.0f} MB")
    figure("hostile files: seconds for the worst", worst[0], aim=60, fewer=True)
    figure("hostile files: MB for the worst", worst[1] / 1e6, aim=600, fewer=True, note="the reader and its child")


def scans():
    pages = _load("test_ocr")
    if missing := Tesseract().missing:
        print(f"scanned pages: {missing}")
        return
    began, read = spent(), 0
    with Peak() as peak, Extractor(Limits(children=1)) as extractor:
        for number, worn in enumerate(pages.WEAR):
            image, dpi, person = pages.letter(number)
            data = pages.packed(image, "PDF", resolution=dpi, quality=worn.get("jpeg", 75))
            found = list(extractor.extract(Blob("scan.pdf", "", len(data), lambda data=data: io.BytesIO(data))))
            text = "\n".join(piece.value for piece in found if not isinstance(piece, Unread))
            read += all(value in text for value in person) and not any(isinstance(piece, Unread) for piece in found)
    figure("scanned pages read", read, aim=len(pages.WEAR), note="not blind: thresholds were set on these pages")
    print(
        f"scanned pages read: {read} of {len(pages.WEAR)}, {(spent() - began) / len(pages.WEAR):.1f} s of processor time a page,"
    )
    print(
        f"making it included; {peak.most / 1e6:.0f} MB with the process that made them. Not blind: thresholds were set on these."
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="throughput|flat|hostile|scans")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    given = parser.parse_args()
    parts = given.parts or ["throughput", "flat", "hostile", "scans"]
    for part in parts:
        {"throughput": lambda: throughput(given.files), "flat": lambda: flat(given.files), "hostile": hostile, "scans": scans}[
            part
        ]()
        print()
    if given.json:
        given.json.write_text(json.dumps(FIGURES, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
