"""An inventory's memory as the data grows: a folder of mails, ten times as many, and what each of its processes then holds at most.

`python tests/bench/memory.py [--mails N] [--box]`. Every mail is made here and has a sender of its own. `--box`: all in one mailbox file.
Memory is resident, sampled, in MB (10^6 bytes); pages that two processes share count for both. Ends with 1 where more than half as
much again is held with ten times the mails.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from extraction import tree

GIVEN = ["Fenna", "Otto", "Sanne", "Bram", "Lotte", "Kim", "Noor", "Sem", "Tirza", "Joris"]
FAMILY = ["Zonnebloem", "Klaver", "Ooms", "Bakker", "Visser", "Kwast", "Zilverberg", "Brandelberg"]
SETTINGS = """
[organisation]
name = "Studio"
contact = "privacy@studio.example"
[store]
path = "state/inzage.db"
key = "key/inzage.key"
[workers]
threads = 2
detection_processes = 1
[systems.pc]
connector = "devices"
folders = {{ pc = "{}" }}
"""
INVENTORY = [sys.executable, "-c", "from scanner.cli import main; main()", "inventory", "--json", "--config"]
MOST = 1.5


def mail(number):
    who = f"{GIVEN[number % 10]} {FAMILY[number % 8]}{''.join(chr(97 + number // 26**place % 26) for place in range(3))}"
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"{who} <p{number}@post.example>", "info@vijver.example", f"Vraag {number}"
    made["Message-ID"] = f"<{number}@post.example>"
    made.set_content(
        f"Hoi Sanne,\n\nIk ben {who} en wil mij aanmelden voor workshop {number}. Bel me op 06-{number:08}.\n"
        f"Ik woon op Kade {number % 300}, 12{number % 90:02} AB Haarlem.\n\nGroet,\n{who}\n"
    )
    return made.as_bytes()


def write(folder, count, *, box):
    if box:
        with (folder / "in.mbox").open("wb") as file:
            for number in range(count):
                file.write(b"From els@dam.example Mon Mar  2 10:00:00 2026\n" + mail(number) + b"\n")
        return
    for number in range(count):
        place = folder / f"map {number // 500:03}"
        place.mkdir(exist_ok=True)
        (place / f"{number}.eml").write_bytes(mail(number))


def held(root):
    """Return the resident bytes of the processes from `root` down, by what they do."""
    found = Counter()
    for pid in tree(root):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            size = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
        except OSError:
            continue
        what = "command" if pid == root else "reader of files" if b"worker.py" in command else "finder of data"
        found[what] += size
    return found


def peak(count, *, box):
    """Return the most that each kind of process held while the inventory of so many mails was taken, and that all held together."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "disk").mkdir()
        write(folder / "disk", count, box=box)
        (folder / "inzage.toml").write_text(SETTINGS.format(folder / "disk"))
        most = Counter()
        run = subprocess.Popen([*INVENTORY, str(folder / "inzage.toml")], stdout=subprocess.DEVNULL)
        while run.poll() is None:
            now = held(run.pid)
            for what, size in [*now.items(), ("all", now.total())]:
                most[what] = max(most[what], size)
            time.sleep(0.1)
        if run.returncode:
            sys.exit(f"the inventory ended with {run.returncode}")
        return most


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--mails", type=int, default=2_000)
    options.add_argument("--box", action="store_true")
    given = options.parse_args()
    few, many = (peak(count, box=given.box) for count in (given.mails, 10 * given.mails))
    print(f"{'MB, at most':16} {given.mails:>9,} mails {10 * given.mails:>9,} mails")
    for what in many:
        print(f"{what:16} {few[what] / 1e6:15.0f} {many[what] / 1e6:15.0f}")
    grew = many["all"] / few["all"]
    print(f"ten times the mails, {grew:.2f} times the memory (aim: below {MOST})")
    sys.exit(grew >= MOST)


if __name__ == "__main__":
    main()
