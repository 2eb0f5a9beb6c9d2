"""Comments on the files of Drive, with the replies to them, resolved and deleted ones included.

Nothing about a file says whether it has comments, and Google does not promise to name a file as changed when one is made. So
every file is asked, every time: a hundred units a file, half of what its content costs. An export carries open comments
along, but no resolved ones, and other kinds of files carry none.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from connectors.google_workspace import content
from connectors.google_workspace.content import SCOPE
from connectors.google_workspace.domain import Domain, as_returned, moment
from connectors.google_workspace.drive import Drive
from connectors.google_workspace.sweeping import Load, Sweeping, below
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Gap, GapKind, Identifier, Partition, Record, RecordRef

_NUMBER = "a number of the platform"
_LAYOUT = "the text again, with its layout"
_PARTS = ("", "/replies/*")

COMMENTS = Stream(
    "comments",
    Phrase("Comments on files", "Opmerkingen bij bestanden"),
    declares={
        **{f"{part}/author/displayName": EntityType.PERSON for part in _PARTS},
        **{f"{part}/author/emailAddress": EntityType.EMAIL_ADDRESS for part in _PARTS},
        **{f"{part}/assigneeEmailAddress": EntityType.EMAIL_ADDRESS for part in _PARTS},
        **{f"{part}/mentionedEmailAddresses/*": EntityType.EMAIL_ADDRESS for part in _PARTS},
    },
    ignores={
        **{f"{part}/author/{name}": _NUMBER for part in _PARTS for name in ("kind", "me", "permissionId", "photoLink")},
        **{f"{part}/{name}": _NUMBER for part in _PARTS for name in ("id", "kind")},
        **{f"{part}/htmlContent": _LAYOUT for part in _PARTS},
        "/anchor": "a place in the file",
    },
    circle=Circle(Gathering.FILE, "[^/]*/(.+)/"),
)


class Comments(Sweeping):
    """The stream `comments`: one partition for each user's files and for each shared drive's."""

    streams = (COMMENTS,)

    def __init__(self, domain: Domain, drive: Drive) -> None:
        super().__init__(domain)
        self._drive = drive

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield what is said beside the files of a user, or of a shared drive."""
        yield Partition(user, COMMENTS.name)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the files: what is read lies below them."""

        def load(token: str) -> tuple[list[Any], str]:
            (files, complete), after = self._drive.page(partition.account, token, "id,mimeType")
            return [*files, *([] if complete else [None])], after

        return (load,)

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield the comments on each file that can have any."""
        files = [required(file, "id") for file in items if file and text_of(file, "mimeType") not in content.UNDISCUSSED]
        yield from below(
            files,
            lambda file: self._of_file(partition.account, file),
            lambda file, error: self._gap(partition, "The comments on a file could not be read", error, f"/{file}"),
        )
        if None in items:
            yield self._drive.incomplete(partition)

    def _ask(self, account: str, method: str, **parameters: Any) -> Any:
        reader = self._drive.shared.reader(account)
        return self._domain.google.ask(SCOPE, reader, f"drive.comments.{method}", includeDeleted=True, **parameters)

    def _of_file(self, account: str, file: str) -> Iterator[Record]:
        def load(token: str) -> tuple[list[Any], str]:
            wanted = {"fileId": file, "pageSize": 100, "fields": "nextPageToken,comments", "pageToken": token or None}
            body = self._ask(account, "list", **wanted)
            return items_of(body, "comments"), text_of(body, "nextPageToken")

        for comments, _ in token_pages(load):
            for comment in comments:
                record_id = f"{file}/{required(comment, 'id')}"
                yield _record(RecordRef(self._domain.system, account, COMMENTS.name, record_id), comment)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one comment again."""
        file, _, comment = ref.record_id.rpartition("/")
        return _record(ref, self._ask(ref.account, "get", fileId=file, commentId=comment, fields="*"))

    def search(self, partition: Partition, identifiers: Iterable[Identifier]) -> Iterator[RecordRef | Gap]:  # noqa: ARG002
        """Yield a gap: Google does not search comments, and to ask every file is what a whole scan does."""
        sentence = "Comments on files are not searched in haste; scan without --quick."
        yield Gap(self._domain.system, partition.account, GapKind.INCOMPLETE, sentence, partition)


def _record(ref: RecordRef, comment: Any) -> Record:
    file, _, number = ref.record_id.rpartition("/")
    return Record(
        ref,
        flatten(comment, COMMENTS.declares, COMMENTS.ignores),
        (),
        moment(text_of(comment, "modifiedTime")),
        f"https://drive.google.com/file/d/{file}/view?disco={number}",
        as_returned(number, comment),
    )
