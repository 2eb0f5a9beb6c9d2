"""Who plays in the studio: its own people, the five who ask for their data, and those who are easily taken for them."""

import random
from dataclasses import dataclass, field, replace
from datetime import date

from connectors.sandbox import numbers
from connectors.sandbox.people import Kind, Person, Role, customers, make

DOMAIN = "zijsprong.example"
CUSTOMERS = 60


@dataclass(frozen=True, slots=True)
class House:
    """Facts about the organisation, as its configuration would state them."""

    name: str = "Studio Zijsprong"
    contact: str = f"privacy@{DOMAIN}"
    domains: tuple[str, ...] = (DOMAIN,)
    people: tuple[str, ...] = ()
    mailbox: str = f"info@{DOMAIN}"
    phone: str = numbers.mobile(999)
    iban: str = numbers.iban(4_200_042)
    kvk: str = "90001234"
    vat: str = numbers.vat_number(7)
    address: str = "Repetitielaan 8, 2013 KL Haarlem"
    site: str = "https://www.zijsprong.example"


@dataclass(frozen=True, slots=True, repr=False)
class Cast:
    """Everyone. `named` are the five requesters, from easy to hard; `stranger` asks too, and nothing is held on them."""

    house: House
    staff: dict[str, Person]
    named: tuple[Person, Person, Person, Person, Person]
    others: dict[str, Person]
    crowd: list[Person]
    stranger: Person
    everyday: list[Person] = field(default_factory=list)

    def trainer(self, person: Person) -> str:
        """Return which colleague teaches one of the everyday customers."""
        return ("lotte", "bram", "marloes")[self.everyday.index(person) % 3]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone of whom something is held."""
        return (*self.staff.values(), *self.named, *self.others.values(), *self.crowd)


def cast(rng: random.Random, scale: int) -> Cast:
    """Return everyone at `scale` times the size of a small studio; the same generator state gives the same people."""
    staff = _staff(rng)
    named = _named(rng)
    others = _others(rng, named)
    stranger = replace(make(rng, 8_990_000, "Ottilie", "van Kesterloo"), person_id="nobody")
    crowd = customers(rng, CUSTOMERS * scale - len(named) - len(others))
    house = House(people=tuple(person.full for person in staff.values()))
    everyday = [person for person in (*named, *others.values(), *crowd) if not person.scarce]
    return Cast(house, staff, named, others, crowd, stranger, everyday)


def _staff(rng: random.Random) -> dict[str, Person]:
    names = {
        "marloes": ("Marloes", "Terpstra"),
        "joost": ("Joost", "Hendriksen"),
        "bram": ("Bram", "Oosterhuis"),
        "lotte": ("Lotte", "el Amrani"),
    }
    own = {
        key: replace(make(rng, 8_000_000 + at, *name), person_id=key, email=f"{key}@{DOMAIN}", role=Role.STAFF)
        for at, (key, name) in enumerate(names.items())
    }
    bookkeeper = make(rng, 8_000_010, "Wim", "Stuivenberg")
    own["wim"] = replace(bookkeeper, person_id="wim", email="wim@cijferwerk.example", role=Role.SUPPLIER)
    return own


def _named(rng: random.Random) -> tuple[Person, Person, Person, Person, Person]:
    marijn = replace(make(rng, 8_100_001, "Marijn", "Kooistra"), person_id="marijn", email="marijn.kooistra@postduif.example")
    sanne = replace(
        make(rng, 8_100_002, "Sanne", "Bakker"),
        person_id="sanne",
        initials="S.M.",
        email="sannebakker@tulpnet.example",
        other_email="s.bakker@gemeentehuis.example",
        birth_on=date(1988, 3, 12),
        given=frozenset({Kind.NAME, Kind.EMAIL, Kind.PHONE, Kind.BIRTH_DATE}),
    )
    maelle = replace(
        make(rng, 8_100_003, "Maëlle", "van der Veen\u2011Güneş"),
        person_id="maelle",
        initials="M.",
        email="maelle.vdveen@snelmail.example",
        maiden="Güneş",
        given=frozenset({Kind.NAME, Kind.EMAIL, Kind.IBAN}),
    )
    pieter = replace(
        make(rng, 8_100_004, "Pieter", "Wijnands"),
        person_id="pieter",
        initials="P.",
        email="familie.wijnands@postduif.example",
        given=frozenset({Kind.NAME, Kind.EMAIL, Kind.PHONE}),
    )
    dirkjan = replace(
        make(rng, 8_100_005, "Dirk-Jan", "Visser"),
        person_id="dirkjan",
        initials="D.J.",
        email="djvisser@kanaalpost.example",
        scarce=True,
        given=frozenset({Kind.NAME, Kind.EMAIL, Kind.PHONE, Kind.IBAN, Kind.ADDRESS}),
    )
    return marijn, sanne, maelle, pieter, dirkjan


def _others(rng: random.Random, named: tuple[Person, Person, Person, Person, Person]) -> dict[str, Person]:
    pieter, dirkjan = named[3], named[4]
    return {
        # a second customer of the same full name
        "namesake": replace(
            make(rng, 8_200_001, "Sanne", "Bakker"),
            person_id="namesake",
            initials="S.",
            email="sanne.b@kanaalpost.example",
            birth_on=date(1996, 10, 30),
            given=frozenset({Kind.NAME, Kind.EMAIL, Kind.BIRTH_DATE}),
        ),
        # lives with Pieter and reads the same mailbox
        "ilse": replace(
            make(rng, 8_200_002, "Ilse", "Wijnands-Kroon"),
            person_id="ilse",
            initials="I.",
            email=pieter.email,
            iban=pieter.iban,
            street=pieter.street,
            number=pieter.number,
            postcode=pieter.postcode,
            city=pieter.city,
            given=frozenset({Kind.NAME, Kind.EMAIL, Kind.PHONE}),
        ),
        # a son at the same address: same surname, same first letter
        "daan": replace(
            make(rng, 8_200_007, "Daan", "Visser"),
            person_id="daan",
            initials="D.",
            street=dirkjan.street,
            number=dirkjan.number,
            postcode=dirkjan.postcode,
            city=dirkjan.city,
        ),
        # surnames that are also words
        "bos": replace(make(rng, 8_200_003, "Jelle", "Bos"), person_id="bos"),
        "karin": replace(make(rng, 8_200_004, "Karin", "Visser"), person_id="karin"),
        # shares a first name with a requester, and nothing else
        "hofstra": replace(make(rng, 8_200_005, "Sanne", "Hofstra"), person_id="hofstra"),
        # written about only in attachments
        "anna": replace(make(rng, 8_200_006, "Anna", "Vissering"), person_id="anna", scarce=True),
    }
