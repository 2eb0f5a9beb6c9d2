"""Planner: the tasks of each plan of each group."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import unquote

from connectors.kit.paging import required, text_of
from connectors.microsoft365.shelf import Shelf, number, opening
from connectors.microsoft365.tenant import shared_groups
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Gone, Malformed
from scanner.model import Partition, RecordRef

_NUMBER = "a number of the platform"
_NUMBERS = ("planId", "bucketId", "orderHint", "assigneePriority", "conversationThreadId", "previewType", "appliedCategories")
_BY = (
    "/createdBy",
    "/completedBy",
    "/assignments/*/assignedBy",
    "/details/checklist/*/lastModifiedBy",
    "/details/references/*/lastModifiedBy",
)
_BESIDE = ("hasDescription", "checklistItemCount", "referenceCount")


class Plans(Shelf):
    """The stream `plannerTasks`: one partition for each plan. Graph names people by number; their names are put beside."""

    stream = Stream(
        "plannerTasks",
        Phrase("Planner", "Planner"),
        declares={
            "/people/*/displayName": EntityType.PERSON,
            "/people/*/mail": EntityType.EMAIL_ADDRESS,
            "/people/*/userPrincipalName": EntityType.EMAIL_ADDRESS,
        },
        ignores={
            **{f"/{name}": _NUMBER for name in _NUMBERS},
            **{f"{by}/{who}/id": _NUMBER for by in _BY for who in ("user", "application")},
            "/people/*/id": _NUMBER,
            "/assignments/*/id": _NUMBER,
            **{f"/{at}/orderHint": _NUMBER for at in ("assignments/*", "details/checklist/*", "details/references/*")},
        },
        # the group's: who is in the group is in its plans
        circle=Circle(Gathering.LIST, "([^/]+)/"),
    )
    listed: ClassVar[Mapping[str, str]] = {}
    paced = False
    modified = ""

    def of_all(self) -> Iterator[Partition]:
        """Yield the plans of the groups."""
        for group in shared_groups(self.graph):
            for plan in self.graph.items(opening("/groups/{}/planner/plans", group)):
                yield Partition(group, self.stream.name, required(plan, "id"))

    def path(self, partition: Partition) -> str:
        """Return the plan's tasks."""
        return opening("/planner/plans/{}/tasks", partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the task's address."""
        return opening("/planner/tasks/{}", number(ref))

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the task with its description, steps and links, and with who made, has and did it."""
        whole = {**raw, "assignments": _rows(raw.get("assignments"), "id")}
        if any(raw.get(name) for name in _BESIDE):
            details = self._details(ref)
            checklist, references = _rows(details.get("checklist"), "id"), _rows(details.get("references"), "address")
            whole["details"] = {**details, "checklist": checklist, "references": references}
        people = [text_of(raw, f"{by}/user/id") for by in ("createdBy", "completedBy")]
        people += [one["id"] for one in whole["assignments"]]
        whole["people"] = [self.tenant.person(one) for one in dict.fromkeys(people) if one]
        return whole

    def _details(self, ref: RecordRef) -> Any:
        try:
            return self.graph.ask(f"{self.item_path(ref)}/details")
        except Gone:
            pass
        raise Malformed("Planner did not give what is written in this task; run again, or look at it by hand.")


def _rows(named: Any, name: str) -> list[dict[str, Any]]:
    """Return an object whose names are values (a person's number, a web address) as a list: what is a value is read as one."""
    if not isinstance(named, dict):
        return []
    return [{name: unquote(key), **row} for key, row in named.items() if isinstance(row, dict)]
