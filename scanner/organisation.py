"""Who answers, and the facts about its processing that no platform knows (GDPR art. 13-15)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """`[organisation]`: the controller. Its own `domains`, `people` and `identifiers` (phones, IBANs, handles) are no third party's.

    `country` is ISO 3166-1 alpha-2, `language` the subject's: "nl" or "en". `supervisor` is whom a subject may complain to.
    """

    name: str
    contact: str
    country: str = "NL"
    language: str = "nl"
    domains: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    supervisor: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is given the data (15(1)(c)). `safeguard` (art. 46) is needed where the country is outside the EEA."""

    name: str
    country: str = "NL"
    safeguard: str = ""


@dataclass(frozen=True, slots=True)
class Processing:
    """`[processing.<system>]`: why one system holds personal data, on what ground, for whom, and for how long."""

    purposes: tuple[str, ...] = ()
    legal_ground: str = ""
    recipients: tuple[Recipient, ...] = ()
    retention: str = ""
    source: str = ""
    automated_decisions: str = ""
