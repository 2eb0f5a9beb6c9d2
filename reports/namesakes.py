"""Who is who among what may be about a person: records of one person together, so that one look decides on them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.render.reasons import sentence
from reports.render.words import Words
from scanner.matching.groups import Group, groups
from scanner.model import Verdict
from scanner.outcomes import Kept, ScanResult


@dataclass(frozen=True, slots=True)
class Someone:
    """A row of the table: whoever these records are about. `linked` and `against` are sentences without values.

    `handle` is the first record that waits, where one decision can be on all that do; else "".
    """

    letter: str
    numbers: tuple[int, ...]
    undecided: bool
    handle: str
    linked: tuple[str, ...]
    against: tuple[str, ...]


def who_is_who(
    result: ScanResult, numbered: Sequence[tuple[int, Kept]], t: Words, explained: Mapping[str, str]
) -> tuple[Someone, ...]:
    """Return the groups in which something may be about the subject, and the subject's own before them; none where all is certain."""
    if not any(item.match.verdict is Verdict.POSSIBLE for _, item in numbered):
        return ()
    found = groups(result.case.subject, [item.record for _, item in numbered], result.organisation)
    shown = (group for group in found if group.own or any(_is_possible(numbered[place]) for place in group.places))
    return tuple(_someone(at, group, numbered, t, explained) for at, group in enumerate(shown))


def _is_possible(one: tuple[int, Kept]) -> bool:
    return one[1].match.verdict is Verdict.POSSIBLE


def _someone(at: int, group: Group, numbered: Sequence[tuple[int, Kept]], t: Words, explained: Mapping[str, str]) -> Someone:
    items = [numbered[place] for place in group.places]
    linked = [t("person.who.own")] if group.own else []
    linked += [t(f"person.who.{part}") for part in group.linked_by]
    against = {
        sentence(reason.feature, t, explained): None for _, item in items for reason in item.match.reasons if reason.weight < 0
    }
    waiting = [item.handle for number, item in items if _is_possible((number, item)) and item.decision is None]
    return Someone(
        letter=_letter(at),
        numbers=tuple(number for number, _ in items),
        undecided=bool(waiting),
        handle=waiting[0] if len(waiting) > 1 and group.told else "",
        linked=tuple(linked) or (t("person.who.alone" if len(items) == 1 else "person.who.name"),),
        against=tuple(against),
    )


def _letter(at: int) -> str:
    """Return A to Z, then AA, AB."""
    ahead, last = divmod(at, 26)
    return (_letter(ahead - 1) if ahead else "") + chr(ord("A") + last)
