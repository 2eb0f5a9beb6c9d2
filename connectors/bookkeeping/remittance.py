"""What a bank writes about a payment in `:86:`: wrapped lines made whole, and the codes in them told apart.

Banks wrap at 64 or 65 characters, in the middle of a word; a space that falls on the wrap is often stripped. Where a part
runs over a wrap, it is therefore given twice: joined, and with a space (`NAME/spaced`).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# a line this long was cut by the bank; a shorter one ended by itself
_FULL = 64
_CODES = [
    "TRTP",
    "ACCW",
    "ADDR",
    "BENM",
    "BIC",
    "BUSP",
    "CDTRREFTP",
    "CDTRREF",
    "CNTP",
    "CPURP",
    "CRED",
    "CSID",
    "DEBT",
    "EREF",
    "IBAN",
    "ID",
    "INIT",
    "ISDT",
    "MARF",
    "NAME",
    "NRTX",
    "OCMT",
    "ORDP",
    "PREF",
    "PURP",
    "REMI",
    "RTRN",
    "SVCL",
    "TYPE",
    "ULTB",
    "ULTC",
    "ULTCR",
    "ULTD",
    "ULTDB",
    "UDTR",
    "UCRD",
]
_SLASHED = re.compile(rf"/({'|'.join(sorted(_CODES, key=len, reverse=True))})/")
_SPOKEN = re.compile(r"(?<![A-Z])(IBAN|REK|BIC|NAAM|OMSCHRIJVING|KENMERK|MACHTIGING|INCASSANT)\s?: ?")
_NUMBERED = re.compile(r"^\d{3}([?>])(?=\d\d)")
_NUMBERED_NAMES = {"31": "IBAN", "32": "NAME", "33": "NAME", "38": "IBAN"}
_COUNTERPARTY = ("account", "bic", "name", "city")
_BREAK = "\n"


def unwrapped(lines: list[str]) -> str:
    """Return free text in one line: full lines run on, others are parted by a space."""
    text = ""
    for line in lines:
        text += line if len(line) >= _FULL else line + " "
    return text.strip()


def parts_of(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of one `:86:` by name; the text outside any code is "text"."""
    whole = _BREAK.join(lines)
    # codes may be wrapped themselves, so they are looked for in the text without its breaks
    flat = whole.replace(_BREAK, "")
    if marker := _NUMBERED.match(flat):
        yield from _numbered(flat, marker[1])
    elif _SLASHED.search(flat):
        yield from _coded(whole, flat)
    else:
        text = unwrapped(lines)
        if len(lines) > 1:
            yield "text", text
        yield from _spoken(text)


def _coded(whole: str, flat: str) -> Iterator[tuple[str, str]]:
    breaks = _breaks(whole)
    found = list(_SLASHED.finditer(flat))
    if lead := flat[: found[0].start()].strip():
        yield "text", lead
    for code, end in _ends(found, flat):
        start = code.end()
        if code[1] == "CNTP":
            steps = flat[start:end].split("/")
            yield from ((f"CNTP/{name}", step.strip()) for name, step in zip(_COUNTERPARTY, steps, strict=False) if step.strip())
            if rest := "/".join(steps[len(_COUNTERPARTY) :]).strip("/ "):
                yield "CNTP/rest", rest
            continue
        value = flat[start:end].strip("/ ")
        if not value:
            continue
        yield code[1], value
        inside = [place for place in breaks if start < place < end]
        if inside:
            yield f"{code[1]}/spaced", _spaced(flat, start, end, inside)


def _breaks(whole: str) -> list[int]:
    """Return where the breaks were, as places in the text without them."""
    return [found.start() - turn for turn, found in enumerate(re.finditer(_BREAK, whole))]


def _spaced(flat: str, start: int, end: int, places: list[int]) -> str:
    edges = [start, *places, end]
    return " ".join(flat[a:b] for a, b in pairwise(edges)).strip("/ ")


def _numbered(flat: str, mark: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of the form with `?20` or `>20`; names and accounts run over two numbers."""
    parts = re.split(rf"{re.escape(mark)}(\d\d)", flat)
    together: dict[str, str] = {"text": parts[0]}
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        name = _NUMBERED_NAMES.get(number, "REMI" if number[0] in "26" else number)
        together[name] = together.get(name, "") + text
    yield from ((name, text.strip()) for name, text in together.items() if text.strip())


def _spoken(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts that a bank names in words (`NAAM: ...`); two spaces, a slash or the next word end one."""
    found = list(_SPOKEN.finditer(text))
    for word, end in _ends(found, text):
        value = re.split(r"\s{2,}|/$", text[word.end() : end].strip())[0].strip()
        if value:
            yield word[1], value


def _ends(found: list[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each code with the place where what it names ends: at the next code, or with the text."""
    starts = [code.start() for code in found]
    return zip(found, [*starts[1:], len(text)], strict=True) if found else iter(())
