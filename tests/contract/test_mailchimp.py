"""The Mailchimp connector keeps the contract."""

import pytest

from connectors.mailchimp import Mailchimp, Options, newsletter
from connectors.sandbox.mailchimp import HOST, MailchimpStandIn, subscriber_hash
from connectors.testing.contract import ConnectorContract
from connectors.testing.world import Seeded, World
from scanner.connector import Secret
from scanner.entities import EntityType
from scanner.model import DataSubject, GapKind, Identifier

KEY = "0123456789abcdef0123456789abcdef-us19"
E, P = EntityType.EMAIL_ADDRESS, EntityType.PERSON
SUBJECT = DataSubject("s1", (Identifier(E, "mirthe.zandbergen@post.example"), Identifier(P, "Mirthe Zandbergen")))
NAMES = ("Mirthe Zandbergen", "Okke Terpstra", "Wieteke Brandsma", "Sytske Wielinga", "Douwe Kingma")
HIDDEN = {
    "Hessel Damsma": "unsubscribed", "Jildou Veenstra": "cleaned", "Klaske Bouma": "pending", "Auke Vosma": "transactional",
    "Rinske Algra": "archived",
}  # fmt: skip


def mailbox(name):
    return f"{name.lower().replace(' ', '.')}@post.example"


def join(app, audience, name, status="subscribed"):
    first, last = name.split()
    facts = {"merge_fields": {"FNAME": first, "LNAME": last, "PHONE": "06 12345678"}, "full_name": name, "status": status}
    number = app.subscribe(audience, mailbox(name), ip_signup="198.51.100.7", web_id=7, **facts)
    app.parts[number, "notes"] = [{"id": 1, "note": f"belde over {name}", "created_by": "Bram van Dijk"}]
    app.parts[number, "activity-feed"] = [
        {"activity_type": "click", "link_clicked": f"https://pand.example/{first}/{at}"} for at in range(3)
    ]
    app.parts[number, "events"] = [{"name": "proefles", "properties": {"wens": f"wens van {first}"}}]
    app.pass_time(0.1)


def stand_in():
    app = MailchimpStandIn(KEY, most=2)
    for at in range(3):
        app.audience(f"a{at}", name=f"Nieuwsbrief {at}", campaign_defaults={"from_email": f"info{at}@pand.example"})
    for name in NAMES:
        join(app, "a0", name)
    for name, status in HIDDEN.items():
        join(app, "a0", name, status)
    join(app, "a1", "Ymkje Haanstra")
    number = subscriber_hash(mailbox("Okke Terpstra"))
    app.subscribe("a0", mailbox("Okke Terpstra"), tags=[{"id": 1, "name": "nieuw"}], tags_count=2)
    app.parts[number, "tags"] = [{"id": 1, "name": "nieuw"}, {"id": 2, "name": "vriend van Fokke Bosma"}]
    app.pass_time(2)
    return app


def seeded():
    for at in range(3):
        yield Seeded("lists", f"a{at}", f"info{at}@pand.example", E)
    everyone = (
        {("a0", name): "" for name in NAMES}
        | {("a0", name): status for name, status in HIDDEN.items()}
        | {("a1", "Ymkje Haanstra"): ""}
    )
    for (audience, name), hidden in everyone.items():
        number, first = subscriber_hash(mailbox(name)), name.split()[0]
        for value, kind in (
            (mailbox(name), E), (name, P), (first, P), ("06 12345678", EntityType.PHONE_NUMBER), ("198.51.100.7", EntityType.IP_ADDRESS),
            ("Bram van Dijk", P), (f"belde over {name}", None), (f"https://pand.example/{first}/2", None), (f"wens van {first}", None),
        ):  # fmt: skip
            yield Seeded("members", number, value, kind, audience, hidden)
    yield Seeded(
        "members",
        subscriber_hash(mailbox("Okke Terpstra")),
        "vriend van Fokke Bosma",
        account="a0",
        hidden="tags beyond those shown",
    )


def change(app):
    app.pass_time()
    join(app, "a0", "Hylke Postma")
    app.subscribe("a0", mailbox("Wieteke Brandsma"), status="archived")
    del app.members["a0"][subscriber_hash(mailbox("Sytske Wielinga"))]
    app.pass_time()


class TestMailchimp(ConnectorContract):
    not_applicable = {
        "links": "pages are found by offset",
        "removals": "since_last_changed does not tell who was permanently deleted",
    }

    @pytest.fixture(autouse=True)
    def _close(self, monkeypatch):
        # pages of two overlap by one
        monkeypatch.setattr(newsletter, "OVERLAP", 1)

    def world(self):
        app = stand_in()
        return World(
            Mailchimp,
            {HOST: app},
            tuple(seeded()),
            Options(Secret(KEY)),
            token="",
            secrets=(KEY,),
            next_keys=frozenset({"total_items"}),
            change=lambda: change(app),
            subject=SUBJECT,
        )

    @pytest.mark.parametrize(("path", "stream"), [("/members", "members"), ("/lists", "lists"), ("/activity-feed", "")])
    def test_a_repeated_page_token_is_an_error(self, path, stream):
        """A platform that gives the first page whatever the offset is complained of, and taken for nobody's whole list."""

        def stuck(app):
            def answer(environ, start_response):
                query = environ["QUERY_STRING"]
                start = "&".join("offset=0" if pair.startswith("offset=") else pair for pair in query.split("&"))
                return app({**environ, "QUERY_STRING": start if environ["PATH_INFO"].endswith(path) else query}, start_response)

            return answer

        sweep = self.world().visit(stuck, budget=5000).sweep()
        assert sweep.kinds & {GapKind.MALFORMED, GapKind.UNAVAILABLE}
        assert not {partition for partition in sweep.ended if partition.stream == stream and partition.account in {"", "a0"}}
