"""Drive: the files of each user and of each shared drive, trash included.

Every file is read once: a shared drive's in that drive, a user's own with that user. A file that somebody outside the
domain shared is read with each user who has it, since each holds it.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from connectors.google_workspace import content, places
from connectors.google_workspace.content import SCOPE
from connectors.google_workspace.domain import Domain, as_returned, moment
from connectors.google_workspace.shared_drives import FILES_STREAM, PREFIX, SharedDrives
from connectors.google_workspace.terms import terms
from connectors.kit.flatten import flatten
from connectors.kit.paging import fetched, items_of, required, text_of, token_pages
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import AccessDenied, Malformed
from scanner.model import Cursor, Gap, GapKind, Identifier, Page, Partition, Record, RecordRef, Visibility

if TYPE_CHECKING:
    from connectors.google_workspace.places import Place

PAGE = 100

_PEOPLE = ("/owners/*", "/permissions/*", "/sharingUser", "/lastModifyingUser", "/trashingUser")
_SWITCH = "a switch of the platform"
_NUMBER = "a number of the platform"
_LINK = "a link made of the file's number"

FILES = Stream(
    FILES_STREAM,
    Phrase("Files", "Bestanden"),
    declares={
        **{f"{who}/emailAddress": EntityType.EMAIL_ADDRESS for who in _PEOPLE},
        **{f"{who}/displayName": EntityType.PERSON for who in _PEOPLE},
    },
    ignores={
        **{f"{who}/{name}": _NUMBER for who in _PEOPLE for name in ("permissionId", "id", "kind", "photoLink", "me")},
        **{f"/{name}": _SWITCH for name in ("kind", "capabilities", "spaces", "contentRestrictions", "downloadRestrictions")},
        **{f"/{name}": _LINK for name in ("iconLink", "thumbnailLink", "webViewLink", "webContentLink", "exportLinks")},
        **{f"/{name}": _NUMBER for name in ("id", "driveId", "teamDriveId", "version", "headRevisionId", "resourceKey")},
        **{f"/{name}": _NUMBER for name in ("parents", "permissionIds", "quotaBytesUsed", "size", "thumbnailVersion")},
        **{f"/{name}": "a checksum of the content" for name in ("md5Checksum", "sha1Checksum", "sha256Checksum")},
    },
)


class Drive:
    """The stream `files`: one partition for each user and one for each shared drive (`drive:<id>`)."""

    streams = (FILES,)

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self.shared = SharedDrives(domain)

    def _ask(self, account: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, self.shared.reader(account), f"drive.{method}", **parameters)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the user's own files."""
        yield Partition(user, FILES.name)

    def check(self, partition: Partition) -> Visibility:
        """Return whether the first page of the listing is shown."""
        self._listing(partition.account)("")
        return Visibility(partition.account, FILES.name, visible=True)

    def _corpus(self, account: str) -> dict[str, Any]:
        if account.startswith(PREFIX):
            return {"driveId": account.removeprefix(PREFIX), "supportsAllDrives": True, "includeItemsFromAllDrives": True}
        return {"supportsAllDrives": True, "includeItemsFromAllDrives": False}

    # whole files: what Google adds to them tomorrow is read too
    def _listing(self, account: str, query: str | None = None, fields: str = "files") -> Callable[[str], tuple[Any, str]]:
        def load(token: str) -> tuple[Any, str]:
            wanted = {
                "corpora": "drive" if account.startswith(PREFIX) else "user",
                "pageSize": PAGE,
                "spaces": "drive",
                "fields": f"nextPageToken,incompleteSearch,{fields}",
                "q": query,
                "pageToken": token or None,
            }
            body = places.resumed(lambda: self._ask(account, "files.list", **self._corpus(account), **wanted), token)
            return body, text_of(body, "nextPageToken")

        return load

    def page(self, account: str, token: str, fields: str, query: str | None = None) -> tuple[tuple[list[Any], bool], str]:
        """Return the files on a page that are read here and whether Google looked everywhere for it, and the next page's token.

        `fields` are those of a file that are wanted.
        """
        wanted = f"files({fields},driveId,ownedByMe,owners/emailAddress)"
        body, after = self._listing(account, query, wanted)(token)
        here = [file for file in items_of(body, "files") if self._is_read_here(account, file)]
        return (here, not body.get("incompleteSearch")), after

    def _is_read_here(self, account: str, file: Any) -> bool:
        if account.startswith(PREFIX):
            return text_of(file, "driveId") == account.removeprefix(PREFIX)
        if text_of(file, "driveId"):
            return False
        owners = {text_of(owner, "emailAddress").casefold() for owner in file.get("owners", ())}
        return bool(file.get("ownedByMe")) or not owners & self._domain.colleagues()

    def pages(self, partition: Partition, cursor: Cursor | None) -> Iterator[Page]:
        """Yield every file. The place from which changes count is taken before the first page."""
        account = partition.account
        if cursor is None:
            place: Place = {"page": "", "seen": 0, "start": self._start(account)}
        else:
            place = places.read(cursor, "page", "seen", "start")
        for body, token in token_pages(self._listing(account), place["page"]):
            files = items_of(body, "files")
            place = {**place, "page": token, "seen": place["seen"] + len(files)}
            records = self._records(partition, files)
            if body.get("incompleteSearch"):
                records = chain(records, [self.incomplete(partition)])
            if token:
                yield Page(records, places.write(place))
            else:
                self._prove_sight(account, place["seen"])
                yield Page(records, None, places.write({"since": place["start"]}))

    def _start(self, account: str) -> str:
        wanted = {name: value for name, value in self._corpus(account).items() if name != "includeItemsFromAllDrives"}
        return required(self._ask(account, "changes.getStartPageToken", **wanted), "startPageToken")

    def _records(self, partition: Partition, files: Iterable[Any]) -> Iterable[Record | Gap]:
        account = partition.account
        reader = self.shared.reader(account)
        held = {self._ref(account, required(f, "id")): f for f in files if self._is_read_here(account, f)}
        return fetched(held, lambda ref: self._record(ref, held[ref], reader), partition=partition)

    def incomplete(self, partition: Partition) -> Gap:
        """Return the gap that a listing is which Google says is not whole."""
        sentence = "Google says that it did not look everywhere for this listing, so files may be missing; run again."
        return Gap(self._domain.system, partition.account, GapKind.INCOMPLETE, sentence, partition)

    def _prove_sight(self, account: str, seen: int) -> None:
        """Raise AccessDenied where a user's listing is empty although space is in use: a narrower scope sees only its own files."""
        if seen or account.startswith(PREFIX):
            return
        about = self._ask(account, "about.get", fields="storageQuota/usageInDrive")
        if text_of(about, "storageQuota/usageInDrive") not in {"", "0"}:
            raise AccessDenied("Drive holds files and the sign-in is shown none of them; grant the scope drive.readonly.")

    def _ref(self, account: str, file_id: str) -> RecordRef:
        return RecordRef(self._domain.system, account, FILES.name, file_id)

    def _record(self, ref: RecordRef, file: Any, reader: str) -> Record:
        return Record(
            ref,
            flatten(file, FILES.declares, FILES.ignores),
            content.blobs(self._domain.google, reader, file),
            moment(text_of(file, "modifiedTime")),
            text_of(file, "webViewLink"),
            as_returned(ref.record_id, file),
        )

    def changes(self, partition: Partition, since: Cursor) -> Iterator[Page]:
        """Yield the files that changed, and as removed those that are no longer read here."""
        account = partition.account

        def load(token: str) -> tuple[Any, str]:
            fields = "nextPageToken,newStartPageToken,changes(changeType,removed,fileId,file)"
            wanted = {"pageToken": token, "pageSize": PAGE, "includeRemoved": True, "spaces": "drive", "fields": fields}
            body = places.resumed(lambda: self._ask(account, "changes.list", **self._corpus(account), **wanted), token)
            return body, text_of(body, "nextPageToken")

        for body, token in token_pages(load, places.read(since, "since")["since"]):
            # of several changes to one file the last counts
            latest = {required(c, "fileId"): c for c in items_of(body, "changes") if text_of(c, "changeType") == "file"}
            held = [c["file"] for c in latest.values() if not c.get("removed") and self._is_changed_here(account, c)]
            kept = {required(file, "id") for file in held}
            removed = tuple(self._ref(account, file_id) for file_id in latest if file_id not in kept)
            records = self._records(partition, held)
            if token:
                yield Page(records, places.write({"since": token}), removed=removed)
            else:
                yield Page(records, None, places.write({"since": required(body, "newStartPageToken")}), removed)

    def _is_changed_here(self, account: str, change: Any) -> bool:
        if not isinstance(change.get("file"), dict):
            raise Malformed("Drive named a changed file without describing it; the platform may have changed.")
        return self._is_read_here(account, change["file"])

    def fetch(self, ref: RecordRef) -> Record:
        """Read one file again."""
        file = self._ask(ref.account, "files.get", fileId=ref.record_id, supportsAllDrives=True, fields="*")
        return self._record(ref, file, self.shared.reader(ref.account))

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef | Gap]:
        """Yield files that Drive finds for each identifier: in name, description, indexed content, and who may see them."""
        for query in (_query(identifier) for identifier in identifiers if terms(identifier)):
            for body, _ in token_pages(self._listing(partition.account, query)):
                for file in items_of(body, "files"):
                    if self._is_read_here(partition.account, file):
                        yield self._ref(partition.account, required(file, "id"))
                if body.get("incompleteSearch"):
                    yield self.incomplete(partition)


def _query(identifier: Identifier) -> str:
    clauses = []
    for term in terms(identifier):
        words = term.replace("\\", "\\\\").replace("'", "\\'")
        clauses += [f"fullText contains '\"{words}\"'", f"name contains '{words}'"]
        if identifier.entity_type is EntityType.EMAIL_ADDRESS:
            clauses += [f"'{words}' in {who}" for who in ("owners", "writers", "readers")]
    return " or ".join(clauses)
