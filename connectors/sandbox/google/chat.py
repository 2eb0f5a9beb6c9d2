"""Chat v1, as a user sees it: spaces, messages, uploaded files."""

import copy
from collections.abc import Iterable
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import Answer, Problem, missing
from connectors.sandbox.tenant import Space

_TEXTS = ("text", "formattedText", "argumentText", "attachment", "annotations", "cardsV2")


class Chat:
    """Every space of the domain. Without `configured`, the project has the interface and no Chat app."""

    def __init__(self, spaces: Iterable[Space], tokens: Opaque) -> None:
        self._tokens = tokens
        self._spaces: dict[str, Space] = {}
        self._messages: dict[str, dict[str, dict[str, Any]]] = {}
        self.configured = True
        for space in spaces:
            self.put(space)

    def put(self, space: Space) -> None:
        """Add a space with its messages."""
        name = space.resource["name"]
        self._spaces[name] = space
        self._messages[name] = {message["name"]: copy.deepcopy(message) for message in space.messages}

    def post(self, message: dict[str, Any]) -> None:
        """Add a message to its space, or replace what it was."""
        self._messages[_space(message["name"])][message["name"]] = copy.deepcopy(message)

    def delete(self, name: str) -> None:
        """Delete a message: it stays without its content."""
        held = self._messages[_space(name)][name]
        held |= {"deleteTime": "2026-10-20T10:00:00Z", "deletionMetadata": {"deletionType": "CREATOR"}}
        for part in _TEXTS:
            held.pop(part, None)

    def forget(self, name: str) -> None:
        """Let a message vanish, as a rule of retention does."""
        del self._messages[_space(name)][name]

    def _entered(self, call: Call, name: str) -> Space:
        found = self._spaces.get(_space(name))
        if found is None or call.subject not in found.members:
            raise Problem(403, "forbidden", "Permission denied to perform the requested action on the specified resource.")
        return found

    def list_spaces(self, call: Call) -> dict[str, Any]:
        """chat.spaces.list: those with messages, of which the user is a member."""
        if not self.configured:
            raise Problem(404, "notFound", "Google Chat app not found. To create a Chat app, you must turn on the Chat API.")
        mine = [
            {name: value for name, value in space.resource.items() if name != "permissionSettings"}
            for name, space in self._spaces.items()
            if call.subject in space.members and (self._messages[name] or space.resource.get("spaceType") == "SPACE")
        ]
        return page(self._tokens, call, "spaces", mine, call.most("pageSize", 100, 1000))

    def get_space(self, call: Call) -> dict[str, Any]:
        """chat.spaces.get."""
        return self._entered(call, call.path["name"]).resource

    def list_messages(self, call: Call) -> dict[str, Any]:
        """chat.spaces.messages.list: oldest first."""
        space = self._entered(call, call.path["parent"]).resource["name"]
        shown = [one for one in self._messages[space].values() if call.flag("showDeleted") or "deleteTime" not in one]
        return page(self._tokens, call, "messages", shown, call.most("pageSize", 25, 1000))

    def get_message(self, call: Call) -> dict[str, Any]:
        """chat.spaces.messages.get."""
        self._entered(call, call.path["name"])
        found = self._messages[_space(call.path["name"])].get(call.path["name"])
        if found is None:
            raise missing("Message")
        return found

    def download(self, call: Call) -> Answer:
        """chat.media.download: an uploaded file, to a member of the space it was sent to."""
        for space in self._spaces.values():
            content = space.uploads.get(call.path["resourceName"])
            if content is not None and call.subject in space.members and call.one("alt") == "media":
                return Answer(200, content, "application/octet-stream")
        raise missing("Media")


def _space(name: str) -> str:
    return "/".join(name.split("/")[:2])
