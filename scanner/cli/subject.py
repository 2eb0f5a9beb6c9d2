"""The data subject that a command's options describe."""

from collections.abc import Sequence
from datetime import date, datetime

from scanner.entities import EntityType
from scanner.errors import InzageError
from scanner.model import DataSubject, Identifier

OPTION_OF = {
    EntityType.PERSON: "--name",
    EntityType.EMAIL_ADDRESS: "--email",
    EntityType.PHONE_NUMBER: "--phone",
    EntityType.IBAN_CODE: "--iban",
    EntityType.LOCATION: "--address",
    EntityType.CUSTOMER_NUMBER: "--number",
    EntityType.DATE_OF_BIRTH: "--born",
}


def identifiers(
    name: str,
    alias: Sequence[str] | None,
    email: Sequence[str] | None,
    phone: Sequence[str] | None,
    iban: Sequence[str] | None,
    address: Sequence[str] | None,
    number: Sequence[str] | None,
    born: str | None,
) -> tuple[Identifier, ...]:
    """Return what the options say a person is known by. Raises InzageError where one could not be looked for as given."""
    from scanner.matching.normalize import canonical_forms  # noqa: PLC0415  libphonenumber's tables take a while

    given = [(EntityType.PERSON, one) for one in (*([name] if name else []), *(alias or ()))]
    for kind, values in (
        (EntityType.EMAIL_ADDRESS, email),
        (EntityType.PHONE_NUMBER, phone),
        (EntityType.IBAN_CODE, iban),
        (EntityType.LOCATION, address),
        (EntityType.CUSTOMER_NUMBER, number),
        (EntityType.DATE_OF_BIRTH, [born] if born else None),
    ):
        given += [(kind, one) for one in values or ()]
    for kind, value in given:
        # an identifier that cannot be understood would be looked for in vain, and nobody would know
        if not canonical_forms(kind, value):
            raise InzageError(f"{OPTION_OF[kind]}: what follows it cannot be looked for; write it out in full.")
    return tuple(Identifier(kind, value) for kind, value in given)


def merged(subject: DataSubject, more: tuple[Identifier, ...]) -> DataSubject:
    """Return the subject known by more identifiers, each once."""
    known = {(one.entity_type, one.value) for one in subject.identifiers}
    return DataSubject(
        subject.subject_id, (*subject.identifiers, *(one for one in more if (one.entity_type, one.value) not in known))
    )


def day_past(text: str | None, option: str) -> date:
    """Return the date written YYYY-MM-DD of something that was done; today where none is written. Raises InzageError."""
    today = datetime.now().astimezone().date()
    done_on = day(text, option) if text else today
    if done_on > today:
        raise InzageError(f"{option}: {done_on} is in the future; say when it was done.")
    return done_on


def day(text: str, option: str) -> date:
    """Return the date written YYYY-MM-DD. Raises InzageError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InzageError(f"{option}: write the date as YYYY-MM-DD, such as {datetime.now().astimezone().date()}.") from None
