"""The texts of tests/bench/redaction.py, each set as cases: whose answer it is, its records, and who stands where in them."""

import random
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "promises"))

from reports.redaction import make_redactor  # noqa: E402
from reports.render.words import words  # noqa: E402
from reports.seeing import seeing  # noqa: E402
from scanner.detection import DetectionSettings, Roster, make_detector  # noqa: E402
from scanner.entities import EntityType  # noqa: E402
from scanner.matching.matcher import Matcher, Own  # noqa: E402
from scanner.matching.normalize import canonical_forms  # noqa: E402
from scanner.model import Case, DataSubject, Field, Identifier, Match, Record, RecordRef, Verdict  # noqa: E402
from scanner.naming.folding import fold  # noqa: E402
from scanner.naming.names import PREFIXES, TITLES  # noqa: E402
from scanner.organisation import Organisation  # noqa: E402
from scanner.outcomes import Kept, ScanResult  # noqa: E402

OWN = "own"
PERSON, MAIL = EntityType.PERSON, EntityType.EMAIL_ADDRESS
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MARK = re.compile(r"\[[a-zA-Z'’ -]*\b(?:een ander|another person's)\b[a-zA-Z'’ -]*\]")
AT = datetime(2026, 11, 3, tzinfo=UTC)
SUBJECTS, MAILS, TOWN = 14, 420, 160
SEEDS = (71, 72)


@dataclass(frozen=True)
class Planted:
    """Who stands at a place of a text: "own", or a stranger whom the "case" or the "tenant" declares, or "". `kind`: "name" or "number"."""

    start: int
    end: int
    who: str
    kind: str = "name"


@dataclass
class Filed:
    """One request: the records are lists of (field, planted). `people` are whom the tenant declares, `declaring` more records' fields."""

    subject: DataSubject
    house: Organisation
    records: list
    people: frozenset
    declaring: list = field(default_factory=list)

    @cached_property
    def detector(self):
        return make_detector(DetectionSettings(), Roster(self.people))

    @cached_property
    def own_words(self):
        """The words of the subject's and the organisation's names."""
        return {fold(word) for name in (*self.subject.values(PERSON), *self.house.people) for word in WORD.findall(name)}

    def seen(self, text):
        """Return where the detector of names sees a person, however unsure."""
        return [(one.start, one.end) for one in self.detector.detect(text) if one.entity_type is PERSON]

    @cached_property
    def redactor(self):
        forms = frozenset(form for name in self.people for form in canonical_forms(PERSON, name))
        held = [*([field for field, _ in record] for record in self.records), *([one] for one in self.declaring)]
        refs = [RecordRef("mail", "desk", "messages", str(at)) for at in range(len(held))]
        kept = tuple(
            Kept(Record(ref, tuple(fields)), Match(ref, "s", Verdict.MATCH, 9.0, ()))
            for ref, fields in zip(refs, held, strict=True)
        )
        case = Case("1", self.subject, (), date(2026, 11, 2), date(2026, 12, 2), None)
        result = ScanResult("r", case, self.house, {}, {"mail": "Mail"}, AT, AT, (), kept)
        detect, unsure = seeing(self.detector)
        return make_redactor(result, detect, words(self.house.language), lambda asked: not forms.isdisjoint(asked), unsure)


def significant(name):
    """Return the words that tell who is meant."""
    return [
        one
        for one in WORD.finditer(name)
        if fold(one[0]) not in PREFIXES and (fold(one[0]) not in TITLES or len(name.split()) == 1)
    ]


def letters(file, _folder):
    """Yield the cases of a file of `redaction_letters/`."""
    for block in re.split(r"^(?=@ subject)", (HERE / "redaction_letters" / file).read_text(encoding="utf-8"), flags=re.MULTILINE):
        if not block.startswith("@"):
            continue
        head, *texts = re.split(r"^--$\n?", block, flags=re.MULTILINE)
        told = {key: value for key, _, value in (line[2:].partition(" ") for line in head.splitlines() if line.startswith("@"))}
        name, mail, *more = (part.strip() for part in told["subject"].split(";"))
        kinds = [EntityType.IBAN_CODE if part[0].isalpha() else EntityType.PHONE_NUMBER for part in more]
        identifiers = [Identifier(PERSON, name), Identifier(MAIL, mail), *map(Identifier, kinds, more)]
        title, domain, people = (part.strip() for part in told["house"].split(";"))
        house = Organisation(
            title, f"privacy@{domain}", domains=(domain,), people=_listed(people), language=told.get("language", "nl")
        )
        declared = _listed(told["case"])
        yield Filed(
            DataSubject("s", tuple(identifiers)),
            house,
            [_letter(text.strip("\n"), name, mail) for text in texts],
            frozenset((name, *house.people, *declared, *_listed(told["tenant"]))),
            [Field("/names/0/displayName", one, PERSON) for one in declared],
        )


def _listed(text):
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _letter(written, name, mail):
    text, planted, at = "", [], 0
    codes = {
        "c": ("case", "name"),
        "t": ("tenant", "name"),
        "u": ("", "name"),
        "o": (OWN, "name"),
        "x": ("", "number"),
        "y": (OWN, "number"),
    }
    for found in re.finditer(r"\{(\w) (.*?)\}", written, re.DOTALL):
        text += written[at : found.start()]
        planted.append(Planted(len(text), len(text) + len(found[2]), *codes[found[1]]))
        text, at = text + found[2], found.end()
    text += written[at:]
    return [
        (Field("m.eml!/From/0/name", name, PERSON), []),
        (Field("m.eml!/From/0/address", mail, MAIL), []),
        (Field("m.eml!/text", text), planted),
    ]


