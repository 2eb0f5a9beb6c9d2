"""Words around a capitalised word that say it is somebody's name: greetings, sign-offs, titles, reported speech, addresses."""

import re
from collections.abc import Iterator

GREETING, SIGN_OFF, TITLE, HEADER, ADDRESS = 0.85, 0.85, 0.85, 0.8, 0.9
INTRODUCED, SPEECH, BESIDE = 0.75, 0.6, 0.55

_GREETINGS = (
    "hoi hallo hey hi hai hé dag beste lieve geachte dear hello goedemorgen goedemiddag goedenavond goedendag moin ha heey hee"
)
_TITLES = (
    "dhr mevr mevrouw mw meneer heer mr mrs ms miss mister dr drs ing prof dokter doctor juf meester oma opa tante oom ome familie fam weduwe sir madam "
    "frau herr madame monsieur regisseur dramadocent trainster"
)
_SPEECH = (
    "zei zegt vroeg vraagt vertelde vertelt schreef schrijft mailde mailt belde belt appte appt antwoordde antwoordt reageerde "
    "said says asked asks told wrote writes called replied emailed texted"
)
_INTRODUCING = (
    "namens tav t.a.v n.o.v attn contactpersoon contact dochter zoon man vrouw vriend vriendin partner broer zus zusje broertje moeder vader "
    "collega buurman buurvrouw nicht neef schoonzus zwager kleindochter kleinzoon oppas vriendje daughter son husband wife "
    "friend brother sister mother father colleague boyfriend girlfriend cousin niece nephew neighbour neighbor"
)
_HEADERS = "van aan from to cc bcc naam name afzender voornaam achternaam deelnemer deelnemers contactpersoon docent trainer regie spelers author attendee host organisator"
_BESIDE = "met voor door aan bij behalve zonder volgens with by without ask vraag bel mail app"

CUES: dict[str, float] = {
    **dict.fromkeys(_BESIDE.split(), BESIDE),
    **dict.fromkeys(_INTRODUCING.split(), INTRODUCED),
    **dict.fromkeys(_SPEECH.split(), SPEECH),
    **dict.fromkeys(_TITLES.split(), TITLE),
}
"""What the word right before a name makes of it. BESIDE is for first names that are listed only."""
GREETINGS = frozenset(_GREETINGS.split())
HEADERS = frozenset(_HEADERS.split())
TITLES = frozenset(_TITLES.split())
WITH = frozenset("met volgens zonder behalve without".split())  # noqa: SIM905
"""Cues behind which also a word that is nobody's listed name may be one."""
BEING = frozenset("ben is am i'm i’m heet heette called named genaamd".split())  # noqa: SIM905
_SIGNING = frozenset("groet groeten groetjes gr mvg liefs regards cheers best thanks love x xx xxx".split())  # noqa: SIM905
TELLING = frozenset(CUES) | BEING | _SIGNING
"""Words that may make a name of what follows them. Nearly every word is none of these."""
_PHRASES = re.compile(
    r"(?:\b(?:ik|i|dit|this|hier|het|ook|zij|hij|en|naam|name) (?:ben|is|am)|\bi['’]m|\bheet(?:te)?|\bcalled|\bnamed|\bgenaamd) $"
)
_SIGN_OFF = re.compile(
    r"[> \t]{0,12}(?:-- ?|[-–—_]{2,40}|(?:met |m\.?|heel |veel |many |with |all the |lieve |warme? |hartelijke |vriendelijke |sportieve |vr\.? ?|kind |best |warm |"
    r"muzikale |speelse |zonnige |creatieve )*(?:groet|groeten|groetjes|gr|mvg|liefs|dank|dankjewel|dank je wel|bedankt|thanks|thank you|regards|wishes|best|cheers|"
    r"yours|love|xx?x?|kus|knuffel|sincerely|hoogachtend|tot dan|tot snel|tot ziens|see you|take care|ciao)"
    r"(?: (?:alvast|namens ons|en tot \w{2,12}|again|so much|very much|truly|sincerely|faithfully))?)[ ,.!:;x]{0,6}",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^[> \t]{0,12}(?:met )?(?:\w{2,12}e? )?(?:groet|groeten|groetjes|gr|mvg|liefs|regards|cheers|best|thanks|love|xx?x?)[,.! ]{1,3}$",
    re.IGNORECASE,
)
_WRITES = re.compile(rf" (?:{_SPEECH.replace(' ', '|')})\b")
# what greetings, words for speaking and mailboxes begin with: looked at first, for hardly any word is one of them
GREETINGS_BEGIN = frozenset(word[:3] for word in GREETINGS)
SPEECH_BEGINS = frozenset(f" {word[:2]}" for word in _SPEECH.split())
BRACKETS = frozenset("<([")
MAILBOX_BEGINS = frozenset(
    first + then for firsts, thens in (("\"'”’ \t", " \t\n<(["), ("\n", " ><([")) for first in firsts for then in thens
)
_MAILBOX = re.compile(r"[\"'”’]?[ \t]{0,3}(?:\n[> ]{0,4})?[<(\[][ \t]?(?:mailto:)?[^\s<>()@]{1,64}@")
# a letter's own opening or end may be written without capitals; sought from a line's end on, which the search then skips to
_SMALL = re.compile(
    r"\n(?:[a-z_$@][^\s:]{0,40}: )?[> \t]{0,12}(?:(?:hoi|hallo|hey|hi|hai|dag|beste|lieve|ha|hello|dear)[ ]{1,2}|(?:[a-z]{1,12} ){0,3}(?:groet|groeten|groetjes|gr|mvg|liefs|xx?x?|cheers|thanks|regards|best|wishes)\b[,.! ]{0,3}(?:\r?\n[> \t]{0,12}){0,2})"
    r"([a-z][^\W\d_]{1,20}(?: [^\W\d_]{1,20}){0,3})(?=[ \t]{0,3}(?:[,!.]|\r?$|\Z))",
    re.MULTILINE | re.IGNORECASE,
)


