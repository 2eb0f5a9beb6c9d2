"""Files: every drive of each user and of each SharePoint site, through the delta that alone promises to show all of it.

A drive is read once: with its user, or else with its site. The OneDrive of somebody who left is still a site.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from connectors.kit.paging import required, text_of
from connectors.microsoft365.shelf import Shelf, number, opening, parent
from connectors.microsoft365.sites import Sites
from connectors.microsoft365.tenant import Tenant
from connectors.microsoft365.terms import terms
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Malformed
from scanner.model import Blob, Identifier, Partition, RecordRef

DOWNLOAD = "@microsoft.graph.downloadUrl"

_NUMBER = "a number of the platform"
_BY = ("/createdBy/user", "/lastModifiedBy/user", "/shared/owner/user", "/shared/sharedBy/user", "/remoteItem/createdBy/user")
_TO = ("/permissions/*/grantedToV2/user", "/permissions/*/grantedToIdentitiesV2/*/user", "/permissions/*/grantedToV2/siteUser")
_LINK = "a link made of the file's number"


class Files(Shelf):
    """The stream `driveItems`: one partition for each drive; folders are records too, they have names."""

    stream = Stream(
        "driveItems",
        Phrase("Files", "Bestanden"),
        declares={
            **{f"{who}/email": EntityType.EMAIL_ADDRESS for who in (*_BY, *_TO)},
            **{f"{who}/displayName": EntityType.PERSON for who in (*_BY, *_TO)},
            "/permissions/*/invitation/email": EntityType.EMAIL_ADDRESS,
        },
        ignores={
            **{f"{who}/id": _NUMBER for who in (*_BY, *_TO)},
            **{f"/{name}": _NUMBER for name in ("eTag", "cTag", "size", "folder", "root", "sharepointIds", "fileSystemInfo")},
            **{f"/parentReference/{name}": _NUMBER for name in ("driveId", "driveType", "id", "siteId")},
            "/file/hashes": "a checksum of the content",
            "/webUrl": "a link made of the file's path and name",
            f"/{DOWNLOAD}": "a link that lets whoever has it read the file",
            "/permissions/*/id": _NUMBER,
            "/permissions/*/shareId": _NUMBER,
            "/permissions/*/link/webUrl": _LINK,
        },
    )
    paced = False

    def __init__(self, tenant: Tenant, sites: Sites) -> None:
        super().__init__(tenant)
        self._sites = sites

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the user's drives."""
        yield from (Partition(user, self.stream.name, drive) for drive in self._sites.drives_of(user))

    def of_all(self) -> Iterator[Partition]:
        """Yield the drives of the sites."""
        for site in self._sites.all():
            for drive in self._sites.drives_at(site):
                yield Partition(site, self.stream.name, drive)

    def path(self, partition: Partition) -> str:
        """Return the drive's delta."""
        return opening("/drives/{}/items/root/delta", partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the file's address."""
        return opening("/drives/{}/items/{}", parent(ref), number(ref))

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the file with whom it is shared with, and without the link that lets anybody read it."""
        whole = {name: value for name, value in raw.items() if name != DOWNLOAD}
        if "shared" in raw:
            whole["permissions"] = self.beside(f"{self.item_path(ref)}/permissions", "")
        return whole

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the content. What lies in another drive (`remoteItem`) is read there."""
        if not isinstance(raw.get("file"), dict):
            return ()
        size = text_of(raw, "size")
        known = int(size) if size.isdecimal() else None
        return (Blob(required(raw, "name"), text_of(raw, "file/mimeType"), known, lambda: self._opened(ref, size)),)

    def _opened(self, ref: RecordRef, size: str) -> BinaryIO:
        self.graph.refuse_larger(size)
        # asked for at the last moment: the address is good for about an hour
        address = text_of(self.graph.ask(self.item_path(ref), select=f"id,{DOWNLOAD}"), DOWNLOAD)
        if not address:
            raise Malformed("Graph did not say where the content of this file is; open it by hand.")
        return self.graph.fetch(address)

    def search_places(self, user: str) -> Iterator[Partition]:
        """Yield the user's drives."""
        return self.of_user(user)

    def shared_places(self) -> Iterator[Partition]:
        """Yield the drives of the sites."""
        return self.of_all()

    def search(self, place: Partition, identifier: Identifier) -> Iterator[RecordRef]:
        """Yield files that SharePoint finds for one identifier: in names and in indexed content."""
        for words in terms(identifier):
            path = opening("/drives/{}/items/root/search(q='{}')", place.key, words)
            for raw in self.graph.items(path, select="id,parentReference", top="100"):
                # a search may also show what lies in another drive
                if text_of(raw, "parentReference/driveId") in {"", place.key}:
                    yield self.ref(place.account, f"{place.key}/{required(raw, 'id')}")
