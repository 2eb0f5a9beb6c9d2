"""To Do: the tasks of each user."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from connectors.kit.paging import required
from connectors.microsoft365.shelf import Shelf, number, opening, parent
from scanner.connector import Phrase, Stream
from scanner.model import Partition, RecordRef


class Tasks(Shelf):
    """The stream `tasks`: one partition for each list of each user; steps and links are in the task."""

    stream = Stream("tasks", Phrase("To Do", "To Do"), ignores={"/checklistItems/*/id": "a number of the platform"})
    params: ClassVar[Mapping[str, str]] = {"expand": "checklistItems,linkedResources"}

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the lists."""
        for one in self.graph.items(opening("/users/{}/todo/lists", user), user, top="100"):
            yield Partition(user, self.stream.name, required(one, "id"))

    def path(self, partition: Partition) -> str:
        """Return the list's tasks."""
        return opening("/users/{}/todo/lists/{}/tasks", partition.account, partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the task's address."""
        return opening("/users/{}/todo/lists/{}/tasks/{}", ref.account, parent(ref), number(ref))
