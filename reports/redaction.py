"""Other people's data in the subject's records: found, replaced by a visible mark, and accounted for (GDPR art. 15(4))."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile

from reports.boxes import Covered, Doubt, Hidden, Redacted
from reports.bystanders import Acquainted, Bystanders, nobody_known
from reports.detecting import BELONGING, NUMBERS, REDACTED, Detect, Place, Span, Unsure, dialled, is_machine, nothing_unsure
from reports.disguises import encoded, plainly, spelt
from reports.marking import Spans, apart, by_place, marked, moved_back
from reports.ours import Known, name_words
from reports.render.words import Words
from reports.spoken import NOBODY, Spoken, again
from scanner.entities import EntityType
from scanner.model import Field
from scanner.outcomes import ScanResult

_AROUND = 80
_LABEL = re.compile(r"[^\n:;]{1,32}[:;]")
_AGAIN = 4
"""How often a text is read again once something in it is hidden, at most."""
_REMEMBERED, _SHORT, _LONG_ONES = 10_000, 1_000, 8
"""How many texts' findings are kept, in this process's memory, up to what length, and how many of longer ones."""


class Redactor:
    """Replaces others' data in fields by marks in the language of `words`.

    `names` finds others' names in running text, `unsure` what the reviewer should look at.
    """

    def __init__(
        self, known: Known, detect: Detect, words: Words, names: Bystanders | None = None, unsure: Unsure = nothing_unsure
    ) -> None:
        self._known, self._detect, self._words, self._unsure = known, detect, words, unsure
        self.names = names or Bystanders((), known.names, known.owns_name, people=known.people)
        # an answer says most things more than once: in the report, the data, a table, and the original
        self._remembered = lru_cache(_REMEMBERED)(self._others_in)
        self._lately = lru_cache(_LONG_ONES)(self._others_in)

    def foreign(self, text: str) -> tuple[list[Place], list[Span]]:
        """Return the identifiers in a text that are neither the subject's nor the organisation's, in order, none overlapping.

        And where those stand that the request or the configuration names: no part of these is anybody's name.
        """
        found, own, reached = [], [], 0
        for kind, start, end, value in sorted(self._seen(text), key=lambda seen: (seen[1], -seen[2])):
            if kind not in REDACTED or text[max(0, start - 4) : start].casefold() == "cid:":
                continue
            if self._known.owns(kind, value) or (kind is EntityType.PERSON and self.names.is_thing(value)):
                reached = max(reached, end)
                own += [(start, end)] if kind in NUMBERS and self._known.names_whole(kind, value) else []
            else:
                last = _before_label(text, start, end) if kind is EntityType.PERSON else end
                # inside the subject's own bank account stand digits that look like somebody's phone number
                found += [(kind, start, last)] if last > reached else []
        if any(kind is EntityType.PERSON for kind, _, _ in found):
            # the subject's full name, which a guess may have taken along
            full = Spans(self._own_names(text))
            found = [
                (kind, *rest)
                for kind, start, end in found
                for rest in (full.left_of((start, end)) if kind is EntityType.PERSON else ((start, end),))
            ]
        return apart(sorted([*found, *self._encoded(text)], key=by_place)), own

    def _own_names(self, text: str) -> list[Span]:
        own = self.names.own(text)
        if plain := plainly(text):
            own += [_as_written(plain[1], span, text) for span in self.names.own(plain[0])]
        return sorted(own)

    def _seen(self, text: str) -> Iterator[tuple[EntityType, int, int, str]]:
        """Yield what is detected, as it stands and behind its disguises, with what it says."""
        for kind, start, end in (*self._detect(text), *dialled(text)):
            yield kind, start, end, text[start:end]
        yield from spelt(text)
        if plain := plainly(text):
            for kind, start, end in self._detect(plain[0]):
                yield kind, *_as_written(plain[1], (start, end), text), plain[0][start:end]

    def _encoded(self, text: str) -> Iterator[Place]:
        """Yield the encoded words that say something of others: whole, since nothing can be cut out of them."""
        for start, end, meant in encoded(text):
            spans = ((kind, meant[first:last]) for kind, first, last in self._detect(meant) if kind in REDACTED)
            if foreign := next((kind for kind, value in spans if not self._known.owns(kind, value)), None):
                yield foreign, start, end
            elif self.names.places(meant):
                yield EntityType.PERSON, start, end

    def fields(self, fields: Sequence[Field], whole: Sequence[Field] | None = None) -> list[Redacted]:
        """Return the fields as they may be disclosed. `whole` is the record's every field, where `fields` are some of them."""
        whole = fields if whole is None else whole
        beside = self._mailboxes(whole)
        names = self.spoken(whole)
        items = self._others_items(whole, beside)
        parties = self._others_parties(whole)
        return [
            self._others(field, names)
            if _inside(field.path, items)
            or (field.declared in BELONGING and field.value.strip() and _inside(field.path, parties))
            else self._field(field, beside, names)
            for field in fields
        ]

    def strange_names(self, fields: Sequence[Field]) -> list[str]:
        """Return others' names, of two words or more, that a record's own fields declare: its prose may repeat them."""
        beside = self._mailboxes(fields)
        found = {
            field.value.strip()
            for field in fields
            if field.declared is EntityType.PERSON
            and self._strange_name(field, beside)
            and not self._known.is_subject(field.value)
        }
        return sorted((name for name in found if len(name_words(name)) > 1), key=lambda name: (-len(name), name))

    def spoken(self, fields: Sequence[Field]) -> Spoken:
        """Return these names, and those that its prose gives in full, as the record's own prose may say them again."""
        names = [*self.strange_names(fields), *(name for field in fields if not field.declared for name in self._named_in(field))]
        return again(names, self._known.owns_name)

    def _named_in(self, field: Field) -> Iterator[str]:
        for kind, start, end in self.places(field.value, path=field.path):
            if kind is EntityType.PERSON and len(name_words(name := field.value[start:end])) > 1 and "@" not in name:
                yield name

    def text(self, text: str, names: Spoken = NOBODY, path: str = "") -> tuple[str, tuple[Hidden, ...]]:
        """Return the text with others' identifiers, and these names, replaced by marks."""
        places = self.places(text, names, path)
        hidden = (self._hidden(path, kind, text[start:end]) for kind, start, end in places)
        return marked(text, places, self._mark), tuple(hidden)

    def _hidden(self, path: str, kind: EntityType, said: str) -> Hidden:
        return Hidden(path, kind, Covered(said), guessed=kind is EntityType.PERSON and not self.names.knows(said))

    def places(self, text: str, names: Spoken = NOBODY, path: str = "") -> list[Place]:
        """Return what goes from a text: kind, start and end (half-open code points), in order, none overlapping."""
        found = self._places(text, names, path)
        # beside a mark other words may read as a name: whoever reads the finished copy again must find nothing more
        for _ in range(_AGAIN if found else 0):
            more = self._places(marked(text, found, self._mark), names, path)
            if not more:
                break
            found = apart(sorted([*found, *moved_back(more, found, self._mark)], key=by_place))
        return found

    def _places(self, text: str, names: Spoken, path: str) -> list[Place]:
        spans, numbers = self._look(text, path)
        ours = Spans(numbers)
        said = ((EntityType.PERSON, at, to) for at, to in names.places(text) if not ours.cover((at, to)))
        spans = (*spans, *said)
        whole = [(kind, *self.names.whole(text, (at, to))) for kind, at, to in spans if kind is EntityType.PERSON]
        return apart(sorted([*spans, *whole], key=by_place))

    def unknown(self, text: str, names: Spoken = NOBODY, path: str = "") -> list[Span]:
        """Return where a text that stays reads as a name, and is of nobody that is known: for a reviewer to look at."""
        settled = [*((at, to) for _, at, to in self.places(text, names, path)), *self._look(text, path)[1]]
        return self.names.unknown(text, self._unsure(text), settled)

    def doubts(self, text: str, names: Spoken, path: str) -> Iterator[Doubt]:
        """Yield these places with what is disclosed around each, some words on either side."""
        places = self.places(text, names, path)
        ends = [end for _, _, end in places]

        def shown(start: int, end: int) -> str:
            within = takewhile(lambda place: place[1] < end, islice(places, bisect_right(ends, start), None))
            return marked(
                text[start:end], [(kind, max(at, start) - start, min(to, end) - start) for kind, at, to in within], self._mark
            )

        for start, end in self.unknown(text, names, path):
            before, after = shown(max(0, start - _AROUND), start), shown(end, min(len(text), end + _AROUND))
            yield Doubt(self.text(path, names, path)[0], before, shown(start, end), after)

    def _mark(self, kind: EntityType) -> str:
        return self._words(f"other.{kind.value}")

    def _look(self, text: str, path: str) -> tuple[tuple[Place, ...], tuple[Span, ...]]:
        look = self._remembered if len(text) <= _SHORT else self._lately
        return look(text, is_machine(path))

    def _others_in(self, text: str, numbers: bool) -> tuple[tuple[Place, ...], tuple[Span, ...]]:
        """Return what a text says of others, of a field of numbers (`is_machine`) the names only; and as `foreign` what is ours."""
        spans, ours = ([], []) if numbers else self.foreign(text)
        own = Spans(ours)
        named = ((at, to) for at, to in self.named(text, spans) if not own.cover((at, to)))
        return (*spans, *((EntityType.PERSON, start, end) for start, end in named)), tuple(ours)

    def named(self, text: str, foreign: Sequence[Place] = ()) -> list[Span]:
        """Return where a text names others that the organisation knows, or the owner of one of the `foreign` mail addresses."""
        addresses = [start for kind, start, _ in foreign if kind is EntityType.EMAIL_ADDRESS]
        found = self.names.places(text)
        if plain := plainly(text):
            # accents written apart cut a name in two: "Gu" of "Güneş"
            full = Spans(self._own_names(text))
            found = [span for span in found if not full.cover(span)]
            found += [_as_written(plain[1], span, text) for span in self.names.places(plain[0])]
        return [*found, *filter(None, (self.names.beside(text, start) for start in addresses))]

    def _field(self, field: Field, beside: Mapping[str, bool], names: Spoken) -> Redacted:
        path, in_path = self.text(field.path, names, field.path)
        kind, value, whole = field.declared, field.value, False
        hidden: tuple[Hidden, ...] = ()
        if kind in REDACTED and value.strip() and self._is_others(field, beside):
            value, hidden, whole = self._mark(kind), (Hidden(path, kind, Covered(value)),), True
        else:
            value, hidden = self.text(value, names, field.path)
        hidden = tuple(replace(each, path=path) for each in (*in_path, *hidden))
        return Redacted(path, value, kind, field.is_row, hidden, whole)

    def _others(self, field: Field, names: Spoken) -> Redacted:
        """Hide the whole field: it says something about another, whatever it says."""
        path, in_path = self.text(field.path, names, field.path)
        kind = field.declared if field.declared in REDACTED else None
        mark = self._mark(kind) if kind else self._words("other.anything")
        hidden = (
            *(replace(each, path=path) for each in in_path),
            Hidden(path, kind or EntityType.PERSON, Covered(field.value)),
        )
        return Redacted(path, mark, field.declared, field.is_row, hidden, whole=True)

    def _others_items(self, fields: Sequence[Field], beside: Mapping[str, bool]) -> set[str]:
        """Return the items of lists that are wholly about others: somebody else's mailbox, and nothing of the subject's."""
        items = {parent for parent, own in beside.items() if not own}
        for field in fields:
            # a name alone is a namesake's
            if field.declared in NUMBERS and field.value.strip() and not self._is_others(field, {}):
                items.discard(field.path.rpartition("/")[0])
        return items

    def _others_parties(self, fields: Sequence[Field]) -> set[str]:
        """Return the objects within the record that hold a stranger's mailbox, and neither name nor number of the subject's."""
        strange: set[str] = set()
        ours: set[str] = set()
        for field in fields:
            parent = field.path.rpartition("/")[0]
            if field.declared in REDACTED and field.value.strip() and parent.strip("/") and not parent.endswith("!"):
                if not self._is_others(field, {}):
                    ours.add(parent)
                elif field.declared is EntityType.EMAIL_ADDRESS:
                    strange.add(parent)
        return strange - ours

    def _is_others(self, field: Field, beside: Mapping[str, bool]) -> bool:
        if field.declared is EntityType.PERSON:
            return self._strange_name(field, beside)
        return field.declared is not None and not self._known.owns(field.declared, field.value)

    def _strange_name(self, field: Field, beside: Mapping[str, bool]) -> bool:
        """A name in a list is its neighbouring mailbox's, also where it is the subject's namesake."""
        own = beside.get(field.path.rpartition("/")[0])
        return not self._known.owns_name(field.value) if own is None else not own

    def _mailboxes(self, fields: Sequence[Field]) -> dict[str, bool]:
        """Return, for each item of a list (`From/0`, `/attendees/3`), whether the mailbox in it is the subject's or our own."""
        beside: dict[str, bool] = {}
        for field in fields:
            parent = field.path.rpartition("/")[0]
            # only there do a name and a mailbox belong together; at the top of a record stand several people's
            if field.declared is EntityType.EMAIL_ADDRESS and parent.rpartition("/")[2].isdigit():
                beside[parent] = beside.get(parent, True) and self._known.owns(EntityType.EMAIL_ADDRESS, field.value)
        return beside


