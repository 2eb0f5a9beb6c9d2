"""Personal numbers of Belgium, Germany, France, Spain, Italy, Poland, the United Kingdom and the United States."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scanner.detection import national
from scanner.detection.context import Words
from scanner.detection.numbers import LEFT, RIGHT
from scanner.detection.spans import Span
from scanner.entities import EntityType
from scanner.naming.signs import HYPHENS, SPACES, alnum

_SIGN = f"[{re.escape(SPACES + HYPHENS)}.]"


@dataclass(frozen=True)
class Personal:
    """A kind of number. `scores`: as it is (bare, in its usual groups), and with a word for it beside it."""

    entity_type: EntityType
    shape: re.Pattern[str]
    check: Callable[[str], bool]
    words: Words
    scores: tuple[float, float, float]
    before: int = 0
    """How far before the run of digits it may begin."""

    def find(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield the numbers of this kind around a run of digits or an anchor."""
        for shape in self.shape.finditer(text, max(0, start - self.before), min(len(text), end + 3)):
            if shape.end() > start and self.check(alnum(shape[0])):
                said = self.words.say(text, *shape.span())
                bare, grouped, worded = self.scores
                score = worded if said > 0 else grouped if not shape[0].isalnum() else bare
                yield Span(*shape.span(), self.entity_type, score if said >= 0 else round(score / 3, 2), "national number")

    def find_at(self, text: str, start: int, _end: int) -> Iterator[Span]:
        """Yield the number that begins at an anchor, or so far before it."""
        if self.shape.match(text, max(0, start - self.before)):
            yield from self.find(text, start, start + 20)


BELGIAN = Personal(
    EntityType.BE_NATIONAL_NUMBER,
    re.compile(rf"{LEFT}(?:[0-9]{{11}}|[0-9]{{2}}[. ][0-9]{{2}}[. ][0-9]{{2}}[-. ][0-9]{{3}}[-. ][0-9]{{2}}){RIGHT}"),
    national.belgium,
    Words(r"rijksregister|registre national|rrn\b|nrn\b|insz|niss\b|national(?:e)? num|identificatienummer"),
    (0.5, 0.85, 0.95),
)
GERMAN = Personal(
    EntityType.DE_TAX_ID,
    re.compile(rf"{LEFT}(?:[0-9]{{11}}|[0-9]{{2}} [0-9]{{3}} [0-9]{{3}} [0-9]{{3}}){RIGHT}"),
    national.germany,
    Words(r"steuer-?id|steuerliche|idnr|id-nr|steuernummer|steueridentifikation|tax id|tax identification|tin\b"),
    (0.3, 0.45, 0.95),
)
POLISH = Personal(
    EntityType.PL_PESEL,
    re.compile(rf"{LEFT}[0-9]{{11}}{RIGHT}"),
    national.poland,
    Words(r"pesel"),
    (0.3, 0.3, 0.95),
)
FRENCH = Personal(
    EntityType.FR_NIR,
    re.compile(rf"{LEFT}[1-378] ?[0-9]{{2}} ?[0-9]{{2}} ?(?:[0-9]{{2}}|2[AB]) ?[0-9]{{3}} ?[0-9]{{3}} ?[0-9]{{2}}{RIGHT}"),
    national.france,
    Words(r"s[eé]curit[eé] sociale|secu\b|s[eé]cu\b|nir\b|insee|num[eé]ro de s|social security"),
    (0.5, 0.85, 0.95),
    before=14,
)
HEALTH_SERVICE = Personal(
    EntityType.UK_NHS,
    re.compile(rf"{LEFT}[0-9]{{3}}[- ]?[0-9]{{3}}[- ]?[0-9]{{4}}{RIGHT}"),
    national.health_service,
    Words(r"nhs\b|national health"),
    (0.1, 0.3, 0.95),
)
SOCIAL_SECURITY = Personal(
    EntityType.US_SSN,
    re.compile(rf"{LEFT}(?:[0-9]{{3}}(?P<s>[-\u2010\u2011\u2012\u2013 .])[0-9]{{2}}(?P=s)[0-9]{{4}}|[0-9]{{9}}){RIGHT}"),
    national.social_security,
    Words(r"ssn|ssns\b|social sec|social-sec|soc sec|ss#|ss\b|taxpayer"),
    (0.05, 0.6, 0.9),
)
TAXPAYER = Personal(
    EntityType.US_ITIN,
    SOCIAL_SECURITY.shape,
    national.taxpayer,
    Words(r"itin\b|taxpayer|tax ?id|tax identification"),
    (0.05, 0.6, 0.9),
)
ITALIAN = Personal(
    EntityType.IT_FISCAL_CODE,
    re.compile(r"(?<!\w)[A-Za-z]{6}[0-9L-NP-Vl-np-v]{2}[A-Za-z][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z](?!\w)"),
    national.italy,
    Words(r"codice fiscale|c\.?f\.?\b|fiscal code", lowering=""),
    (0.85, 0.85, 0.95),
    before=6,
)
SPANISH_NIF = Personal(
    EntityType.ES_NIF,
    re.compile(r"(?<![\w.-])[0-9]{8}-?[A-Za-z](?![\w-])"),
    national.spain,
    Words(r"dni\b|nif\b|d\.n\.i|documento nacional|identidad"),
    (0.45, 0.5, 0.95),
)
SPANISH_NIE = Personal(
    EntityType.ES_NIE,
    re.compile(r"(?<![\w.-])[XYZxyz]-?[0-9]{7}-?[A-Za-z](?![\w-])"),
    national.spain,
    Words(r"nie\b|n\.i\.e|extranjero"),
    (0.6, 0.7, 0.95),
)
INSURANCE = Personal(
    EntityType.UK_NINO,
    re.compile(rf"(?<!\w)[A-Za-z]{{2}}{_SIGN}?[0-9]{{2}}{_SIGN}?[0-9]{{2}}{_SIGN}?[0-9]{{2}}{_SIGN}?[A-Da-d](?!\w|-\w)"),
    national.national_insurance,
    Words(r"nino\b|ni n|national insurance|ni:|nat ins"),
    (0.5, 0.7, 0.95),
)


def spanish(text: str, start: int, end: int) -> Iterator[Span]:
    """A DNI or a NIE."""
    yield from SPANISH_NIF.find_at(text, start, end)
    yield from SPANISH_NIE.find_at(text, start, end)


def british(text: str, start: int, end: int) -> Iterator[Span]:
    """A national insurance number at two letters and two digits."""
    yield from INSURANCE.find_at(text, start, end)


def health_service(text: str, start: int, _end: int) -> Iterator[Span]:
    """An NHS number after the word."""
    yield from HEALTH_SERVICE.find(text, start, start + 48)
