"""A request that was understood: who asks, for what."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from connectors.sandbox.google.problems import bad, first, number


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one method by one user. `cap` is the most the stand-in puts on a page."""

    method: str
    subject: str
    path: Mapping[str, str]
    query: Mapping[str, list[str]] = field(repr=False)
    cap: int

    def one(self, name: str) -> str:
        """Return a parameter given once, or ""."""
        return first(self.query, name) or ""

    def flag(self, name: str) -> bool:
        """Return whether a switch is on."""
        return self.one(name) == "true"

    def size(self, name: str, default: int, most: int) -> int:
        """Return how many go on a page."""
        if (wish := self.one(name)) and int(wish) > most:
            raise bad(f"{name} is too large.")
        return min(number(self.one(name), default, most), self.cap)

    def most(self, name: str, default: int, most: int) -> int:
        """Return how many go on a page where too large a wish is cut down instead of refused."""
        return min(number(self.one(name), default, most), self.cap)

    def bound(self, *but: str) -> Hashable:
        """Return what a token of this listing is bound to: the user and every parameter but those that may differ."""
        same = sorted((name, tuple(values)) for name, values in self.query.items() if name not in {"pageToken", *but})
        return (self.method, self.subject, tuple(sorted(self.path.items())), tuple(same))
