"""Mail: every message of every folder, hidden ones and what was deleted for good included, whole as it was sent."""

from collections.abc import Iterator
from typing import Any, ClassVar

from connectors.kit.paging import required, text_of
from connectors.microsoft365.shelf import Shelf, number, opening, parent
from connectors.microsoft365.terms import terms
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Gone, Malformed, SourceError
from scanner.model import Blob, Gap, GapKind, Identifier, Partition, RecordRef, Visibility

RECOVERABLE = "recoverableitemsdeletions"
"""The well-known name of the folder with what was deleted for good, and can still be brought back for some weeks."""
SEARCH_FOLDER = "#microsoft.graph.mailSearchFolder"

_IN_MIME = "read as message.eml"


class Mail(Shelf):
    """The stream `messages`: one partition for each folder of each mailbox."""

    stream = Stream(
        "messages",
        Phrase("Mail", "E-mail"),
        ignores={
            "/subject": _IN_MIME,
            "/bodyPreview": _IN_MIME,
            "/parentFolderId": "the folder's number",
            "/conversationId": "the conversation's number",
            "/changeKey": "a number for keeping up",
            "/webLink": "a link made of the message's number",
        },
    )
    # what the message itself does not say; a folder or category may be called after somebody
    params: ClassVar[dict[str, str]] = {
        "select": "id,parentFolderId,categories,flag,importance,isDraft,isRead,receivedDateTime,lastModifiedDateTime,webLink"
    }
    modified = "receivedDateTime"

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the folders, those within folders too."""
        yield from (Partition(user, self.stream.name, folder) for folder in self._folders(user))
        yield Partition(user, self.stream.name, self._recoverable(user))

    def _folders(self, user: str) -> Iterator[str]:
        waiting = [opening("/users/{}/mailFolders", user)]
        while waiting:
            for folder in self.graph.items(waiting.pop(), user, _includeHiddenFolders="true", top="100"):
                # what a search folder shows lies in the others
                if text_of(folder, "@odata.type") != SEARCH_FOLDER:
                    folder_id = required(folder, "id")
                    yield folder_id
                    waiting.append(opening("/users/{}/mailFolders/{}/childFolders", user, folder_id))

    def _recoverable(self, user: str) -> str:
        try:
            return required(self._folder(user, RECOVERABLE), "id")
        except Gone:
            pass
        raise Malformed("Graph did not show what was deleted for good; look with Recover deleted items in Outlook.")

    def _folder(self, user: str, folder: str) -> Any:
        return self.graph.ask(opening("/users/{}/mailFolders/{}", user, folder), user, select="id,displayName,totalItemCount")

    def check(self, partition: Partition) -> Visibility:
        """Return how many items the folder says it holds."""
        total = int(required(self._folder(partition.account, partition.key), "totalItemCount"))
        super().check(partition)
        return Visibility(partition.account, self.stream.name, visible=True, detail="one folder", count=total)

    def path(self, partition: Partition) -> str:
        """Return the folder's delta, which lists all of it first."""
        return opening("/users/{}/mailFolders/{}/messages/delta", partition.account, partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the message's address, which does not depend on the folder."""
        return opening("/users/{}/messages/{}", ref.account, number(ref))

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the message. One that was moved is known by another folder now: raises SourceError."""
        if text_of(raw, "parentFolderId") != parent(ref):
            raise SourceError("This message was moved to another folder since it was listed; run again.")
        return raw

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:  # noqa: ARG002  all is in the message
        """Return the message as it was sent, with its attachments."""
        path = opening("/users/{}/messages/{}/$value", ref.account, number(ref))
        return (Blob("message.eml", "message/rfc822", None, lambda: self.graph.open(path, ref.account)),)

    def ended(self, partition: Partition, seen: int) -> Iterator[Gap]:
        """Yield a gap where the folder says it holds more than was listed."""
        total = int(required(self._folder(partition.account, partition.key), "totalItemCount"))
        if total > seen:
            sentence = (
                f"This folder says it holds {total} items and {seen} messages were listed; what is deleted from a calendar or address"
                " book counts too and is not shown: look in the folder itself."
            )
            yield Gap(self.tenant.system, partition.account, GapKind.INCOMPLETE, sentence, partition)

    def search_places(self, user: str) -> Iterator[Partition]:
        """Yield the mailbox as a whole."""
        yield Partition(user, self.stream.name)

    def search(self, place: Partition, identifier: Identifier) -> Iterator[RecordRef]:
        """Yield messages that Exchange finds for one identifier: at most a thousand for each way of writing it."""
        path = opening("/users/{}/messages", place.account)
        for words in terms(identifier):
            asked = (words, f"participants:{words}") if identifier.entity_type is EntityType.EMAIL_ADDRESS else (words,)
            for query in asked:
                for raw in self.graph.items(path, place.account, search=f'"{query}"', select="id,parentFolderId", top="100"):
                    yield self.ref(place.account, f"{required(raw, 'parentFolderId')}/{required(raw, 'id')}")
