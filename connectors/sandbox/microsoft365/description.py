"""What Graph v1.0 knows of the addresses that are served: their parameters and the permission each wants.

The tests compare it with the description that Microsoft generates msgraph-sdk from.
"""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from connectors.sandbox.microsoft365.problems import Problem

_ONE = frozenset({"$expand", "$select"})
_MANY = _ONE | {"$count", "$filter", "$orderby", "$search", "$skip", "$top"}
_PAGED = frozenset({"$skiptoken"})
_DELTA = frozenset({"$skiptoken", "$deltatoken", "token"})

PERMISSIONS: dict[str, tuple[str, ...]] = {
    "Mail.Read": (
        "/users/{user}/mailFolders",
        "/users/{user}/mailFolders/{folder}",
        "/users/{user}/mailFolders/{folder}/childFolders",
        "/users/{user}/mailFolders/{folder}/messages/delta",
        "/users/{user}/messages",
        "/users/{user}/messages/{id}",
        "/users/{user}/messages/{id}/$value",
    ),
    "Calendars.Read": (
        "/users/{user}/calendars",
        "/users/{user}/calendars/{calendar}/events",
        "/users/{user}/events/{id}",
        "/users/{user}/events/{id}/attachments",
        "/users/{user}/events/{id}/attachments/{attachment}/$value",
    ),
    "Contacts.Read": (
        "/users/{user}/contactFolders",
        "/users/{user}/contactFolders/{folder}/childFolders",
        "/users/{user}/contactFolders/{folder}/contacts/delta",
        "/users/{user}/contacts",
        "/users/{user}/contacts/delta",
        "/users/{user}/contactFolders/{folder}/contacts",
        "/users/{user}/contacts/{id}",
        "/users/{user}/contactFolders/{folder}/contacts/{id}",
    ),
    "Tasks.Read.All": (
        "/users/{user}/todo/lists",
        "/users/{user}/todo/lists/{list}/tasks/delta",
        "/users/{user}/todo/lists/{list}/tasks/{id}",
        "/users/{user}/todo/lists/{list}/tasks/{task}/attachments",
        "/users/{user}/todo/lists/{list}/tasks/{task}/attachments/{attachment}/$value",
        "/groups/{group}/planner/plans",
        "/planner/plans/{plan}/tasks",
        "/planner/tasks/{id}",
        "/planner/tasks/{id}/details",
    ),
    "Files.Read.All": (
        "/users/{user}/drives",
        "/sites/{site}/drives",
        "/drives/{drive}/items/root/delta",
        "/drives/{drive}/items/{id}",
        "/drives/{drive}/items/{id}/permissions",
        "/drives/{drive}/items/root/search(q='{words}')",
    ),
    "Sites.Read.All": (
        "/sites/getAllSites",
        "/sites/{site}/lists",
        "/sites/{site}/lists/{list}/items/delta",
        "/sites/{site}/lists/{list}/items/{id}",
    ),
    "User.Read.All": (
        "/me",
        "/users",
        "/users/delta",
        "/users/{user}",
        "/directory/deletedItems/microsoft.graph.user",
        "/directory/deletedItems/{id}/microsoft.graph.user",
    ),
    "GroupMember.Read.All": ("/groups", "/groups/{group}", "/groups/{group}/members", "/groups/{group}/owners"),
    "Group-Conversation.Read.All": (
        "/groups/{group}/threads",
        "/groups/{group}/threads/{id}",
        "/groups/{group}/threads/{thread}/posts",
        "/groups/{group}/threads/{thread}/posts/{post}/attachments",
        "/groups/{group}/threads/{thread}/posts/{post}/attachments/{attachment}/$value",
    ),
    "OrgContact.Read.All": ("/contacts/delta", "/contacts/{id}"),
    "Chat.Read.All": (
        "/users/{user}/chats",
        "/users/{user}/chats/getAllMessages",
        "/users/{user}/chats/{chat}/messages",
        "/users/{user}/chats/{chat}/messages/{id}",
        "/users/{user}/chats/{chat}/messages/{message}/hostedContents/{content}/$value",
    ),
    "Notes.Read": (
        "/users/{user}/onenote/sections",
        "/users/{user}/onenote/sections/{section}/pages",
        "/users/{user}/onenote/pages/{id}",
        "/users/{user}/onenote/pages/{id}/content",
        "/users/{user}/onenote/resources/{id}/content",
    ),
    "Team.ReadBasic.All": ("/teams",),
    "ChannelMessage.Read.All": (
        "/teams/{team}/channels/getAllMessages",
        "/teams/{team}/channels/{channel}/messages/{id}",
        "/teams/{team}/channels/{channel}/messages/{message}/replies/{id}",
        "/teams/{team}/channels/{channel}/messages/{message}/hostedContents/{content}/$value",
        "/teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents/{content}/$value",
    ),
}
HIDDEN = "includeHiddenFolders"
ONE = ("}", "}/microsoft.graph.user", "/details")
"""How the addresses of one thing end."""
CONTENT = ("/$value", "/content")
"""How the addresses of bytes end."""
DELEGATED = "Notes.Read"
"""The permission that no application is given."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address that is served."""

    template: str
    permission: str
    parameters: frozenset[str]
    pattern: re.Pattern[str]

    @property
    def at_once(self) -> int:
        """How many requests a user or group may have under way here; 0: any number."""
        return 4 if self.is_outlook else 5 if self.permission == DELEGATED else 0

    @property
    def is_outlook(self) -> bool:
        """Whether a mailbox answers."""
        return self.permission in {
            "Mail.Read",
            "Calendars.Read",
            "Contacts.Read",
            "Tasks.Read.All",
            "Group-Conversation.Read.All",
        }


