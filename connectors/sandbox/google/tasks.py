"""Tasks v1: each user's lists and tasks."""

import copy
from collections.abc import Iterable
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import missing
from connectors.sandbox.tenant import TaskList


class Tasks:
    """Every task list of the domain."""

    def __init__(self, tasklists: Iterable[TaskList], tokens: Opaque) -> None:
        self._tokens = tokens
        self._lists: dict[str, TaskList] = {}
        self._tasks: dict[str, dict[str, dict[str, Any]]] = {}
        for tasklist in tasklists:
            self.put(tasklist)

    def put(self, tasklist: TaskList) -> None:
        """Add a list with its tasks."""
        number = tasklist.resource["id"]
        self._lists[number] = tasklist
        self._tasks[number] = {task["id"]: copy.deepcopy(task) for task in tasklist.tasks}

    def write(self, tasklist: str, task: dict[str, Any]) -> None:
        """Add a task, or replace what it was."""
        self._tasks[tasklist][task["id"]] = copy.deepcopy(task)

    def move(self, tasklist: str, task: str, to: str) -> None:
        """Move a task to another list: nothing stays behind."""
        self._tasks[to][task] = self._tasks[tasklist].pop(task)

    def list_lists(self, call: Call) -> dict[str, Any]:
        """tasks.tasklists.list."""
        mine = [tasklist.resource for tasklist in self._lists.values() if tasklist.owner == call.subject]
        return page(self._tokens, call, "items", mine, call.size("maxResults", 1000, 1000), kind="tasks#taskLists")

    def get_list(self, call: Call) -> dict[str, Any]:
        """tasks.tasklists.get."""
        return self._lists[self._mine(call)].resource

    def _mine(self, call: Call) -> str:
        number = call.path["tasklist"]
        if number not in self._lists or self._lists[number].owner != call.subject:
            raise missing("Task list")
        return number

    def list_tasks(self, call: Call) -> dict[str, Any]:
        """tasks.tasks.list: hidden, deleted and assigned ones only when they are asked for."""
        shown = [
            task
            for task in self._tasks[self._mine(call)].values()
            if (call.flag("showDeleted") or not task.get("deleted"))
            and (call.flag("showHidden") or not task.get("hidden"))
            and (call.flag("showAssigned") or "assignmentInfo" not in task)
            and (call.one("showCompleted") != "false" or task.get("status") != "completed")
            and task["updated"] >= call.one("updatedMin")
        ]
        return page(self._tokens, call, "items", shown, call.size("maxResults", 20, 100), kind="tasks#tasks")

    def get_task(self, call: Call) -> dict[str, Any]:
        """tasks.tasks.get."""
        found = self._tasks[self._mine(call)].get(call.path["task"])
        if found is None:
            raise missing("Task")
        return found
