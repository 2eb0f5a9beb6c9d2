"""e-Boekhouden.nl: relations, invoices and bookings."""

from dataclasses import dataclass
from typing import ClassVar

from connectors.kit.http import Gateway
from connectors.kit.lease import LeasedToken, token_in
from connectors.kit.rest import RestConnector
from connectors.kit.tables import Counted, Listing
from scanner.connector import Phrase, Rate, Read, Secret, Stream, System
from scanner.entities import EntityType
from scanner.errors import AuthFailed, ConfigError

HOST = "api.e-boekhouden.nl"
ROOT = f"https://{HOST}/v1"
SOURCE = "inzage"
"""How we name ourselves; at most ten letters."""


def _listing(name: str, english: str, dutch: str, declares: dict[str, EntityType]) -> Listing:
    """Return the table of a list that shows little more than ids: each record is fetched."""
    return Listing(
        Stream(name, Phrase(english, dutch), declares=declares),
        url=f"{ROOT}/{name}",
        items="items",
        item=f"{ROOT}/{name}/{{id}}",
        paging=Counted("offset", "items", offset=True),
        # each record is asked for by itself: a run that is cut loses what it read of one page
        params={"limit": "100"},
        whole=False,
    )


@dataclass(frozen=True, slots=True)
class Options:
    """`access_token` is the API token of one administration."""

    access_token: Secret | None = None


class EBoekhouden(RestConnector):
    """The administration that the token opens.

    Paths, the session and the names of fields are those that published clients use (Mantix/eboekhouden-rest-api,
    eboekhouden-client-python); no description of e-Boekhouden's own was seen and nothing was tried on a live administration.
    Not verified: how a wrong token is refused; whether relations set to inactive are listed; the pace, of which nothing is
    published; that a session that is opened need not be closed.
    """

    Options: ClassVar[type] = Options
    title: ClassVar[str] = "e-Boekhouden.nl"
    rates: ClassVar[tuple[Rate, ...]] = (Rate("requests", 5, 1, 5, "none is published; a modest guess"),)
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            Phrase("The digital archive (receipts, scans)", "Het digitale archief (bonnen, scans)"),
            Phrase(
                "Export it in e-Boekhouden.nl and put the files in the folder of the bookkeeping exports.",
                "Exporteer het in e-Boekhouden.nl en zet de bestanden in de map van de boekhouding.",
            ),
        ),
        (
            Phrase("Time registration and the members' list", "Urenregistratie en ledenadministratie"),
            Phrase("Search them by name in e-Boekhouden.nl.", "Zoek daarin op naam in e-Boekhouden.nl."),
        ),
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        _listing(
            "relation",
            "Relations",
            "Relaties",
            {
                "/name": EntityType.PERSON,
                "/contact": EntityType.PERSON,
                "/emailAddress": EntityType.EMAIL_ADDRESS,
                "/phoneNumber": EntityType.PHONE_NUMBER,
                "/mobilePhoneNumber": EntityType.PHONE_NUMBER,
                "/address": EntityType.LOCATION,
                "/postalCode": EntityType.NL_POSTCODE,
                "/iban": EntityType.IBAN_CODE,
                "/code": EntityType.CUSTOMER_NUMBER,
                "/vatNumber": EntityType.NL_VAT,
                "/companyRegistrationNumber": EntityType.NL_KVK,
            },
        ),
        _listing("invoice", "Invoices", "Facturen", {}),
        _listing("mutation", "Bookings", "Mutaties", {}),
    )
    reads: ClassVar[tuple[Read, ...]] = (
        Read("POST", HOST, "/v1/session"),
        *(Read("GET", HOST, f"/v1/{name}{one}") for name in ("relation", "invoice", "mutation") for one in ("", "/{id}")),
    )

    def connect(self, system: System) -> Gateway:
        """Return a gateway that opens a session with the API token."""
        if not system.token and not system.options.access_token:
            raise ConfigError(f"[systems.{system.name}] access_token is needed to sign in at e-Boekhouden.nl.")
        return Gateway(system, self.reads, rates=self.rates, auth=None if system.token else LeasedToken(self._sign_in))

    def _sign_in(self) -> tuple[Secret, float]:
        options: Options = self.system.options
        assert options.access_token
        told = {"accessToken": options.access_token.reveal(), "source": SOURCE}
        answer = self.gateway.send("POST", f"{ROOT}/session", json=told, signed=False, accept={400, 401, 403})
        if answer.status != 200:
            raise AuthFailed("e-Boekhouden.nl refused the API token; make a new one and replace it.")
        return token_in(answer, "token", "expiresIn")
