"""The invented example keeps the contract."""

from connectors.testing.club import SUBJECT, TOKEN, Club
from connectors.testing.clubkaart import HOST, Clubkaart
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import World


class TestClubkaart(ConnectorContract):
    def world(self):
        club = Club()
        return World(
            Clubkaart,
            {HOST: club},
            tuple(club.seeded()),
            token=TOKEN,
            next_keys=frozenset({"next_page", "next"}),
            links=True,
            change=club.change,
            subject=SUBJECT,
        )
