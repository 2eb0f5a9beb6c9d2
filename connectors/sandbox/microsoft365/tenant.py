"""What an invented organisation keeps in Microsoft 365, and the ways to put it there, also while it is served."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.sandbox.microsoft365.store import Collection, Item, Ticks

SHAREPOINT = "inzage-pand-my.sharepoint.com"
"""Where files are downloaded: a host no real tenant can have, since their names hold no hyphen."""

RECOVERABLE = "recoverableitemsdeletions"
_BEGAN = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


class Tenant:
    """The organisation. Collections are kept by the path under which Graph lists them; `contents` by file or message."""

    def __init__(self) -> None:
        self.ticks = Ticks()
        self.collections: dict[str, Collection] = defaultdict(lambda: Collection(self.ticks))
        self.contents: dict[str, bytes] = {}
        self.exceptions: dict[str, list[Item]] = {}

    def put(self, path: str, item: Item) -> Item:
        """Put an item in a collection, as Graph would return it."""
        self.collections[path].put(item)
        return item

    def remove(self, path: str, item_id: str) -> None:
        """Remove an item from a collection."""
        self.collections[path].remove(item_id)

    def stamp(self) -> str:
        """Return the time of the next thing that happens."""
        return f"{_BEGAN + timedelta(minutes=self.ticks.now):%Y-%m-%dT%H:%M:%SZ}"

    def user(self, address: str, name: str, *, guest: bool = False, deleted: bool = False, **facts: Any) -> None:
        """Add a user; a member gets a mailbox with the usual folders, an address book and a OneDrive."""
        kind = "Guest" if guest else "Member"
        resource = {
            "displayName": name,
            "userPrincipalName": address,
            "mail": facts.pop("mail", address),
            "userType": kind,
            **facts,
        }
        self.put("deleted users" if deleted else "users", {"id": facts.get("id", f"u-{address}"), **resource})
        if guest or deleted:
            return
        self.folder(address, "inbox", "Postvak IN")
        self.folder(address, RECOVERABLE, "Deletions", listed=False)
        self.put(f"users/{address}/calendars", {"id": f"cal-{address}", "name": "Agenda"})

    def folder(
        self, user: str, folder_id: str, name: str, *, within: str = "", hidden: bool = False, listed: bool = True
    ) -> None:
        """Add a mail folder."""
        parent = f"mailFolders/{within}/childFolders" if within else "mailFolders" if listed else "unlisted"
        facts: Item = {"id": folder_id, "displayName": name, "isHidden": hidden, "totalItemCount": 0}
        self.put(f"users/{user}/{parent}", facts)
        self.put(f"users/{user}/all folders", facts)

    def mail(self, user: str, folder: str, message_id: str, raw: bytes, **facts: Any) -> None:
        """Put a message in a folder, from wherever it was."""
        for known in self.collections[f"users/{user}/all folders"].there():
            inside = self.collections[f"users/{user}/mailFolders/{known['id']}/messages"]
            if known["id"] != folder and inside.get(message_id):
                inside.remove(message_id)
        at = self.stamp()
        item = {
            "id": message_id,
            "@odata.etag": f'W/"{self.ticks.now}"',
            "parentFolderId": folder,
            "categories": [],
            "importance": "normal",
            "isDraft": False,
            "isRead": True,
            "receivedDateTime": at,
            "lastModifiedDateTime": at,
            "webLink": f"https://outlook.office365.com/owa/?ItemID={message_id}",
            **facts,
        }
        self.contents[message_id] = raw
        self.put(f"users/{user}/mailFolders/{folder}/messages", item)

    def event(self, user: str, resource: Item, *, calendar: str = "", exceptions: Iterable[Item] = ()) -> None:
        """Put an event in a calendar; `exceptions` make it a series."""
        calendar_id = calendar or f"cal-{user}"
        if calendar:
            self.put(f"users/{user}/calendars", {"id": calendar, "name": calendar})
        kind = "seriesMaster" if exceptions else "singleInstance"
        self.exceptions[resource["id"]] = list(exceptions)
        facts = {"type": kind, "hasAttachments": False, "lastModifiedDateTime": self.stamp(), **resource}
        self.put(f"users/{user}/calendars/{calendar_id}/events", facts)

    def attach(self, user: str, event_id: str, attachment: Item, content: bytes) -> None:
        """Attach a file to an event."""
        self.put(f"users/{user}/events/{event_id}/attachments", attachment)
        self.contents[attachment["id"]] = content

    def task(self, user: str, todo: str, resource: Item, attached: Iterable[tuple[Item, bytes]] = ()) -> None:
        """Put a task on a list of To Do, with what is attached to it."""
        where = f"users/{user}/todo/lists/{todo}/tasks"
        self.put(where, {"linkedResources": [], "hasAttachments": bool(attached), **resource})
        for attachment, content in attached:
            facts = {"@odata.type": "#microsoft.graph.taskFileAttachment", "contentType": "text/plain", **attachment}
            self.put(f"{where}/{resource['id']}/attachments", facts)
            self.contents[attachment["id"]] = content

    def note(self, user: str, section: str, page: Item, html: str, shown: Iterable[tuple[str, bytes]] = ()) -> None:
        """Put a page in a section of a user's notebook, with the files it shows."""
        where = f"users/{user}/onenote/sections"
        self.put(where, {"id": section, "displayName": section})
        parent = {"id": section, "displayName": section}
        self.put(f"{where}/{section}/pages", {"lastModifiedDateTime": self.stamp(), "parentSection": parent, **page})
        self.contents[page["id"]] = html.encode()
        self.contents.update(shown)

    def plan(self, group: str, plan: str, task: Item, details: Item | None = None) -> None:
        """Put a task in a plan of a group."""
        self.put(f"groups/{group}/planner/plans", {"id": plan, "title": plan})
        said = {"hasDescription": bool(details), "checklistItemCount": len((details or {}).get("checklist", ()))}
        self.put(f"planner/plans/{plan}/tasks", {"planId": plan, **said, **task})
        if details:
            self.put("planner details", {"id": task["id"], **details})

    def contact(self, user: str, resource: Item, folder: str = "") -> None:
        """Put somebody in an address book."""
        if folder:
            self.put(f"users/{user}/contactFolders", {"id": folder, "displayName": folder})
        path = f"contactFolders/{folder}/contacts" if folder else "contacts"
        self.put(f"users/{user}/{path}", {"lastModifiedDateTime": self.stamp(), **resource})

    def drive(self, owner: str, drive_id: str) -> None:
        """Give a user (an address) or a site a drive."""
        path = f"users/{owner}/drives" if "@" in owner else f"sites/{owner}/drives"
        self.put(path, {"id": drive_id, "driveType": "business"})
        self.put(f"drives/{drive_id}", {"id": f"{drive_id}-root", "name": "root", "root": {}, "folder": {"childCount": 1}})

    def file(self, drive: str, item_id: str, name: str, content: bytes, media_type: str = "text/plain", **facts: Any) -> None:
        """Put a file in a drive."""
        self.contents[item_id] = content
        item = {
            "id": item_id,
            "name": name,
            "size": len(content),
            "file": {"mimeType": media_type, "hashes": {"quickXorHash": "AAAA"}},
            "parentReference": {"driveId": drive, "path": f"/drives/{drive}/root:"},
            "lastModifiedDateTime": self.stamp(),
            "webUrl": f"https://{SHAREPOINT}/{item_id}",
            **facts,
        }
        self.put(f"drives/{drive}", item)

    def share(self, drive: str, item_id: str, *permissions: Item) -> None:
        """Share a file."""
        item = self.collections[f"drives/{drive}"].get(item_id)
        assert item
        self.put(f"drives/{drive}", {**item, "shared": {"scope": "users"}})
        for permission in permissions:
            self.put(f"drives/{drive}/items/{item_id}/permissions", permission)

    def site(self, site_id: str) -> None:
        """Add a site."""
        self.put("sites", {"id": site_id, "displayName": site_id})

    def list(self, site: str, list_id: str, template: str = "genericList", *, system: bool = False) -> None:
        """Add a list to a site; the system's own are hidden."""
        facts: Item = {"id": list_id, "displayName": list_id, "list": {"template": template, "hidden": system}}
        self.put(f"sites/{site}/lists", facts | ({"system": {}} if system else {}))

    def thread(self, group: str, resource: Item, posts: Iterable[Item]) -> None:
        """Add a conversation to a group's mailbox."""
        self.put(f"groups/{group}/threads", {"lastDeliveredDateTime": self.stamp(), **resource})
        for post in posts:
            self.put(f"groups/{group}/threads/{resource['id']}/posts", {"hasAttachments": False, **post})

    def group(self, resource: Item, members: Iterable[Item] = (), owners: Iterable[Item] = ()) -> None:
        """Add a group with who is in it."""
        self.put("groups", resource)
        for of, people in (("members", members), ("owners", owners)):
            for person in people:
                self.put(f"groups/{resource['id']}/{of}", {"@odata.type": "#microsoft.graph.user", **person})
