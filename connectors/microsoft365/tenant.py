"""Whose data there are to read."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from connectors.kit.paging import required, text_of
from connectors.microsoft365.graph import Graph
from scanner.connector import System
from scanner.errors import Gone, Malformed

if TYPE_CHECKING:
    from connectors.microsoft365.options import Options


class Tenant:
    """The users that are read, by their sign-in names. Thread-safe; Graph is asked once."""

    def __init__(self, system: System, graph: Graph) -> None:
        self._options: Options = system.options
        self._lock = threading.Lock()
        self._users: tuple[str, ...] = ()
        self._people: dict[str, Any] = {}
        self.system = system.name
        self.graph = graph
        self.sites = self._options.sites
        self.of_one_user = bool(self._options.refresh_token)

    def users(self) -> tuple[str, ...]:
        """Return the sign-in names of the users. Raises a SourceError where they cannot be listed."""
        with self._lock:
            if not self._users:
                self._users = self._options.users or self._listed()
            return self._users

    def person(self, user_id: str) -> Any:
        """Return who a number stands for: an object with `id`, and with names as far as the directory knows the number."""
        with self._lock:
            self._people = self._people or self._named()
            return self._people.get(user_id, {"id": user_id})

    def _named(self) -> dict[str, Any]:
        try:
            everyone = list(self.graph.items("/users", select="id,displayName,mail,userPrincipalName", top="100"))
        except Gone:
            everyone = []
        if not everyone:
            raise Malformed("Graph did not give the users, so that who is meant by their numbers is not known; run again.")
        return {required(user, "id"): user for user in everyone}

    def _listed(self) -> tuple[str, ...]:
        if self._options.refresh_token:
            return (required(self.graph.ask("/me", select="userPrincipalName"), "userPrincipalName"),)
        everyone = self.graph.items("/users", select="userPrincipalName,userType", top="100")
        found = tuple(required(user, "userPrincipalName") for user in everyone if not is_guest(user))
        if not found:
            raise Malformed("Graph lists no user at all for this tenant; check tenant_id and the application's permissions.")
        return found


def shared_groups(graph: Graph) -> Iterator[str]:
    """Yield the numbers of the groups with a mailbox and plans of their own (Microsoft 365 groups)."""
    for group in graph.items("/groups", select="id,groupTypes", top="100"):
        if "Unified" in group.get("groupTypes", ()):
            yield required(group, "id")


def is_guest(user: Any) -> bool:
    """Return whether a user belongs to another organisation: their mail and files are kept there, not here."""
    return text_of(user, "userType") == "Guest"
