"""Shared drives: which there are, and who of the users that are read may read each."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.google_workspace.content import SCOPE
from connectors.google_workspace.domain import Domain
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.errors import AccessDenied, SourceError
from scanner.model import Gap, GapKind, Partition

PREFIX = "drive:"
FILES_STREAM = "files"
NO_MEMBER = "No user that is read is a member of this shared drive; add one as a viewer."


class SharedDrives:
    """The shared drives of the domain. Their account is `drive:<id>`. Thread-safe."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._lock = threading.Lock()
        self._readers: dict[str, str] = {}

    def drives(self) -> Iterator[str | Gap]:
        """Yield the account of each shared drive that some user may read, and a gap for each that none may."""
        users = self._domain.users()
        found: dict[str, str] = {}
        all_asked = True
        for user in users:
            try:
                for drive in self._drives(user, admin=False):
                    found.setdefault(drive, user)
            except SourceError as error:
                all_asked = False
                yield Gap(self._domain.system, user, error.kind, f"Shared drives: {error}", Partition(user, FILES_STREAM))
        with self._lock:
            self._readers.update(found)
        yield from (PREFIX + drive for drive in sorted(found))
        if self._domain.admin and all_asked:
            yield from self._unseen_drives(found)

    def _unseen_drives(self, found: Mapping[str, str]) -> Iterator[Gap]:
        try:
            unseen = sorted(set(self._drives(self._domain.admin, admin=True)) - found.keys())
        except SourceError as error:
            sentence = f"Whether there are shared drives that no user may read could not be seen: {error}"
            yield Gap(self._domain.system, self._domain.admin, error.kind, sentence, Partition(self._domain.admin, FILES_STREAM))
            return
        for drive in unseen:
            partition = Partition(PREFIX + drive, FILES_STREAM)
            yield Gap(self._domain.system, partition.account, GapKind.ACCESS_DENIED, NO_MEMBER, partition)

    def _drives(self, user: str, *, admin: bool) -> Iterator[str]:
        def load(token: str) -> tuple[Any, str]:
            wanted = {"pageSize": 100, "useDomainAdminAccess": admin or None, "pageToken": token or None}
            body = self._domain.google.ask(SCOPE, user, "drive.drives.list", **wanted)
            return items_of(body, "drives"), text_of(body, "nextPageToken")

        for drives, _ in token_pages(load):
            yield from (required(drive, "id") for drive in drives)

    def reader(self, account: str) -> str:
        """Return the user who reads an account: for a shared drive one of its members."""
        if not account.startswith(PREFIX):
            return account
        drive = account.removeprefix(PREFIX)
        with self._lock:
            known = self._readers.get(drive)
        for user in () if known else self._domain.users():
            if drive in self._drives(user, admin=False):
                with self._lock:
                    known = self._readers.setdefault(drive, user)
                break
        if not known:
            raise AccessDenied(NO_MEMBER)
        return known
