"""A small invented tenant and a connector before it."""

import pytest

from connectors.microsoft365 import Microsoft365
from connectors.microsoft365.options import Options
from connectors.sandbox.microsoft365 import MicrosoftStandIn
from connectors.sandbox.microsoft365.app import HOSTS
from connectors.sandbox.microsoft365.tenant import Tenant
from connectors.testing.world import Sweep
from connectors.testing.wsgi import Network
from scanner.connector import Secret, System
from scanner.model import Gap

ANNA = "anna@pand.example"


class Pand:
    """The tenant, and what reading it gives."""

    anna = ANNA

    def __init__(self, page_cap=2):
        self.there = Tenant()
        self.there.user(ANNA, "Anna Pander")
        self.there.drive(ANNA, "d1")
        self.ms = MicrosoftStandIn(self.there, page_cap=page_cap)
        self.network = Network(dict.fromkeys(HOSTS, self.ms))

    def mail(self, number, folder="inbox", **facts):
        raw = f"From: a@post.example\r\nTo: {ANNA}\r\nSubject: s\r\n\r\nbericht {number}\r\n".encode()
        self.there.mail(ANNA, folder, f"m{number}", raw, **facts)

    def connector(self, **options):
        entra = self.ms.entra
        given = {"tenant_id": entra.tenant_id, "client_id": entra.client_id, "client_secret": Secret(entra.client_secret)}
        return Microsoft365(System("microsoft", Options(**given | options), transport=self.network))

    def with_token(self, **options):
        system = System("microsoft", Options(**options), token=Secret(self.ms.entra.token()), transport=self.network)
        return Microsoft365(system)

    def sweep(self, connector=None):
        connector, sweep = connector or self.connector(), Sweep()
        for partition in connector.partitions():
            if isinstance(partition, Gap):
                sweep.gaps.append(partition)
            else:
                sweep.read(partition, connector.pages(partition, None))
        return sweep


@pytest.fixture
def pand():
    return Pand()
