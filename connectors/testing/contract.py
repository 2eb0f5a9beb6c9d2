"""The contract of every connector, as tests.

A connector's own contract test is a class of some fifteen lines:

    class TestClubkaart(ConnectorContract):
        def world(self):
            club = Club()
            return World(Clubkaart, {"api.clubkaart.example": club}, SEEDED, next_keys=frozenset({"next_page"}),
                         change=club.change, subject=SUBJECT)

        not_applicable = {"links": "pages are found by token"}

`world` is called for each test and gives a platform of its own, see `World`. What the connector does not offer is said in
`not_applicable`, with the reason; the kit then checks that it does not offer it. The names are:

    "http"    the connector reads files and makes no requests
    "paging"  no listing of this platform has pages
    "links"   pages are not found by addresses
    "hidden"  nothing on this platform can be deleted, archived or otherwise out of sight
    "search"  the connector is not Searchable
    "delta"   the connector is not Incremental
    "removals" the changes do not tell what was removed: it is noticed at the next full read
"""

from connectors.testing.hostility import Hostility
from connectors.testing.reading import Reading

__all__ = ["ConnectorContract"]


class ConnectorContract(Reading, Hostility):
    """Subclass it as `Test…`, give `world`, and pytest does the rest."""
