"""Stretches of Wix's records that several streams share, with what they hold."""

from collections.abc import Mapping

from scanner.entities import EntityType as T

Declared = Mapping[str, T]


def address(at: str, *, formatted: bool = False) -> Declared:
    """Return the paths of an address; `formatted` where Wix also gives it as one line."""
    whole = {f"{at}/formattedAddress": T.LOCATION} if formatted else {}
    return {
        **whole,
        f"{at}/addressLine": T.LOCATION,
        f"{at}/streetAddress/name": T.LOCATION,
        f"{at}/city": T.LOCATION,
        f"{at}/postalCode": T.NL_POSTCODE,
    }


def contact_details(at: str) -> Declared:
    """Return the paths of who is to be reached for an order."""
    return {
        f"{at}/firstName": T.PERSON,
        f"{at}/lastName": T.PERSON,
        f"{at}/phone": T.PHONE_NUMBER,
        f"{at}/vatId/id": T.NL_VAT,
    }


def guest(at: str) -> Declared:
    """Return the paths of a guest, buyer or respondent."""
    return {f"{at}/firstName": T.PERSON, f"{at}/lastName": T.PERSON, f"{at}/email": T.EMAIL_ADDRESS}


def numbers(*paths: str) -> Declared:
    """Return the paths of Wix's own numbers for a person: they tie records without a name to the one that has it."""
    return dict.fromkeys(paths, T.CUSTOMER_NUMBER)
