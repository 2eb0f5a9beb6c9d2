"""Drive v3: comments on files."""

import copy
from collections.abc import Iterable
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.drive import Drive
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import Problem, missing
from connectors.sandbox.tenant import Comment


class Comments:
    """What is said beside each file. `denied` are files whose comments the platform does not show."""

    def __init__(self, drive: Drive, comments: Iterable[Comment], tokens: Opaque) -> None:
        self._drive, self._tokens = drive, tokens
        self._held: dict[str, dict[str, dict[str, Any]]] = {}
        self.denied: set[str] = set()
        for comment in comments:
            self.put(comment)

    def put(self, comment: Comment) -> None:
        """Add a comment, or replace what it was."""
        self._held.setdefault(comment.file_id, {})[comment.resource["id"]] = copy.deepcopy(comment.resource)

    def delete(self, file_id: str, comment_id: str) -> None:
        """Delete a comment: it stays without its content."""
        held = self._held[file_id][comment_id]
        held["deleted"] = True
        for name in ("content", "htmlContent", "quotedFileContent"):
            held.pop(name, None)

    def _of(self, call: Call) -> list[dict[str, Any]]:
        if not call.one("fields"):
            raise Problem(400, "required", "The 'fields' parameter is required for this method.")
        if not self._drive.shows(call.subject, call.path["fileId"]):
            raise missing("File")
        if call.path["fileId"] in self.denied:
            raise Problem(403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file.")
        held = self._held.get(call.path["fileId"], {}).values()
        return [comment for comment in held if call.flag("includeDeleted") or not comment.get("deleted")]

    def list_comments(self, call: Call) -> dict[str, Any]:
        """drive.comments.list: an empty list is there."""
        found = {"kind": "drive#commentList", "comments": []}
        return found | page(self._tokens, call, "comments", self._of(call), call.size("pageSize", 20, 100))

    def get_comment(self, call: Call) -> dict[str, Any]:
        """drive.comments.get."""
        for comment in self._of(call):
            if comment["id"] == call.path["commentId"]:
                return comment
        raise missing("Comment")
