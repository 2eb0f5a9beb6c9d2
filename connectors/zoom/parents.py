"""What lists lie under: the things that are known of before they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scanner.errors import SourceError


@dataclass(frozen=True, slots=True)
class Parent:
    """Something that is known of before it is read: a meeting, a month, a conversation.

    `key` is unique among the parents of a partition. `place` goes before the ids of the records below it, or is the id of the
    record itself. `id` fills "{id}" in addresses. `seed` is what is known already.
    """

    key: str
    place: str = field(repr=False)
    id: str = field(default="", repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    seed: Mapping[str, Any] = field(default_factory=dict, repr=False)


Known = Parent | SourceError
"""A parent, or why some of them could not be seen."""
