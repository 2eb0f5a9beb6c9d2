"""What several users have, and who of them reads it: a chat or a meeting is read once, with the first user who has it."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from connectors.google_workspace.domain import Domain
from scanner.errors import SourceError


@dataclass(slots=True)
class _Held:
    """Whose each thing is, and why some users' things could not be listed."""

    reader: dict[str, str] = field(default_factory=dict)
    refused: dict[str, SourceError] = field(default_factory=dict)


class Shared:
    """Each user's share of what is held together, by name. Thread-safe; every user is asked once."""

    def __init__(self, domain: Domain, listed: Callable[[str], Iterable[str]]) -> None:
        self._domain = domain
        self._listed = listed
        self._lock = threading.Lock()
        self._held: _Held | None = None

    def of(self, user: str) -> frozenset[str]:
        """Return the names of what is read with a user. Raises the SourceError for which that user's could not be listed."""
        with self._lock:
            held = self._held = self._held or self._asked()
        if error := held.refused.get(user):
            raise type(error)(str(error))
        return frozenset(name for name, reader in held.reader.items() if reader == user)

    def _asked(self) -> _Held:
        held = _Held()
        for user in self._domain.users():
            try:
                names = list(self._listed(user))
            except SourceError as error:
                # what this user shares with others is read with them; the rest is the user's own gap
                held.refused[user] = error
                continue
            for name in names:
                held.reader.setdefault(name, user)
        return held
