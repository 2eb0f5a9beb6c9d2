"""What every part of the contract stands on."""

from collections.abc import Mapping
from typing import ClassVar

import pytest

from connectors.testing.world import World

REASONS = frozenset({"http", "paging", "links", "hidden", "search", "delta", "removals"})


class Promises:
    """Gives a world to each test, and knows what does not apply."""

    not_applicable: ClassVar[Mapping[str, str]] = {}

    def world(self) -> World:
        """Return a new platform with its truth."""
        raise NotImplementedError

    def does_not_apply(self, what: str) -> bool:
        """Return whether the subclass gave a reason why `what` is not there."""
        unknown = self.not_applicable.keys() - REASONS
        assert not unknown, f"not_applicable knows {sorted(REASONS)}, not {sorted(unknown)}"
        assert all(self.not_applicable.values()), "not_applicable wants a reason for each"
        return what in self.not_applicable

    def skip_without(self, what: str) -> None:
        """Skip the test where `what` does not apply."""
        if self.does_not_apply(what):
            pytest.skip(self.not_applicable[what])
