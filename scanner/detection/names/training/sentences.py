"""Letters, minutes, chats and lists made of our own sentences and invented people: modern text to learn from.

What is learnt from and what is tuned on share neither sentences nor people: every fifth sentence and every fourth name is kept back.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus import Example

HERE = Path(__file__).parent
_ORDINARY = re.compile(r" ([a-z]{3,20})(?: [a-z]{3,20})?(?=[ ,.])")
_SLOT = re.compile(r"(\{\w+\})")
_WORN = frozenset({"v", "p2", "c", "o", "t", "a", "r"})
"""Slots whose words differ by language."""
_TITLES = {"nl": ["mevrouw", "meneer", "dhr.", "mevr.", "mw.", "de heer", "drs.", "dr.", "prof."], "en": ["Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs."]}  # fmt: skip
_LEARNT_WHOLE = frozenset({"nobody_de.txt", "nobody_code.txt"})
_LETTERS, _FOREIGN = 0.35, 0.04
_KEPT_SENTENCES, _KEPT_NAMES = 5, 4


class Origin(NamedTuple):
    """The names of one origin."""

    given: list[str]
    family: list[str]
    between: list[str]


@cache
def origins(*, kept: bool) -> dict[str, Origin]:
    """Return the names by origin: those kept back, or the rest."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in _lines("people.txt"):
        origin, what, *words = line.split()
        chosen = [word.replace("_", " ") for at, word in enumerate(words) if (at % _KEPT_NAMES == 1) is kept or what == "between"]
        found.setdefault(origin, {})[what] = chosen
    return {name: Origin(lists["given"], lists["family"], lists.get("between", [""])) for name, lists in found.items()}


@cache
def _things() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ("things.txt", "slots.txt"):
        for line in _lines(name):
            slot, *words = line.split()
            found.setdefault(slot, []).extend(word.replace("_", " ") for word in words)
    return found


@cache
def _sentences(name: str, *, kept: bool) -> list[str]:
    return [line for at, line in enumerate(_lines(name)) if name in _LEARNT_WHOLE or (at % _KEPT_SENTENCES == 3) is kept]


def _lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


