"""What led to a record that does not name the person fully: another record, that shows the person in the same circle."""

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.connector import Gathering
from scanner.model import Link

GLIMPSED, LINKED, ANOTHER = 2.0, 6.0, -2.0
"""Bits, by judgement: a first name or initials alone, that the person is in the circle, that another of the first name is too.

They order the questions; whatever they add up to, the verdict is never more than a question.
"""

TOLD: Mapping[str, str] = {
    "initials_only": "Only the same initials.",
    "takes_part_in_chat": "The person takes part in this chat.",
    "takes_part_in_meeting": "The person was in this meeting.",
    "takes_part_in_calendar": "The person is a guest elsewhere in this calendar.",
    "takes_part_in_list": "The person takes part elsewhere in this list or plan.",
    "takes_part_in_file": "The person stands elsewhere in this file.",
    "takes_part_in_thread": "The person wrote or received another mail of this thread.",
    "takes_part_in_mailbox": "The person mails with the mailbox that this calendar belongs to.",
    "named_in_chat": "The person is named in another message of this chat.",
    "named_in_meeting": "The person is named elsewhere in this meeting.",
    "named_in_calendar": "The person is named elsewhere in this calendar.",
    "named_in_list": "The person is named elsewhere in this list or plan.",
    "named_in_file": "The person is named elsewhere in this file.",
    "named_in_thread": "The person is named in another mail of this thread.",
    "namesake_there": "Somebody else of the same first name is there too.",
}
"""Each feature's sentence, as the reviewer reads it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A link to a record, what it shows, and whether somebody else of the first name is in the same circle."""

    feature: str
    link: Link
    namesake: bool = False


def feature(presence: str, kind: Gathering) -> str:
    """Return the feature that says how the person is in a circle of a kind."""
    return f"{presence.replace(' ', '_')}_in_{kind.value}"
