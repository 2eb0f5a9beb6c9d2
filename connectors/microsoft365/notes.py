"""OneNote: the pages of the notebooks of the one user who signed in. Microsoft lets no application read them."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import unquote

from connectors.kit.paging import required, text_of
from connectors.microsoft365.shelf import Shelf, number, opening
from scanner.connector import Phrase, Stream
from scanner.errors import Gone, Malformed
from scanner.model import Blob, Partition, RecordRef

_NUMBER = "a number of the platform"
_LINK = "a link made of the page's number"
# what a page shows and does not hold: pictures and files (https://learn.microsoft.com/graph/api/resources/onenoteresource)
_RESOURCE = re.compile(r"/onenote/resources/([^/\"'?#]+)/(?:\$value|content)")


class Notes(Shelf):
    """The stream `onenotePages`: one partition for each section of each notebook.

    By section, since the list of all pages is refused where there are many sections. Which pages are gone is not told, so
    that every inventory reads them all.
    """

    stream = Stream(
        "onenotePages",
        Phrase("OneNote", "OneNote"),
        ignores={
            "/content": "read as a file of its own",
            "/contentUrl": _LINK,
            "/self": _LINK,
            "/links": _LINK,
            "/createdByAppId": _NUMBER,
            "/parentSection/id": _NUMBER,
            "/parentSection/self": _LINK,
        },
    )
    listed: ClassVar[Mapping[str, str]] = {"top": "100"}
    for_applications = False

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the sections, those in groups of sections too."""
        # without a number of sections to a page: with one, the rest was seen to be left out
        for section in self.graph.items(opening("/users/{}/onenote/sections", user), user, select="id,displayName"):
            yield Partition(user, self.stream.name, required(section, "id"))

    def path(self, partition: Partition) -> str:
        """Return the section's pages."""
        return opening("/users/{}/onenote/sections/{}/pages", partition.account, partition.key)

    def item_path(self, ref: RecordRef) -> str:
        """Return the page's address, which does not depend on the section."""
        return opening("/users/{}/onenote/pages/{}", ref.account, number(ref))

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the page with its text. One that is listed and has none any more is no deletion: raises Malformed."""
        try:
            with self.graph.open(f"{self.item_path(ref)}/content", ref.account) as file:
                return {**raw, "content": file.read().decode("utf-8", "replace")}
        except Gone:
            pass
        raise Malformed("OneNote lists this page and did not give what is on it; run again, or look at it by hand.")

    def blobs(self, ref: RecordRef, raw: Any) -> tuple[Blob, ...]:
        """Return the page, and the pictures and files on it."""
        page = text_of(raw, "content").encode()
        shown = dict.fromkeys(unquote(found) for found in _RESOURCE.findall(text_of(raw, "content")))
        return (
            Blob("page.html", "text/html; charset=utf-8", len(page), lambda: BytesIO(page)),
            *(self._resource(ref, at, one) for at, one in enumerate(shown, 1)),
        )

    def _resource(self, ref: RecordRef, at: int, resource: str) -> Blob:
        path = opening("/users/{}/onenote/resources/{}/content", ref.account, resource)
        return Blob(f"on the page {at}", "", None, lambda: self.graph.open(path, ref.account))