class Writer:
    """Writes texts; the same seed writes the same. `origin`: people of one origin only. `kept`: with what is kept back."""

    def __init__(self, seed: int, *, kept: bool = False, origin: str = "") -> None:
        self._chance, self._kept, self._language = random.Random(seed), kept, "nl"
        everyone = origins(kept=kept)
        self._origins = [everyone[origin]] if origin else [*everyone.values(), *[everyone["dutch"]] * 5]
        self._coined = 0.0 if origin else 0.4

    def texts(self, count: int) -> Iterator[Example]:
        """Yield texts of one to twelve sentences."""
        for _ in range(count):
            yield self._text()

    def modern(self, old: Example) -> Example:
        """Return a newspaper's text with people of today in the place of its own, and some ordinary words written as in a heading."""
        text, people, at = "", [], 0
        for start, end in old.people:
            text += self._headed(old.text[at:start])
            name, at = old.text[start:end], end
            form = "I" if name[1:2] == "." else "P" if " " in name else "S"
            before, new = self._person(form)
            text += before
            people.append((len(text), len(text) + len(new)))
            text += new + name[len(name.rstrip(".,;:")) :]
        return Example(text + self._headed(old.text[at:]), people)

    def _headed(self, text: str) -> str:
        """Return a text without people in which some ordinary words have a capital, with or without a full stop before them."""
        return _ORDINARY.sub(self._capital, text)

    def _capital(self, found: re.Match[str]) -> str:
        roll = self._chance.random()
        if roll > 0.06:
            return found[0]
        stop = ". " if roll < 0.03 else "! " if roll < 0.035 else ".\n" if roll < 0.04 else " "
        return stop + found[1].capitalize() if roll < 0.05 else found[0].title()

    def _text(self) -> Example:
        chance, self._language = self._chance, "en" if self._chance.random() < 0.27 else "nl"
        roll = chance.random()
        # few lines, to learn from only: each of them would be tuned on many times
        foreign = "" if self._kept or roll > 2 * _FOREIGN else "de" if roll < _FOREIGN else "code"
        if not foreign and chance.random() < _LETTERS:
            letters = _sentences(f"letters_{self._language}.txt", kept=self._kept)
            return self._letter(chance.choice(letters))
        named = chance.choice((0.1, 0.25, 0.5, 0.8))
        between = chance.choice((" ", " ", " ", "\n"))
        text, people = "", []
        width = chance.choice((0, 0, 0, 72))
        for _ in range(chance.choice((1, 2, 3, 4, 5, 8, 12))):
            file = f"sentences_{self._language}" if chance.random() < named else f"nobody_{foreign or self._language}"
            sentence, places = self._sentence(chance.choice(_sentences(f"{file}.txt", kept=self._kept)))
            if text:
                text += "\n" if sentence[0] in "-*" else between
            people += [(len(text) + start, len(text) + end) for start, end in places]
            text += sentence
        if width:
            text = re.sub(rf"([^\n]{{{width - 12},{width}}}) ", r"\1" + "\n", text)
        if chance.random() < 0.04:
            # sign by sign, for a capital such as İ becomes two
            text = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
        elif chance.random() < 0.06:
            text = self._blurred(text)
        return Example(text, people)

    def _letter(self, letter: str) -> Example:
        """Return a paragraph with its sentences in any order, some of them left out."""
        sentences = re.split(r"(?<=[.!?]) ", letter)
        self._chance.shuffle(sentences)
        return Example(*self._sentence(" ".join(sentences[: self._chance.randint(1, len(sentences))])))

    def _blurred(self, text: str) -> str:
        """Return the text as a poor scan: of the same length."""
        wrong = dict(zip("eoilnucrh", "co1!uacnb", strict=True))
        return "".join(wrong.get(sign, sign) if self._chance.random() < 0.04 else sign for sign in text)

    def _sentence(self, sentence: str) -> tuple[str, list[tuple[int, int]]]:
        text, people = "", []
        for piece in _SLOT.split(sentence):
            if not piece.startswith("{"):
                text += piece
                continue
            before, name = self._fill(piece[1:-1])
            text += before
            if name:
                people.append((len(text), len(text) + len(name)))
                text += name
        if sentence[0] == "{" and text[:1].islower() and sentence[1] not in "gp" and self._chance.random() < 0.95:
            text = text[0].upper() + text[1:]
        if sentence.count("{S}-{S}"):
            people[0] = (people[0][0], people[1][1])
            del people[1]
        return text, people

    def _fill(self, slot: str) -> tuple[str, str]:
        """Return what a slot is filled with: what stands before a name, and the name."""
        chance = self._chance
        if slot in {"P", "G", "T", "I", "S", "V", "p", "g"}:
            return self._person(slot)
        if slot in {"org", "prod", "play", "noun", "place"} and chance.random() < 0.25:
            return self._coin(), ""
        if slot == "title":
            return self._title(), ""
        key = f"{slot.removesuffix('2')}{self._language}" if slot in _WORN else slot
        return chance.choice(_things()[key]), ""

    def _person(self, form: str) -> tuple[str, str]:
        chance = self._chance
        origin = chance.choice(self._origins)
        if chance.random() < 0.08:
            given, family, between = self._name(chance.choice(self._origins).given), self._name(origin.family), ""
        else:
            given, family = self._name(origin.given), self._name(origin.family)
            between = chance.choice(origin.between).replace("_", " ") if chance.random() < 0.45 else ""
        surname = f"{between} {family}".strip()
        if chance.random() < 0.03:
            surname += "-" + self._name(origin.family)
        match form:
            case "G" | "g":
                name = given if form == "G" else given.lower()
                return "", name
            case "P" | "p":
                name = f"{given} {surname}"
                if chance.random() < 0.03:
                    name = f"{given} {chance.choice('ABCDEFGHJKLMNPRSTVW')}. {surname}"
                if form == "p":
                    return "", name.lower()
                return "", name.upper() if chance.random() < 0.02 else name
            case "I":
                initials = "".join(f"{chance.choice('ABCDEFGHJKLMNPRSTVW')}." for _ in range(chance.choice((1, 1, 2, 3))))
                return "", f"{initials} {surname}"
            case "V":
                return "", f"{family}, {given} {between}".strip()
            case "T":
                title = chance.choice(_TITLES[self._language])
                return title + " ", surname[0].upper() + surname[1:]
        return "", family

    def _name(self, names: list[str]) -> str:
        """Return one of the names, or one that is coined of two."""
        first = self._chance.choice(names)
        if self._chance.random() >= self._coined:
            return first
        second = self._chance.choice(names)
        return _blend(first, second)

    def _title(self) -> str:
        """Return what a play, a house or a society is called: ordinary words with capitals."""
        chance, dutch = self._chance, self._language == "nl"
        noun, other = (chance.choice(_things()[f"noun{self._language}"]).capitalize() for _ in range(2))
        quality = chance.choice(_things()[f"adj{self._language}"]).capitalize()
        the = chance.choice(("De", "De", "Het", "Een") if dutch else ("The", "The", "A"))
        between = chance.choice(
            ("van de", "en de", "in de", "zonder", "en", "in het") if dutch else ("of the", "and the", "in the", "without", "and")
        )
        forms = (
            f"{the} {quality} {noun}",
            f"{the} {noun}",
            f"{noun} {between} {other}",
            f"{the} {noun} {between} {other}",
            f"{quality} {noun}",
            noun + other.lower(),
        )
        return chance.choice(forms)

    def _coin(self) -> str:
        """Return a word that is no name, such as brands are: of two ordinary ones."""
        words = [one for slot in ("noun", "place", "prod", "org") for one in _things()[slot]]
        coined = _blend(self._chance.choice(words), self._chance.choice(words))
        return coined + " " + self._chance.choice(words) if self._chance.random() < 0.15 else coined


def _blend(first: str, second: str) -> str:
    """Return the beginning of one word with the end of another, both cut before a vowel."""
    cut = [at for at, sign in enumerate(first) if at >= 2 and sign in "aeiouy"]
    other = [at for at, sign in enumerate(second) if at >= 1 and sign in "aeiouy"]
    if not cut or not other:
        return first
    return first[: cut[len(cut) // 2]] + second[other[len(other) // 2] :]
