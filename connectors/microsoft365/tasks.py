"""To Do: the tasks of each user."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.kit.paging import required
from connectors.microsoft365.shelf import Shelf, body_blob, number, opening, parent
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.model import Blob, Partition, RecordRef


class Tasks(Shelf):
    """The stream `tasks`: one partition for each list of each user; steps and links are in the task."""

    stream = Stream(
        "tasks",
        Phrase("To Do", "To Do"),
        ignores={
            "/checklistItems/*/id": "a number of the platform",
            "/linkedResources/*/id": "a number of the platform",
            "/attachments/*/id": "a number of the platform",
            "/body": "read as a file of its own",
        },
        circle=Circle(Gathering.LIST, "(.+)/"),
    )
    params: ClassVar[Mapping[str, str]] = {"expand": "checklistItems,linkedResources"}

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the lists."""
        for one in self.graph.items(opening("/users/{}/todo/lists", user), user, top="100"):
            yield Partition(user, self.stream.name, required(one, "id"))

    def path(self, partition: Partition) -> str:
        """Return the list's delta."""
        return opening("/users/{}/todo/lists/{}/tasks/delta", partition.account, partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the task's address."""
        return opening("/users/{}/todo/lists/{}/tasks/{}", ref.account, parent(ref), number(ref))

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the task with the names of what is attached to it."""
        if not raw.get("hasAttachments"):
            return raw
        return {**raw, "attachments": self.beside(f"{self.item_path(ref)}/attachments", ref.account)}

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the text and the attachments."""
        return (*body_blob(raw), *(self._attachment(ref, one) for one in raw.get("attachments", ())))

    def _attachment(self, ref: RecordRef, raw: Any) -> Blob:
        path = f"{self.item_path(ref)}{opening('/attachments/{}/$value', required(raw, 'id'))}"
        return self.attachment(path, raw, ref.account)
