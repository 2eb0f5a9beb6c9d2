"""The studio's platforms, each ready to be served."""

from connectors.sandbox import eboekhouden, mollie, moneybird_studio, paypal, stripe
from connectors.sandbox.eventbrite.studio import premises as eventbrite
from connectors.sandbox.google import GoogleStandIn
from connectors.sandbox.google.app import HOSTS
from connectors.sandbox.mailchimp.studio import premises as mailchimp
from connectors.sandbox.microsoft365.premises import premises as microsoft365
from connectors.sandbox.studio import Studio
from connectors.sandbox.tenant import Premises
from connectors.sandbox.wix.studio import premises as wix
from connectors.sandbox.zoom.studio import premises as zoom


def premises(studio: Studio) -> tuple[Premises, ...]:
    """Return every platform that the studio rents, with what it keeps there."""
    return (
        _google(studio),
        microsoft365(studio),
        eventbrite(studio),
        mailchimp(studio),
        wix(studio),
        zoom(studio),
        *(one.premises(studio) for one in (paypal, mollie, stripe, moneybird_studio, eboekhouden)),
    )


def _google(studio: Studio) -> Premises:
    stand_in = GoogleStandIn(studio.google)
    here = [(key, kinds) for key, kinds in studio.truth.categories.items() if key[0] == "google"]
    return Premises(
        system="google",
        connector="google_workspace",
        app=stand_in,
        hosts=HOSTS,
        settings={"admin": studio.google.users[0]},
        secrets={"service_account": stand_in.oauth.key_file()},
        processing={
            "purposes": ["vragen beantwoorden", "workshops, trainingen en coaching plannen"],
            "legal_ground": "uitvoering van de overeenkomst (art. 6 lid 1 onder b AVG)",
            "recipients": [
                {"name": "Google Ireland Ltd (verwerker)", "country": "IE"},
                {"name": "Google LLC (subverwerker)", "country": "US", "safeguard": "EU-US Data Privacy Framework"},
            ],
            "retention": "twee jaar na het laatste contact",
            "source": "de persoon zelf, per mail of bij inschrijving",
            "automated_decisions": "geen",
        },
        planted=tuple(one for one in studio.truth.planted if one.system == "google"),
        troubles=tuple(one for one in studio.truth.troubles if one.system == "google"),
        categories=dict(here),
    )
