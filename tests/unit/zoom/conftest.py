"""A small invented account and a connector before it."""

from datetime import date

import pytest

from connectors.sandbox.zoom import HOSTS, Meeting, Recording, ZoomAccount, ZoomStandIn
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from connectors.zoom import Zoom, months
from scanner.connector import Secret, System
from scanner.model import Gap

ANNA = "anna@pand.example"
UUID = "/ajXp//112QmuoKj48=="


class Pand:
    """The account, and what reading it gives."""

    def __init__(self, *, page_cap=2, fault=None, **held):
        user = {"id": "u1", "email": ANNA, "first_name": "Anna", "status": "active", "host_key": "998877"}
        self.zoom = ZoomStandIn(ZoomAccount(users=[user], **held), page_cap=page_cap)
        self.network = Network(dict.fromkeys(HOSTS, fault(self.zoom) if fault else self.zoom))
        self.zoom.clock = self.network.clock

    def connector(self, **options):
        given = {
            "account_id": self.zoom.account_id,
            "client_id": self.zoom.client_id,
            "client_secret": Secret(self.zoom.client_secret),
            "first_month": "2026-11",
        }
        return Zoom(System("zoom", Zoom.Options(**(given | options)), transport=self.network))

    def sweep(self, connector=None, only=""):
        connector, sweep = connector or self.connector(), Sweep()
        for partition in connector.partitions():
            if isinstance(partition, Gap):
                sweep.gaps.append(partition)
            elif only in {"", partition.stream}:
                sweep.read(partition, connector.pages(partition, None))
        return sweep


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setattr(months, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def lesson():
    guests = [{"id": "", "name": name, "user_email": ""} for name in ("Mirthe Zandbergen", "Wobbe Tolsma")]
    return Meeting(ANNA, 9001, UUID, "Les", "2026-11-03T19:00:00Z", participants=guests)


@pytest.fixture
def recorded(lesson):
    files = [("MP4", "MP4", b"film"), ("TRANSCRIPT", "VTT", b"WEBVTT\n\n1\n00:01.000 --> 00:02.000\nRinske Algra: hoi\n")]
    return Recording(lesson, files)


@pytest.fixture
def pand(lesson, recorded):
    return Pand(held=[lesson], recordings=[recorded])


@pytest.fixture
def account():
    return Pand
