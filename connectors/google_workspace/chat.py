"""Chat: the spaces, group chats and direct messages of each user, deleted messages included as far as Google keeps them.

A space is read once, with the first user who is in it. `createTime` is all that Google filters on, which says nothing of
what was changed or deleted later, so that a space is read whole every time: a thousand messages a request.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from connectors.google_workspace.domain import Domain, as_returned, moment
from connectors.google_workspace.faults import surely
from connectors.google_workspace.shared import Shared
from connectors.google_workspace.sweeping import Load, Sweeping, paged
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import SourceError
from scanner.model import Blob, Gap, Partition, Record, RecordRef

LISTS, TEXTS = "chat.spaces.readonly", "chat.messages.readonly"
PAGE = 1000
UNGIVEN = "Google Chat names this file and does not give it; open the message by hand."

_NUMBER = "a number of the platform"
_SWITCH = "a switch of the platform"
_WHO = ("/sender", "/privateMessageViewer", "/annotations/*/userMention/user")

SPACES = Stream(
    "spaces",
    Phrase("Chat spaces", "Chatruimtes"),
    ignores={
        **{f"/{name}": _NUMBER for name in ("name", "customer", "membershipCount")},
        **{f"/{name}": _SWITCH for name in ("accessSettings", "permissionSettings", "predefinedPermissionSettings")},
        "/spaceUri": "a link made of the space's number",
    },
)
MESSAGES = Stream(
    "chatMessages",
    Phrase("Chat messages", "Chatberichten"),
    declares={
        **{f"{who}/email": EntityType.EMAIL_ADDRESS for who in _WHO},
        **{f"{who}/displayName": EntityType.PERSON for who in _WHO},
        "/quotedMessageMetadata/quotedMessageSnapshot/sender": EntityType.PERSON,
    },
    ignores={
        **{f"{who}/{name}": _NUMBER for who in _WHO for name in ("name", "domainId", "avatarUrl", "type")},
        **{f"/{name}": _NUMBER for name in ("name", "space", "thread", "clientAssignedMessageId", "threadReply")},
        "/formattedText": "the text again, with its layout",
        "/argumentText": "the text again, without mentions",
        **{f"/attachment/*/{name}": _NUMBER for name in ("name", "attachmentDataRef", "downloadUri", "thumbnailUri")},
    },
    circle=Circle(Gathering.CHAT, "[^/]*/(.+)/messages/"),
)


class Chat(Sweeping):
    """The streams `spaces`, one partition for each user, and `chatMessages`, one for each space."""

    streams = (SPACES, MESSAGES)

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self._shared = Shared(domain, self._names)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the spaces that are read with this user together, and each of them with its messages."""
        spaces = Partition(user, SPACES.name)
        try:
            names = sorted(self._shared.of(user))
        except SourceError as error:
            yield self._gap(spaces, "Chat spaces could not be listed", error)
            yield self._gap(Partition(user, MESSAGES.name), "Chat spaces could not be listed", error)
            return
        yield spaces
        yield from (Partition(user, MESSAGES.name, name) for name in names)

    def _names(self, user: str) -> Iterator[str]:
        for spaces, _ in token_pages(self._spaces(user)):
            yield from (required(space, "name") for space in spaces)

    def _spaces(self, user: str) -> Load:
        def load(token: str) -> tuple[list[Any], str]:
            body = surely(
                lambda: self._domain.google.ask(LISTS, user, "chat.spaces.list", pageSize=PAGE, pageToken=token or None),
                "Google Chat knows no app of this project; fill in Configuration of the Google Chat API in the Cloud console.",
            )
            return items_of(body, "spaces", ("nextPageToken",)), text_of(body, "nextPageToken")

        return paged(load)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the user's spaces, or one space's messages."""
        if partition.stream == SPACES.name:
            return (self._spaces(partition.account),)

        def load(token: str) -> tuple[list[Any], str]:
            wanted = {"parent": partition.key, "pageSize": PAGE, "showDeleted": True, "pageToken": token or None}
            body = self._domain.google.ask(TEXTS, partition.account, "chat.spaces.messages.list", **wanted)
            return items_of(body, "messages", ("nextPageToken",)), text_of(body, "nextPageToken")

        return (paged(load),)

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield spaces that are read here, or messages."""
        here = self._shared.of(partition.account) if partition.stream == SPACES.name else None
        for item in items:
            name = required(item, "name")
            if here is None or name in here:
                yield self._record(RecordRef(self._domain.system, partition.account, partition.stream, name), item)

    def _record(self, ref: RecordRef, item: Any) -> Record:
        stream = SPACES if ref.stream == SPACES.name else MESSAGES
        changed = text_of(item, "deleteTime") or text_of(item, "lastUpdateTime") or text_of(item, "createTime")
        return Record(
            ref,
            flatten(item, stream.declares, stream.ignores),
            tuple(self._attached(ref.account, one) for one in item.get("attachment", ()) if _is_uploaded(one)),
            moment(changed),
            text_of(item, "spaceUri"),
            as_returned(ref.record_id.rpartition("/")[2], item),
        )

    def _attached(self, user: str, attachment: Any) -> Blob:
        resource = required(attachment, "attachmentDataRef/resourceName")

        def opened() -> BinaryIO:
            return self._domain.google.open(TEXTS, user, "chat.media.download_media", resourceName=resource)

        name, media_type = text_of(attachment, "contentName") or "attachment", text_of(attachment, "contentType")
        return Blob(name, media_type, None, lambda: surely(opened, UNGIVEN))

    def fetch(self, ref: RecordRef) -> Record:
        """Read one space or message again."""
        scope, method = (LISTS, "chat.spaces.get") if ref.stream == SPACES.name else (TEXTS, "chat.spaces.messages.get")
        return self._record(ref, self._domain.google.ask(scope, ref.account, method, name=ref.record_id))


def _is_uploaded(attachment: Any) -> bool:
    """Return whether the file is Chat's own; one that lies in Drive is read there."""
    return bool(text_of(attachment, "attachmentDataRef/resourceName"))
