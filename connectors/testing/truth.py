"""What the studio keeps on a platform, read by its connector and judged by the real matcher."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from connectors.sandbox.studio import Studio
from connectors.sandbox.tenant import Premises
from connectors.testing.world import Sweep, no_sockets
from connectors.testing.wsgi import Network
from scanner.connector import Connector, Secret, System
from scanner.detection import make_detector
from scanner.entities import EntityType
from scanner.extraction import Extractor, Limits
from scanner.matching.matcher import Matcher, Own
from scanner.model import DataSubject, Field, Partition, Record, Verdict

Place = tuple[str, str]
"""A stream and a record."""


def connect(connector: type[Connector], premises: Premises, network: Network | None = None) -> Any:
    """Return the connector before these premises, with the options that the demo gives it."""
    secrets = {name: Secret(text) for name, text in premises.secrets.items()}
    token = secrets.pop("token", None)
    known = {field.name for field in fields(connector.Options)}
    given = {name: value for name, value in {**premises.settings, **secrets}.items() if name in known}
    transport = network or Network(dict.fromkeys(premises.hosts, premises.app), budget=200_000)
    return connector(System(premises.system, connector.Options(**given), token=token, transport=transport, pace=0))


def sweep(connector: Any) -> Sweep:
    """Return all that the connector reads, with the text of its files among the fields of each record."""
    found = Sweep()
    with no_sockets(), Extractor(Limits()) as extractor:
        for partition in connector.partitions():
            if isinstance(partition, Partition):
                found.read(partition, connector.pages(partition, None))
            else:
                found.gaps.append(partition)
        for ref, record in found.records.items():
            found.records[ref] = replace(record, fields=(*record.fields, *_text(extractor, record)))
    return found


def _text(extractor: Extractor, record: Record) -> Iterator[Field]:
    for blob in record.blobs:
        yield from (part for part in extractor.extract(blob) if isinstance(part, Field))


def verdicts(studio: Studio, found: Sweep, subject: DataSubject) -> dict[Place, Verdict]:
    """Return what the matcher says of each record, NON_MATCH left out."""
    matcher = Matcher(subject, Own(domains=studio.house.domains, people=studio.house.people))
    judged = {(ref.stream, ref.record_id): matcher.match(record).verdict for ref, record in found.records.items()}
    return {place: verdict for place, verdict in judged.items() if verdict is not Verdict.NON_MATCH}


def faults(studio: Studio, premises: Premises, found: Sweep) -> list[str]:
    """Return where the matcher and the truth part: planted and not found, or somebody else's and taken for certain."""
    wrong = [f"not read: {complaint}" for complaint in found.complaints]
    for subject in studio.named:
        told = verdicts(studio, found, subject)
        truth = {(p.stream, p.record_id): p.verdict for p in premises.planted if p.person_id == subject.subject_id}
        wrong += [
            f"{subject.subject_id}: {place} is {told.get(place, 'not found')}, not {verdict}"
            for place, verdict in truth.items()
            if verdict is not Verdict.NON_MATCH and told.get(place) not in {verdict, Verdict.MATCH}
        ]
        wrong += [
            f"{subject.subject_id}: {place} is taken for a match"
            for place, verdict in told.items()
            if verdict is Verdict.MATCH and truth.get(place) is not Verdict.MATCH
        ]
    return wrong


@functools.cache
def _detector() -> Any:
    return make_detector(None)


def categories(found: Sweep) -> Mapping[tuple[str, str], frozenset[EntityType]]:
    """Return which kinds of data the detector finds, by system and stream."""
    seen: dict[tuple[str, str], set[EntityType]] = {}
    for ref, record in found.records.items():
        findings = _detector().detect_fields(ref, list(record.fields))
        seen.setdefault((ref.system, ref.stream), set()).update(finding.entity_type for finding in findings)
    return {place: frozenset(kinds) for place, kinds in seen.items()}


def unlike(premises: Premises, found: Sweep) -> dict[tuple[str, str], set[EntityType]]:
    """Return, by place, the kinds of data that either the truth or the detector has and the other has not."""
    counted = categories(found)
    places = premises.categories.keys() | counted.keys()
    apart = {place: set(premises.categories.get(place, ())) ^ set(counted.get(place, ())) for place in places}
    return {place: kinds for place, kinds in apart.items() if kinds}