def mail(blind, _folder):
    """Yield cases of `name_mail.py`: a few people's mail, what they wrote and what was written to them."""
    import name_mail

    town, written = name_mail.mailbox(MAILS, seed=431, people=TOWN, blind=blind)
    known = [one for one in town if one.known]
    staff = known[:3]
    house = Organisation(
        "Studio Zonnehoek", "privacy@zonnehoek.example", domains=("zonnehoek.example",), people=tuple(one.full for one in staff)
    )
    asking = random.Random(5).sample(known[3:], SUBJECTS)
    for one in asking:
        theirs = [letter for letter in written if one in (letter.sender, letter.to)]
        declared = {person.full for letter in theirs for person in (letter.sender, letter.to)}
        own = {fold(word) for name in (one.full, *house.people) for word in WORD.findall(name)}
        yield Filed(
            DataSubject("s", (Identifier(PERSON, one.full),)),
            house,
            [_mailed(letter, {one.full, *house.people}, declared, own, town) for letter in theirs],
            frozenset(person.full for person in known),
        )


def _mailed(letter, ours, declared, own, town):
    planted = []
    # who is meant stands in no truth: the full name tells, and of a single word whoever bears it
    for place in letter.truth:
        said = [fold(one[0]) for one in significant(letter.text[place.start : place.end])]
        bearers = [one for one in town if set(said) <= {*map(fold, WORD.findall(one.full)), fold(one.given[0])}]
        names = {one.full for one in bearers}
        if names & ours:
            if names <= ours:
                planted.append(Planted(place.start, place.end, OWN))
        elif set(said) <= own:
            continue
        elif names:
            who = "case" if names & declared else "tenant" if any(one.known for one in bearers) else ""
            planted.append(Planted(place.start, place.end, who))
    return [
        (Field("m.eml!/From/0/name", letter.sender.full, PERSON), []),
        (Field("m.eml!/To/0/name", letter.to.full, PERSON), []),
        (Field("m.eml!/text", letter.text), planted),
    ]


def invented_studio(folder):
    """Yield the five who ask in the invented studio, over all platforms."""
    import everyone

    from connectors.sandbox.studio import studio as make_studio

    for seed in SEEDS:
        studio = make_studio(seed, troubles=False)
        place = folder / str(seed)
        place.mkdir()
        records, planted, _ = everyone.read(studio, place)
        truth = defaultdict(dict)
        for one in planted:
            truth[one.person_id][everyone.place(one)] = one.verdict
        people = frozenset(one.value for record in records for one in record.fields if one.declared is PERSON)
        house = Organisation(studio.house.name, studio.house.contact, domains=studio.house.domains, people=studio.house.people,
                             identifiers=(studio.house.phone, studio.house.iban, "@studiozijsprong"))  # fmt: skip
        for person in studio.named_people:
            yield _asking(studio, person, records, truth[person.person_id], people, house)


def _asking(studio, person, records, truth, people, house):
    import everyone

    matcher = Matcher(person.subject(), Own(domains=house.domains, people=house.people, numbers=house.identifiers))
    kept = []
    for record in records:
        match = matcher.match(record)
        if match.verdict is Verdict.MATCH or truth.get(everyone.place(record.ref)) in (Verdict.MATCH, Verdict.POSSIBLE):
            named = {reason.path for reason in match.reasons}
            kept.append([one for one in record.fields if not one.is_row or one.path in named])
    forms = {form for fields in kept for one in fields if one.declared is PERSON for form in canonical_forms(PERSON, one.value)}
    everywhere = {form for name in people for form in canonical_forms(PERSON, name)}
    staff = {one for one in studio.people if one.full in house.people}
    spellings = {}
    for other in sorted(studio.people, key=lambda one: (one is person, one in staff)):
        # a namesake's name cannot be told from the subject's
        ours = other is person or other in staff
        if not ours and (other.name_key == person.name_key or other.initials_key == person.initials_key):
            continue
        theirs = set(canonical_forms(PERSON, other.full))
        who = OWN if ours else "case" if theirs & forms else "tenant" if theirs & everywhere else ""
        for said in (other.full, other.inverted, other.initialled, other.on_statement, f"{other.first} {other.last}"):
            spellings[said] = (who, "name")
        numbers = [other.email, *([other.other_email] if other.other_email else ())]
        numbers += [other.phone, f"06-{other.phone[2:]}", other.iban, re.sub(r"(.{4})(?=.)", r"\1 ", other.iban)]
        for said in numbers:
            # two at one mailbox
            spellings[said] = (OWN if ours or said == person.email else "", "number")
    sought = re.compile(r"(?<![\w@.])(?:" + "|".join(map(re.escape, sorted(spellings, key=len, reverse=True))) + r")(?!\w|\.?@)")
    judged = [
        [
            (one, [] if one.declared else [Planted(*hit.span(), *spellings[hit[0]]) for hit in sought.finditer(one.value)])
            for one in fields
        ]
        for fields in kept
    ]
    # what `inzage scan --accept` adds to what the requester told
    found = ((MAIL, person.email), (EntityType.PHONE_NUMBER, person.phone), (EntityType.IBAN_CODE, person.iban))
    asking = DataSubject(person.person_id, (*person.subject().identifiers, *(Identifier(*one) for one in found)))
    return Filed(asking, house, judged, people)


SETS = {
    "letters": partial(letters, "seen.txt"),
    "letters, held back": partial(letters, "held.txt"),
    "letters, fresh": partial(letters, "fresh.txt"),
    "mail": partial(mail, False),
    "mail, blind": partial(mail, True),
    "studio": invented_studio,
}