def parameters(template: str) -> frozenset[str]:
    """Return the query parameters of an address, without those that Graph's own links add."""
    if template.endswith(CONTENT):
        return frozenset()
    one = template.endswith(ONE) or template == "/me"
    known = _ONE if one else _MANY
    if template in {"/users/delta", "/contacts/delta"}:
        # https://learn.microsoft.com/graph/delta-query-overview: of the directory nothing can be expanded or put in order
        return frozenset({"$filter", "$select"})
    if template == "/users":
        known = known - {"$skip"}
    folders = ("/mailFolders", "/childFolders", "/mailFolders/{folder}")
    return known | {HIDDEN} if template.endswith(folders) and "contactFolders" not in template else known


@cache
def addresses() -> tuple[Address, ...]:
    """Return the addresses, those with the fewest variables first."""
    found = []
    for permission, templates in PERMISSIONS.items():
        for template in templates:
            beside = _DELTA if template.endswith("/delta") else frozenset() if template.endswith("}") else _PAGED
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
            found.append(Address(template, permission, parameters(template) | beside, re.compile(pattern)))
    return tuple(sorted(found, key=lambda one: one.template.count("{")))


def find(path: str) -> tuple[Address, dict[str, str]]:
    """Return the address that a path is of, in any of Graph's spellings, and its variables."""
    plain = plainly(path)
    for address in addresses():
        if hit := address.pattern.fullmatch(plain):
            return address, {name: unquote(value) for name, value in hit.groupdict().items()}
    raise Problem(400, "BadRequest", "Resource not found for the segment.")


def plainly(path: str) -> str:
    """Return a path without the brackets of OData: `/users('a')` is `/users/a`."""
    path = re.sub(r"/(users|mailFolders|contactFolders|lists)\('([^/]*?)'\)", r"/\1/\2", path)
    path = re.sub(r"/root/delta(?:\([^/]*\))?$", "/items/root/delta", path.replace("/items/root/", "/root/"))
    return path.replace("/root/search(", "/items/root/search(")


def check(address: Address, names: set[str]) -> None:
    """Refuse a parameter that the description does not know."""
    if unknown := names - address.parameters:
        raise Problem(400, "BadRequest", f"{len(unknown)} query parameters are not supported.")
