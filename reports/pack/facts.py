"""The facts of art. 15 that no platform knows, and which of them are missing from the configuration."""

from collections.abc import Collection, Iterator

from scanner.organisation import Organisation, Processing, Recipient
from scanner.outcomes import ScanResult

EEA = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split())  # noqa: SIM905  a table of codes
"""The Union and Iceland, Liechtenstein and Norway (EEA Agreement, annex XI with decision 154/2018)."""


def in_eea(country: str) -> bool:
    """Return whether data may go there without a safeguard (ISO 3166-1 alpha-2)."""
    return country.strip().upper() in EEA


def missing(result: ScanResult, held: Collection[str]) -> tuple[str, ...]:
    """Return the configuration keys without which the answer is no answer: for the organisation, and for systems in `held`."""
    found = list(_organisation(result.organisation))
    for system in sorted(held):
        found += _processing(f"processing.{system}", result.processing.get(system, Processing()))
    return tuple(found)


def _organisation(organisation: Organisation) -> Iterator[str]:
    for key, value in (("name", organisation.name), ("contact", organisation.contact), ("supervisor", organisation.supervisor)):
        if not value.strip():
            yield f"organisation.{key}"


def _processing(key: str, facts: Processing) -> Iterator[str]:
    if not any(purpose.strip() for purpose in facts.purposes):
        yield f"{key}.purposes"
    if not facts.legal_ground.strip():
        yield f"{key}.legal_ground"
    # the platform itself receives the data, so that there is always one
    if not facts.recipients:
        yield f"{key}.recipients"
    for place, recipient in enumerate(facts.recipients):
        yield from _recipient(f"{key}.recipients.{place}", recipient)
    for name, value in (
        ("retention", facts.retention),
        ("source", facts.source),
        ("automated_decisions", facts.automated_decisions),
    ):
        if not value.strip():
            yield f"{key}.{name}"


def _recipient(key: str, recipient: Recipient) -> Iterator[str]:
    if not recipient.name.strip():
        yield f"{key}.name"
    if not in_eea(recipient.country) and not recipient.safeguard.strip():
        yield f"{key}.safeguard"
