"""Tasks: each user's lists and what is on them, completed, hidden and deleted tasks included.

`updatedMin` would give what is new, but a task that was moved to another list, or is no longer kept, leaves no trace in it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from connectors.google_workspace.domain import as_returned, moment
from connectors.google_workspace.sweeping import Load, Sweeping, paged
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.errors import SourceError
from scanner.model import Gap, Partition, Record, RecordRef

SCOPE = "tasks.readonly"
BESIDE = ("kind", "etag", "nextPageToken")

_NUMBER = "a number of the platform"
_IGNORES = {f"/{name}": _NUMBER for name in ("kind", "etag", "id", "selfLink", "position", "parent")}

TASKLISTS = Stream("tasklists", Phrase("Task lists", "Takenlijsten"), ignores=_IGNORES)
TASKS = Stream(
    "tasks",
    Phrase("Tasks", "Taken"),
    ignores={**_IGNORES, "/webViewLink": "a link made of the task's number", "/assignmentInfo": "where the task was given out"},
    circle=Circle(Gathering.LIST, "(.+)/"),
)
EVERYTHING = {"showCompleted": True, "showHidden": True, "showDeleted": True, "showAssigned": True}


class Tasks(Sweeping):
    """The streams `tasklists`, one partition for each user, and `tasks`, one for each list."""

    streams = (TASKLISTS, TASKS)

    def _ask(self, user: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, user, f"tasks.{method}", **parameters)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the user's lists together, and each list with its tasks."""
        yield Partition(user, TASKLISTS.name)
        try:
            for lists, _ in token_pages(self._lists(user)):
                yield from (Partition(user, TASKS.name, required(one, "id")) for one in lists)
        except SourceError as error:
            yield self._gap(Partition(user, TASKS.name), "Task lists could not be listed", error)

    def _lists(self, user: str) -> Load:
        def load(token: str) -> tuple[list[Any], str]:
            body = self._ask(user, "tasklists.list", maxResults=1000, pageToken=token or None)
            return items_of(body, "items", BESIDE), text_of(body, "nextPageToken")

        return paged(load)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the user's lists, or one list's tasks."""
        if partition.stream == TASKLISTS.name:
            return (self._lists(partition.account),)

        def load(token: str) -> tuple[list[Any], str]:
            wanted = {"tasklist": partition.key, "maxResults": 100, "pageToken": token or None, **EVERYTHING}
            body = self._ask(partition.account, "tasks.list", **wanted)
            return items_of(body, "items", BESIDE), text_of(body, "nextPageToken")

        return (paged(load),)

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield lists or tasks; a task's number is only one within its list."""
        before = f"{partition.key}/" if partition.stream == TASKS.name else ""
        for item in items:
            ref = RecordRef(self._domain.system, partition.account, partition.stream, before + required(item, "id"))
            yield _record(ref, item)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one list or task again."""
        tasklist, _, task = ref.record_id.rpartition("/")
        if ref.stream == TASKLISTS.name:
            return _record(ref, self._ask(ref.account, "tasklists.get", tasklist=task))
        return _record(ref, self._ask(ref.account, "tasks.get", tasklist=tasklist, task=task))


def _record(ref: RecordRef, item: Any) -> Record:
    stream = TASKS if ref.stream == TASKS.name else TASKLISTS
    fields = flatten(item, stream.declares, stream.ignores)
    original = as_returned(ref.record_id.rpartition("/")[2], item)
    return Record(ref, fields, (), moment(text_of(item, "updated")), text_of(item, "webViewLink"), original)