def small(text: str) -> Iterator[tuple[int, str]]:
    """Yield the names, and where they stand, that a greeting or a sign-off at a line's start may write without capitals."""
    for found in _SMALL.finditer("\n" + text):
        yield found.start(1) - 1, found[1]


def line_before(text: str, start: int) -> str:
    """Return what stands on the line before a place, at most 60 code points of it."""
    first = start - 60 if start > 60 else 0
    return text[text.rfind("\n", first, start) + 1 or first : start]


def last_word(before: str) -> str:
    """Return the last word before a place, in lower case, without what encloses it; "" where a sign parts them."""
    before = before.rstrip(" \t\u00a0")
    word = before[before.rfind(" ") + 1 :].lower()
    return word if word.isalpha() else word.strip("\"'“‘(*_>").removesuffix(".")


def introduced(before: str) -> bool:
    """Return whether a phrase such as "ik ben" or "my name is" ends right before."""
    return _PHRASES.search(before[-24:].lower()) is not None


def greets(before: str) -> bool:
    """Return whether a line so far is a greeting and no more: "> Hoi ", "Beste "."""
    first = before[:3].lower()
    if first not in GREETINGS_BEGIN and first.isalpha():
        return False
    words = before.lower().replace(">", " ").split()
    return 0 < len(words) <= 3 and words[0].strip(",") in GREETINGS and not any(word.endswith((",", ".")) for word in words[1:])


def heads(before: str) -> bool:
    """Return whether a line so far is the head of a forwarded mail or of a form: "> Van: "."""
    if ":" not in before[-4:]:
        return False
    bare = before.strip(" \t>*|-")
    return bare.endswith(":") and bare[:-1].strip("* ").lower() in HEADERS


def signs(text: str, start: int, before: str, *, signed: bool) -> bool:
    """Return whether a sign-off stands on the line above, or right before on this one. `signed`: one stands above the text."""
    if before.strip(" \t>"):
        return len(before) < 40 and _INLINE.match(before) is not None
    line_start = start - len(before)
    if line_start <= 0:
        return signed
    return is_sign_off(text[text.rfind("\n", max(0, line_start - 62), line_start - 1) + 1 : line_start - 1])


def is_sign_off(line: str) -> bool:
    """Return whether a line is a sign-off and no more."""
    line = line.rstrip("\r \t")
    return len(line) <= 60 and _SIGN_OFF.fullmatch(line) is not None


def writes(text: str, end: int) -> bool:
    """Return whether what follows is a word for speaking or writing: "Tirza vroeg"."""
    return text[end : end + 3] in SPEECH_BEGINS and _WRITES.match(text, end) is not None


def owns_mailbox(text: str, end: int) -> bool:
    """Return whether a mail address between brackets follows: the name is its owner's."""
    begins = text[end : end + 2] in MAILBOX_BEGINS or text[end : end + 1] in BRACKETS
    return begins and _MAILBOX.match(text, end) is not None
