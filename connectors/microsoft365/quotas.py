"""Every request this connector makes, what it costs, and how much Microsoft allows.

Each is sent by itself. `$batch` would gain nothing: it is one POST whose parts the list of allowed reads cannot see, each part
is billed as if it came alone, and a mailbox's quota (10,000 in ten minutes, four at once) binds before the round trips do.
"""

from collections.abc import Iterator

from scanner.connector import Rate, Read

GRAPH, LOGIN = "graph.microsoft.com", "login.microsoftonline.com"
FILES = "*.sharepoint.com"
OUTLOOK, SHAREPOINT, DIRECTORY, TEAMS, SIGN_IN = "outlook", "sharepoint", "directory", "teams", "sign-in"
NOTES, PLANNER = "onenote", "planner"

_LIMITS = "https://learn.microsoft.com/graph/throttling-limits"
RATES = (
    # some revisions of that page count the four over all mailboxes: with the four threads that are the default that holds too
    Rate(
        OUTLOOK,
        10_000,
        600,
        100,
        f"{_LIMITS}: 10,000 requests in 10 minutes, four at once, for each mailbox (2026-08)",
        per_account=True,
        at_once=4,
    ),
    Rate(
        SHAREPOINT,
        1_250,
        60,
        100,
        "https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online:"
        " 1,250 resource units a minute for each application in a tenant of up to 1,000 licences (second-hand, 2026-08)",
    ),
    Rate(DIRECTORY, 3_500, 10, 500, f"{_LIMITS}: 3,500 units in 10 seconds for a tenant of up to 50 users (2026-08)"),
    Rate(TEAMS, 20, 1, 20, f"{_LIMITS}: 20 requests a second for each application in a tenant (2026-08)"),
    # a little less than 400 an hour, the strictest of them: when it is used up OneNote does not say for how long
    Rate(
        NOTES,
        380,
        3600,
        20,
        f"{_LIMITS}: for each user 120 requests a minute, 400 an hour, five at once; no Retry-After (2026-11)",
        per_account=True,
        at_once=5,
    ),
    Rate(PLANNER, 5, 1, 10, f"{_LIMITS}: not published; our own caution"),
    Rate(SIGN_IN, 5, 1, 5, "not published; our own caution"),
)

TOKEN_READS = (
    Read("GET", LOGIN, "/{tenant}/v2.0/.well-known/openid-configuration", rate=SIGN_IN),
    Read("POST", LOGIN, "/{tenant}/oauth2/v2.0/token", rate=SIGN_IN),
    Read("POST", LOGIN, "/{tenant}/oauth2/v2.0/devicecode", rate=SIGN_IN),
)

PATHS = {
    OUTLOOK: (
        "/users/{user}/mailFolders",
        "/users/{user}/mailFolders/{folder}",
        "/users/{user}/mailFolders/{folder}/childFolders",
        "/users/{user}/mailFolders/{folder}/messages/delta",
        "/users/{user}/messages",
        "/users/{user}/messages/{id}",
        "/users/{user}/messages/{id}/$value",
        "/users/{user}/calendars",
        "/users/{user}/calendars/{calendar}/events",
        "/users/{user}/events/{id}",
        "/users/{user}/events/{id}/attachments",
        "/users/{user}/events/{id}/attachments/{attachment}/$value",
        "/users/{user}/contactFolders",
        "/users/{user}/contactFolders/{folder}/childFolders",
        "/users/{user}/contactFolders/{folder}/contacts/delta",
        "/users/{user}/contacts",
        "/users/{user}/contacts/delta",
        "/users/{user}/contactFolders/{folder}/contacts",
        "/users/{user}/contacts/{id}",
        "/users/{user}/contactFolders/{folder}/contacts/{id}",
        "/users/{user}/todo/lists",
        "/users/{user}/todo/lists/{list}/tasks/delta",
        "/users/{user}/todo/lists/{list}/tasks/{id}",
        "/users/{user}/todo/lists/{list}/tasks/{task}/attachments",
        "/users/{user}/todo/lists/{list}/tasks/{task}/attachments/{attachment}/$value",
        "/groups/{group}/threads",
        "/groups/{group}/threads/{id}",
        "/groups/{group}/threads/{thread}/posts",
        "/groups/{group}/threads/{thread}/posts/{post}/attachments",
        "/groups/{group}/threads/{thread}/posts/{post}/attachments/{attachment}/$value",
    ),
    SHAREPOINT: (
        "/users/{user}/drives",
        "/sites/getAllSites",
        "/sites/{site}/drives",
        "/drives/{drive}/items/root/delta",
        "/drives/{drive}/items/{id}",
        "/drives/{drive}/items/{id}/permissions",
        "/drives/{drive}/items/root/search(q='{words}')",
        "/sites/{site}/lists",
        "/sites/{site}/lists/{list}/items/delta",
        "/sites/{site}/lists/{list}/items/{id}",
    ),
    DIRECTORY: (
        "/me",
        "/users",
        "/users/delta",
        "/users/{user}",
        "/directory/deletedItems/microsoft.graph.user",
        "/directory/deletedItems/{id}/microsoft.graph.user",
        "/groups",
        "/groups/{group}",
        "/groups/{group}/members",
        "/groups/{group}/owners",
        "/contacts/delta",
        "/contacts/{id}",
    ),
    TEAMS: (
        "/users/{user}/chats",
        "/users/{user}/chats/getAllMessages",
        "/users/{user}/chats/{chat}/messages",
        "/users/{user}/chats/{chat}/messages/{id}",
        "/users/{user}/chats/{chat}/messages/{message}/hostedContents/{content}/$value",
        "/teams",
        "/teams/{team}/channels/getAllMessages",
        "/teams/{team}/channels/{channel}/messages/{id}",
        "/teams/{team}/channels/{channel}/messages/{message}/replies/{id}",
        "/teams/{team}/channels/{channel}/messages/{message}/hostedContents/{content}/$value",
        "/teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents/{content}/$value",
    ),
    NOTES: (
        "/users/{user}/onenote/sections",
        "/users/{user}/onenote/sections/{section}/pages",
        "/users/{user}/onenote/pages/{id}",
        "/users/{user}/onenote/pages/{id}/content",
        "/users/{user}/onenote/resources/{id}/content",
    ),
    PLANNER: (
        "/groups/{group}/planner/plans",
        "/planner/plans/{plan}/tasks",
        "/planner/tasks/{id}",
        "/planner/tasks/{id}/details",
    ),
}
"""What is asked of Graph v1.0, by the quota it falls under."""

