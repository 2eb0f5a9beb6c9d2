"""SharePoint sites, their drives and their lists."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.kit.paging import required, text_of
from connectors.microsoft365.faults import NoDrive
from connectors.microsoft365.shelf import Shelf, number, opening, parent
from connectors.microsoft365.tenant import Tenant
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Partition, RecordRef

LIBRARY = "documentLibrary"


class Sites:
    """The sites and who has which drive. Thread-safe; Graph is asked once for each."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._lock = threading.Lock()
        self._sites: tuple[str, ...] = ()
        self._drives: dict[str, tuple[str, ...]] = {}

    def all(self) -> tuple[str, ...]:
        """Return the ids of the sites, those of teams and personal ones included. Raises a SourceError."""
        with self._lock:
            if not self._sites:
                listed = self._tenant.sites or (required(one, "id") for one in self._tenant.graph.items("/sites/getAllSites"))
                self._sites = tuple(listed)
            return self._sites

    def drives_of(self, user: str) -> tuple[str, ...]:
        """Return a user's drives."""
        try:
            return self._listed(user, opening("/users/{}/drives", user))
        except NoDrive:
            return ()

    def drives_at(self, site: str) -> tuple[str, ...]:
        """Return a site's drives that are not read with a user."""
        found = self._listed(site, opening("/sites/{}/drives", site))
        with self._lock:
            taken = {drive for user in self._tenant.users() for drive in self._drives.get(user, ())}
        return tuple(drive for drive in found if drive not in taken)

    def _listed(self, owner: str, path: str) -> tuple[str, ...]:
        with self._lock:
            if owner not in self._drives:
                self._drives[owner] = tuple(required(drive, "id") for drive in self._tenant.graph.items(path))
            return self._drives[owner]


class Lists(Shelf):
    """The stream `listItems`: one partition for each list of each site, also those that SharePoint hides.

    A library is a drive, and read as one.
    """

    stream = Stream(
        "listItems",
        Phrase("Lists", "Lijsten"),
        declares={
            **{f"/{by}/user/email": EntityType.EMAIL_ADDRESS for by in ("createdBy", "lastModifiedBy")},
            **{f"/{by}/user/displayName": EntityType.PERSON for by in ("createdBy", "lastModifiedBy")},
        },
        ignores={
            **{f"/{name}": "a number of the platform" for name in ("eTag", "contentType", "parentReference", "sharepointIds")},
            "/fields/@odata.etag": "a number of the platform",
            "/webUrl": "a link made of the record's number",
        },
        circle=Circle(Gathering.LIST, "(.+)/"),
    )
    params: ClassVar[Mapping[str, str]] = {"expand": "fields"}
    paced = False

    def __init__(self, tenant: Tenant, sites: Sites) -> None:
        super().__init__(tenant)
        self._sites = sites

    def of_all(self) -> Iterator[Partition]:
        """Yield the lists of the sites."""
        for site in self._sites.all():
            for one in self._lists(site):
                if text_of(one, "list/template") != LIBRARY:
                    yield Partition(site, self.stream.name, required(one, "id"))

    def _lists(self, site: str) -> Iterator[Any]:
        # named, `system` shows the hidden ones too: one of them holds everybody who ever visited the site
        return self.graph.items(opening("/sites/{}/lists", site), select="id,displayName,list,system")

    def path(self, partition: Partition) -> str:
        """Return the list's delta."""
        return opening("/sites/{}/lists/{}/items/delta", partition.account, partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the item's address."""
        return opening("/sites/{}/lists/{}/items/{}", ref.account, parent(ref), number(ref))
