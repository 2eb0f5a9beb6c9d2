"""Who paid the studio, and for what: the same sales on every payment platform and in every bookkeeping program it tries."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from connectors.sandbox.people import Person, Role
from connectors.sandbox.studio import Studio

PLACES = ("namesake", "ilse", "daan", "karin", "hofstra")
"""Those who are easily taken for one of the five."""
OFFERS = (
    ("Workshop Improviseren voor beginners", 4_500),
    ("Training Durven mislukken", 17_500),
    ("Coaching, een uur", 9_500),
    ("Avond Harold, een plaats", 1_250),
)
LATEST_ON = date(2026, 11, 9)


@dataclass(frozen=True, slots=True, repr=False)
class Sale:
    """One payment; `number` counts from 1."""

    number: int
    person: Person
    at: datetime
    what: str
    cents: int

    @property
    def euros(self) -> str:
        """The amount with a point."""
        return f"{self.cents // 100}.{self.cents % 100:02d}"

    @property
    def reference(self) -> str:
        """The number of the order."""
        return f"ZS-{self.at.year}-{self.number:04d}"


def payers(studio: Studio, crowd: int) -> tuple[Person, ...]:
    """Return the five, those who resemble them, and `crowd` other customers."""
    named = studio.named_people
    alike = tuple(person for person in studio.people if person.person_id in PLACES)
    known = {person.person_id for person in (*named, *alike)} | {"bos", "anna"}
    others = [person for person in studio.people if person.role is Role.CUSTOMER and person.person_id not in known]
    return (*named, *alike, *others[:crowd])


def sales(studio: Studio, platform: str, crowd: int = 20, latest_on: date = LATEST_ON) -> Iterator[Sale]:
    """Yield a platform's sales, the latest last: one to each payer and a second to the five; the same for the same arguments."""
    rng = random.Random(f"{platform} sales")
    people = [*payers(studio, crowd), *studio.named_people]
    first = datetime.combine(latest_on, datetime.min.time(), UTC) - timedelta(days=9 * len(people))
    for number, person in enumerate(people, 1):
        what, cents = rng.choice(OFFERS)
        yield Sale(number, person, first + timedelta(days=9 * number, seconds=rng.randrange(30_000, 80_000)), what, cents)
