"""Builders of records and people. Everyone is invented."""

from datetime import date

import pytest

from scanner.entities import EntityType
from scanner.matching.matcher import Matcher
from scanner.model import DataSubject, Field, Identifier, Record, RecordRef

KINDS = {
    "name": EntityType.PERSON,
    "email": EntityType.EMAIL_ADDRESS,
    "phone": EntityType.PHONE_NUMBER,
    "iban": EntityType.IBAN_CODE,
    "account": EntityType.BANK_ACCOUNT,
    "born": EntityType.DATE_OF_BIRTH,
    "postcode": EntityType.NL_POSTCODE,
    "address": EntityType.LOCATION,
    "bsn": EntityType.NL_BSN,
    "card": EntityType.CREDIT_CARD,
    "customer": EntityType.CUSTOMER_NUMBER,
    "handle": EntityType.SOCIAL_HANDLE,
}


@pytest.fixture(scope="session")
def fields():
    """Turn (path, value[, kind]) into fields; the kind "row" makes a row."""

    def build(*rows):
        return tuple(
            Field(path, value, KINDS.get(kind[0]) if kind else None, is_row=bool(kind) and kind[0] == "row")
            for path, value, *kind in rows
        )

    return build


@pytest.fixture(scope="session")
def record(fields):
    def build(*rows, system="google", stream="messages", record_id="1"):
        return Record(RecordRef(system, "", stream, record_id), fields(*rows))

    return build


@pytest.fixture(scope="session")
def subject():
    def build(*told, provenance="request"):
        return DataSubject("s", tuple(Identifier(KINDS[kind], value, provenance) for kind, value in told))

    return build


TOLD = (
    ("name", "Sanne Bakker"),
    ("email", "sanne.bakker@postduif.example"),
    ("phone", "06 1234 5678"),
    ("iban", "NL91ABNA0417164300"),
    ("born", "1988-03-12"),
    ("postcode", "2013 KL 12"),
    ("address", "Repetitielaan 12, 2013 KL Haarlem"),
    ("bsn", "111222333"),
)


@pytest.fixture(scope="session")
def told():
    return TOLD


@pytest.fixture(scope="session")
def matcher(subject):
    return Matcher(subject(*TOLD), today=date(2026, 11, 22))
