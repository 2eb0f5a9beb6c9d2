"""Words that may tell of what the law protects most (GDPR art. 9): health, religion, union, politics, orientation, descent.

A word is a hint, never a certainty: it is scored below one half however it stands, and below what is reported unless a word
beside it says that it is about somebody. What the text is about (a play, a workshop) speaks against it.
"""

import re
from collections.abc import Iterator

from scanner.detection.alternatives import by_first_letters
from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType

LEXICON: dict[EntityType, str] = {
    EntityType.HEALTH: r"diabetes|diabet|suikerziek|epilep|ast?hma|astma|adhd\b|autis|dyslexi|depressie[fv]?\b|depressi(?:on|ve)\b|burn-?out|overspannen"
    r"|kanker|cancer\b|chemo|reuma|rheuma|migraine|hart(?:falen|ziekte|kwaal)|heart (?:condition|disease)|hernia|allergi[ces]|allergy"
    r"|noten-?allergi|pinda-?allergi|gluten-?(?:allergi|intoleran)|lactose-?intoleran|koemelk-?allergi|coeliaki|coeliac|celiac|zwanger|pregnan|miskraam|miscarriage|hiv\b|psychiat"
    r"|medicijn|medicatie|medication|insulin|antidepress|rolstoel|wheelchair|slechthorend|slechtziend|hard of hearing|pts[sd]\b|bipola|borderline"
    r"|anorexia|boulimi|eetstoornis|eating disorder|ziekmelding|ziek gemeld|ziekteverlof|sick leave|arbeidsongeschikt|wajong|diagnos|gehandicapt|disabilit|disabled\b",
    EntityType.RELIGION: r"moslim|muslim|islamiti|katholie|catholic|protestants|gereformeerd|joods|jewish|christelijk|hindoe|hindu|boeddhis|buddhis"
    r"|jehova|ramadan|halal\b|koosjer|kosher|gelovig|geloofsovertuiging|religie|religion|religious",
    EntityType.TRADE_UNION: r"vakbond|vakvereniging|trade union|labou?r union|union (?:member|rep|dues)|fnv\b|cnv\b|kunstenbond",
    EntityType.POLITICAL_OPINION: r"vvd\b|pvda\b|d66\b|groenlinks|pvv\b|cda\b|politieke (?:voorkeur|overtuiging)|political (?:party|view|opinion)|partijlid|party member",
    EntityType.SEXUAL_ORIENTATION: r"homoseksu|homosexu|lesbisch|lesbian|biseksu|bisexual|transgender|non-?binair|non-?binary|gay\b|aseksu|asexual"
    r"|seksuele (?:geaardheid|gerichtheid|voorkeur)|sexual orientation",
    EntityType.ETHNICITY: r"afkomst|etnici|ethnic|of (?:african|asian|moroccan|surinamese|turkish) descent",
}
"""Beginnings of words by kind, Dutch and English."""

_KINDS = {kind: re.compile(rf"(?:{words})[\w-]*", re.IGNORECASE) for kind, words in LEXICON.items()}
_ABOUT_SOMEBODY = Words(
    r"mijn\b|ik\b|zij\b|hij\b|ze\b|haar\b|zijn (?:dochter|zoon|kind|partner|vrouw|man|moeder|vader)|hen\b|heeft\b|heb\b|hebt\b|lijdt|leed|last van"
    r"|wegens|vanwege|dieet|i have|i am\b|i'm|my\b|his\b|her\b|she\b|he\b|they are|they're|has\b|suffers?|due to|because of|diagnosed"
    r"|(?:deelne[em]|cursist|leerling|medewerk|client|student|participant|member)[a-z]*",
    lowering=r"voorstelling|toneelstuk|stuk over|gaat over|theater|film|sc[eè]ne|workshop|play\b|show\b|novel|roman\b|personage|rol van|character|thema|theme"
    r"|onderwerp|topic|museum|boek|book|lezing|lecture|geschiedenis|history|documentaire|feest|recept",
    reach=56,
    after=0,
)
_ASKED = re.compile(r"[^.!?\n\x1e]{0,80}\?")
"""A question says nothing of anybody yet."""
_SOME = re.compile(rf"\b(?:{by_first_letters('|'.join(LEXICON.values()))})", re.IGNORECASE)
_ANY = re.compile("|".join(rf"(?P<{kind}>\b(?:{words}))" for kind, words in LEXICON.items()), re.IGNORECASE)
_NOT_TOLD = re.compile(
    r"\W*(?:nee|neen|nope|no|none|geen|nvt|n\.?v\.?t\.?|n/?a|niet van toepassing|not applicable|false|0|onbekend|unknown|-|x)?\W*\Z",
    re.IGNORECASE,
)
_LONGEST_ANSWER = 200
ANSWERED = 0.45
_SCORES = {1: 0.4, 0: 0.2, -1: 0.1}


def find_hint(text: str, start: int, _end: int) -> Iterator[Span]:
    """A word of the lexicon."""
    for kind, words in _KINDS.items():
        if word := words.match(text, start):
            said = 0 if _ASKED.match(text, word.end()) else _ABOUT_SOMEBODY.say(text, *word.span())
            yield Span(*word.span(), kind, _SCORES[said], "hint")
            return


def asked_for(question: str) -> EntityType | None:
    """Return what a question, label or heading asks for, where a word of the lexicon is in it."""
    # nearly every label asks for nothing of this kind, which `_SOME` sees far sooner
    asked = _ANY.search(question) if _SOME.search(question) else None
    return EntityType[asked.lastgroup] if asked and asked.lastgroup else None


def is_told(answer: str) -> bool:
    """Whether an answer says more than no."""
    return len(answer) <= _LONGEST_ANSWER and not _NOT_TOLD.match(answer)