LINKS = {
    SHAREPOINT: (
        "/drives/{drive}/items/root/delta({token})",
        "/drives/{drive}/root/delta",
        "/drives/{drive}/root/delta({token})",
        "/drives/{drive}/root/microsoft.graph.delta({token})",
        "/drives/{drive}/root/search(q='{words}')",
        "/sites/{site}/lists/{list}/items/delta({token})",
    ),
}
"""Other spellings, in which Graph itself gives its next links."""

RIGHTS = (
    ("/users/{user}/mailFolders", "Mail.Read"),
    ("/users/{user}/messages", "Mail.Read"),
    ("/users/{user}/calendars", "Calendars.Read"),
    ("/users/{user}/events", "Calendars.Read"),
    ("/users/{user}/contact", "Contacts.Read"),
    ("/users/{user}/todo", "Tasks.Read.All"),
    ("/groups/{group}/planner", "Tasks.Read.All"),
    ("/planner", "Tasks.Read.All"),
    ("/users/{user}/onenote", "Notes.Read"),
    ("/users/{user}/drives", "Files.Read.All"),
    ("/drives", "Files.Read.All"),
    ("/sites/{site}/drives", "Files.Read.All"),
    ("/sites", "Sites.Read.All"),
    ("/users/{user}/chats", "Chat.Read.All"),
    ("/groups/{group}/threads", "Group-Conversation.Read.All"),
    ("/groups", "GroupMember.Read.All"),
    ("/contacts", "OrgContact.Read.All"),
    ("/teams/{team}", "ChannelMessage.Read.All"),
    ("/teams", "Team.ReadBasic.All"),
    ("", "User.Read.All"),
)
"""The application permission that opens an address: the first whose beginning it has."""

COSTS = {"/users": 2, "/users/delta": 2, "/sites/getAllSites": 2, "/drives/{drive}/items/{id}/permissions": 5} | dict.fromkeys(
    ("/sites/{site}/lists", "/sites/{site}/lists/{list}/items/delta", "/users/{user}/drives", "/sites/{site}/drives"), 2
)


def _graph() -> Iterator[Read]:
    for table in (PATHS, LINKS):
        for rate, paths in table.items():
            for path in paths:
                # a record is never linked to: only a listing has a next page
                ways = (path,) if path.endswith(("}", "$value", "/content", "/details")) else (path, in_brackets(path))
                for way in dict.fromkeys(ways):
                    yield Read("GET", GRAPH, f"/v1.0{way}", COSTS.get(path, 1), rate, right_of(path))


def right_of(path: str) -> str:
    """Return the permission that opens an address."""
    return next(right for start, right in RIGHTS if path.startswith(start))


def in_brackets(path: str) -> str:
    """Return a path as OData also writes it: `/users('{user}')/mailFolders('{folder}')`, the form of Graph's own links."""
    steps = path.split("/")
    for index in range(len(steps) - 1, 1, -1):
        if steps[index].startswith("{") and steps[index - 1][-1:].isalpha():
            steps[index - 1 : index + 1] = [f"{steps[index - 1]}('{steps[index]}')"]
    return "/".join(steps)


GRAPH_READS = (
    *_graph(),
    # where Graph says that a file's content is; asked without the token
    Read("GET", FILES, "/_layouts/15/download.aspx", 1, SHAREPOINT),
    Read("GET", FILES, "/{place+}/_layouts/15/download.aspx", 1, SHAREPOINT),
)
READS = (*TOKEN_READS, *GRAPH_READS)
