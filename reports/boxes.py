"""What a redaction leaves: black boxes, fields with marks, and places that stay in doubt."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reports.ours import compared
from scanner.entities import EntityType


@dataclass(frozen=True, slots=True)
class Hidden:
    """One black box: where it stands, what kind of data it covers, and what was under it (`value`: never kept).

    `guessed`: a name, and no record says that there is such a person.
    """

    path: str
    entity_type: EntityType
    value: "Covered"
    guessed: bool = False


class Covered:
    """A value under a black box: it can be digested, not printed."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def digested(self, digest: Callable[[bytes], str]) -> str:
        """Return what `digest` makes of the value as compared: folded, without punctuation."""
        return digest(compared(self._value).encode("utf-8", "surrogatepass"))

    def read(self) -> str:
        """Return the value: for the reviewer's own page, and nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Covered(…)"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that may name somebody else and stays, with what is disclosed around it: for the reviewer's own page."""

    path: str = field(repr=False)
    before: str = field(repr=False)
    said: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A field as it may be disclosed. `whole`: nothing of its value is left."""

    path: str
    value: str
    declared: EntityType | None
    is_row: bool
    hidden: tuple[Hidden, ...]
    whole: bool = False
