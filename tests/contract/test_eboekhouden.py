"""The e-Boekhouden.nl connector keeps the contract."""

from connectors.bookkeeping.eboekhouden import EBoekhouden
from connectors.sandbox.eboekhouden import HOST, EBoekhoudenStandIn
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.connector import Secret
from scanner.entities import EntityType
from scanner.model import GapKind

NAMES = ("Femke Oosterling", "Joris Brugge", "Aaltje Wierdsma", "Yde Poelstra", "Noor Bakelandt")
P, E, T = EntityType.PERSON, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


def books(page_cap=2):
    records, seeded = {"relation": [], "invoice": [], "mutation": []}, []
    for n, name in enumerate(NAMES):
        facts = {"name": name, "emailAddress": mailbox(name), "phoneNumber": f"+31 6 5550 010{n}"}
        records["relation"].append({"id": 100 + n, "type": "P", "code": f"K{n}", **facts})
        seeded += [Seeded("relation", str(100 + n), name, P), Seeded("relation", str(100 + n), mailbox(name), E)]
        seeded.append(Seeded("relation", str(100 + n), f"+31 6 5550 010{n}", T))
        records["invoice"].append({"id": 200 + n, "items": [{"description": f"Les aan {name}"}]})
        seeded.append(Seeded("invoice", str(200 + n), f"Les aan {name}"))
        # an opening balance has number 0
        records["mutation"].append({"id": n, "description": f"Betaald door {name}", "rows": []})
        seeded.append(Seeded("mutation", str(n), f"Betaald door {name}"))
    return EBoekhoudenStandIn(records, page_cap=page_cap), tuple(seeded)


class TestEBoekhouden(ConnectorContract):
    not_applicable = {
        "links": "pages are found by offset",
        "search": "how its filters are written is not published",
        "delta": "e-Boekhouden.nl does not tell what changed",
        "hidden": "nothing is known to be left out of the lists",
    }

    def world(self):
        app, seeded = books()
        return World(
            EBoekhouden,
            {HOST: app},
            seeded,
            EBoekhouden.Options(access_token=Secret(app.access_token)),
            token="",
            secrets=(app.access_token,),
            next_keys=frozenset({"offset"}),
            posts={"/v1/session": "opens a session with the API token; changes no administration"},
        )

    def test_a_repeated_page_token_is_an_error(self):
        """Pages are found by offset: a platform that gives the same one whatever is asked is found out."""
        world = self.world()
        app = world.apps[HOST]
        answer = app.answer

        def stuck(request):
            if "offset" in request.args:
                request.args = {**request.args, "offset": "0"}
            return answer(request)

        app.answer = stuck
        sweep = world.visit(budget=500).sweep()
        assert sweep.kinds == {GapKind.MALFORMED}
