"""Conversations of Microsoft 365 groups: each thread is one record, with its posts."""

from collections.abc import Iterator
from typing import Any

from connectors.kit.paging import required
from connectors.microsoft365.shelf import Shelf, body_blob, opening
from connectors.microsoft365.tenant import shared_groups
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Blob, Partition, RecordRef

_NUMBER = "a number of the platform"
_PEOPLE = (
    "/toRecipients/*/emailAddress",
    "/ccRecipients/*/emailAddress",
    "/posts/*/from/emailAddress",
    "/posts/*/sender/emailAddress",
    "/posts/*/newParticipants/*/emailAddress",
)


class Threads(Shelf):
    """The stream `threads`: one partition for each group that has a mailbox."""

    stream = Stream(
        "threads",
        Phrase("Conversations of groups", "Gesprekken van groepen"),
        declares={
            **{f"{who}/address": EntityType.EMAIL_ADDRESS for who in _PEOPLE},
            **{f"{who}/name": EntityType.PERSON for who in _PEOPLE},
            "/uniqueSenders/*": EntityType.PERSON,
        },
        ignores={
            "/preview": "the beginning of a post, which is read",
            "/posts/*/body": "read as a file of its own",
            **{
                f"/posts/*/{name}": _NUMBER
                for name in ("id", "changeKey", "conversationId", "conversationThreadId", "@odata.etag")
            },
        },
        circle=Circle(Gathering.CHAT, "([^/]+)/"),
    )
    modified = "lastDeliveredDateTime"

    def of_all(self) -> Iterator[Partition]:
        """Yield the groups with a mailbox."""
        yield from (Partition(group, self.stream.name) for group in shared_groups(self.graph))

    def path(self, partition: Partition) -> str:
        """Return the group's threads."""
        return opening("/groups/{}/threads", partition.account)

    def item_path(self, ref: RecordRef) -> str:
        """Return the thread's address."""
        return opening("/groups/{}/threads/{}", ref.account, ref.record_id)

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the thread with its posts, and with the names of what is attached to them."""
        posts = [dict(post) for post in self.beside(f"{self.item_path(ref)}/posts", ref.account)]
        for post in posts:
            if post.get("hasAttachments"):
                post["attachments"] = self.beside(
                    f"{self._post(ref, post)}/attachments", ref.account, select="id,name,contentType,size"
                )
        return {**raw, "posts": posts}

    def _post(self, ref: RecordRef, post: Any) -> str:
        return f"{self.item_path(ref)}{opening('/posts/{}', required(post, 'id'))}"

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the posts and what is attached to them."""
        found: list[Blob] = []
        for post in raw["posts"]:
            found += body_blob(post)
            found += [self._attachment(ref, post, one) for one in post.get("attachments", ())]
        return tuple(found)

    def _attachment(self, ref: RecordRef, post: Any, raw: Any) -> Blob:
        path = f"{self._post(ref, post)}{opening('/attachments/{}/$value', required(raw, 'id'))}"
        return self.attachment(path, raw, ref.account)