def make_redactor(
    result: ScanResult,
    detect: Detect,
    words: Words,
    known: Acquainted = nobody_known,
    unsure: Unsure = nothing_unsure,
    *,
    hide: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Redactor:
    """Return the redactor of one case: it knows every person whom the case's records declare, and whom `known` says it is told of.

    `hide` and `keep` are what a reviewer says of words: another person's, and nobody's.
    """
    ours = Known(result, detect, keep)
    declared = {field.value for item in result.kept for field in item.record.fields if field.declared is EntityType.PERSON}
    names = Bystanders(declared, ours.names, ours.owns_name, known, people=ours.people, told=hide)
    return Redactor(ours, detect, words, names, unsure)


def _before_label(text: str, start: int, end: int) -> int:
    """Return the end of a name without the next line's label, which a guess may have taken along: "Kramer<line end>Opmerking:"."""
    last = text.rfind("\n", start, end)
    label = _LABEL.match(text, last + 1) if last > start else None
    return last if label and label.end() >= end else end


def _as_written(kept: Sequence[int], span: Span, text: str) -> Span:
    """Return where a span of a plain text stands in the text, with the accents and unseen signs behind its last letter."""
    start, end = span
    return kept[start], kept[end] if end < len(kept) else len(text)


def _inside(path: str, items: Container[str]) -> bool:
    while path:
        path = path.rpartition("/")[0]
        if path in items:
            return True
    return False
