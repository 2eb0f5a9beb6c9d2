"""Whose data there are to read, and what every stream needs to read them."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from connectors.google_workspace.client import Google
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import System
from scanner.errors import Malformed
from scanner.model import Blob, Gap, GapKind

if TYPE_CHECKING:
    from connectors.google_workspace.options import Options

ME = "me"
"""The user who signed in, where the configuration does not say who that is."""

SCOPE = "admin.directory.user.readonly"


class Domain:
    """The users that are read. Thread-safe; Google is asked once."""

    def __init__(self, system: System, google: Google) -> None:
        self._options: Options = system.options
        self._lock = threading.Lock()
        self._users: tuple[str, ...] = ()
        self.system = system.name
        self.admin = self._options.admin
        self.google = google

    def users(self) -> tuple[str, ...]:
        """Return the addresses of the users. Raises a SourceError where they cannot be listed."""
        with self._lock:
            if not self._users:
                self._users = self._options.users or (tuple(self._listed("false")) if self._options.admin else (ME,))
                if not self._users:
                    raise Malformed("Google lists no user at all for this domain; check the administrator in the configuration.")
            return self._users

    def reader(self) -> str:
        """Return the user who reads what belongs to all."""
        return self._options.admin or self.users()[0]

    def name(self) -> str:
        """Return the domain's name; "me" where it is not known."""
        return self.reader().rpartition("@")[2]

    def colleagues(self) -> frozenset[str]:
        """Return the users' addresses as they are compared."""
        return frozenset(user.casefold() for user in self.users())

    def departed(self) -> Iterator[Gap]:
        """Yield a gap for each user who was deleted so lately that their data are still held."""
        if self._options.admin and not self._options.users:
            for user in self._listed("true"):
                sentence = (
                    "This user was deleted and their data are still held; restore the user in the Admin console to read them."
                )
                yield Gap(self.system, user, GapKind.ACCESS_DENIED, sentence)

    def _listed(self, deleted: str) -> Iterator[str]:
        def load(token: str) -> tuple[Any, str]:
            body = self.google.ask(
                SCOPE,
                self._options.admin,
                "admin.users.list",
                customer="my_customer",
                maxResults=500,
                projection="basic",
                showDeleted=deleted,
                pageToken=token or None,
            )
            return body, text_of(body, "nextPageToken")

        for page, _ in token_pages(load):
            for item in items_of(page, "users", beside=("kind", "etag", "nextPageToken")):
                yield required(item, "primaryEmail")


def moment(text: str) -> datetime | None:
    """Return a point in time that Google wrote (RFC 3339), or None."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        # the text itself is a field all the same
        return None
    return found if found.tzinfo else None


def as_returned(record_id: str, raw: Any) -> Blob:
    """Return the record as Google returned it."""
    return Blob(f"{record_id}.json", "application/json", None, lambda: BytesIO(json.dumps(raw, ensure_ascii=False).encode()))
