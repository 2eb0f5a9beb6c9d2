"""Teams: the chats of each user and the channels of each team. Files sent there lie in OneDrive and SharePoint."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from connectors.kit.paging import required, text_of
from connectors.microsoft365.shelf import Shelf, body_blob, opening
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Malformed
from scanner.model import Blob, Partition, RecordRef

_NUMBER = "a number of the platform"
_PEOPLE = ("/from/user", "/mentions/*/mentioned/user", "/reactions/*/user/user")
_DECLARES = {f"{who}/displayName": EntityType.PERSON for who in _PEOPLE}
_IGNORES = {
    **{f"{who}/id": _NUMBER for who in _PEOPLE},
    **{f"/{name}": _NUMBER for name in ("etag", "chatId", "channelIdentity", "replyToId")},
    "/body": "read as a file of its own",
    "/webUrl": "a link made of the message's number",
}


# where a message shows a picture or a piece of code that Teams keeps beside it: in its text, or in an attached card
_HOSTED = re.compile(r"/hostedContents/([^/\"'?#\\]+)/\$value")


class _Messages(Shelf):
    """Messages that are listed all at once."""

    paced = False

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the text, and what Teams keeps beside it."""
        cards = [text_of(one, "content") for one in raw.get("attachments") or ()]
        shown = _HOSTED.findall("\n".join((text_of(raw, "body/content"), *cards)))
        hosted = (self._hosted(ref, at, unquote(one)) for at, one in enumerate(dict.fromkeys(shown), 1))
        return (*body_blob(raw), *hosted)

    def _hosted(self, ref: RecordRef, at: int, content: str) -> Blob:
        path = f"{self.item_path(ref)}{opening('/hostedContents/{}/$value', content)}"
        return Blob(f"in the message {at}", "", None, lambda: self.graph.open(path))


class Chats(_Messages):
    """The stream `chatMessages`: one partition for each user, with every chat the user takes part in.

    Who signed in for themselves is shown no such list: then there is a partition for each chat.
    """

    stream = Stream(
        "chatMessages",
        Phrase("Teams chats", "Teams-chats"),
        declares=_DECLARES,
        ignores=_IGNORES,
        circle=Circle(Gathering.CHAT, "[^/]*/(.+)/"),
    )

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield all chats as one, or each."""
        if not self.tenant.of_one_user:
            yield Partition(user, self.stream.name)
            return
        for one in self.graph.items(opening("/users/{}/chats", user), top="50"):
            yield Partition(user, self.stream.name, required(one, "id"))

    def path(self, partition: Partition) -> str:
        """Return the messages of all chats, or of one."""
        if partition.key:
            return opening("/users/{}/chats/{}/messages", partition.account, partition.key)
        return opening("/users/{}/chats/getAllMessages", partition.account)

    def record_id(self, partition: Partition, raw: Any) -> str:  # noqa: ARG002  the message says it
        """Return the chat's number and the message's."""
        return f"{required(raw, 'chatId')}/{required(raw, 'id')}"

    def item_path(self, ref: RecordRef) -> str:
        """Return the message's address."""
        chat, _, message = ref.record_id.rpartition("/")
        return opening("/users/{}/chats/{}/messages/{}", ref.account, chat, message)


class Channels(_Messages):
    """The stream `channelMessages`: one partition for each team, with the replies."""

    stream = Stream(
        "channelMessages",
        Phrase("Teams channels", "Teams-kanalen"),
        declares=_DECLARES,
        ignores=_IGNORES,
        # the team's, which is a group: its members read every channel of it
        circle=Circle(Gathering.CHAT, "([^/]+)/"),
    )

    def of_all(self) -> Iterator[Partition]:
        """Yield the teams."""
        for team in self.graph.items("/teams", select="id,displayName"):
            yield Partition(required(team, "id"), self.stream.name)

    def path(self, partition: Partition) -> str:
        """Return the messages of all channels."""
        return opening("/teams/{}/channels/getAllMessages", partition.account)

    def record_id(self, partition: Partition, raw: Any) -> str:  # noqa: ARG002  the message says it
        """Return the channel's number, that of the message replied to, and the message's."""
        steps = (required(raw, "channelIdentity/channelId"), text_of(raw, "replyToId"), required(raw, "id"))
        return "/".join(one for one in steps if one)

    def item_path(self, ref: RecordRef) -> str:
        """Return the message's address."""
        match ref.record_id.split("/"):
            case [channel, message]:
                return opening("/teams/{}/channels/{}/messages/{}", ref.account, channel, message)
            case [channel, thread, reply]:
                return opening("/teams/{}/channels/{}/messages/{}/replies/{}", ref.account, channel, thread, reply)
        raise Malformed("This is not the number of a message; take an inventory again.")
