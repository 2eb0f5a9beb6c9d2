"""What kinds of personal data there are, and what the law calls each of them."""

from dataclasses import dataclass
from enum import StrEnum


class EntityType(StrEnum):
    """A kind of personal data. Names follow Presidio's supported entities where it has one.

    Source: the recognizers of presidio-analyzer 2.2.
    """

    PERSON = "PERSON"
    EMAIL_ADDRESS = "EMAIL_ADDRESS"
    PHONE_NUMBER = "PHONE_NUMBER"
    IBAN_CODE = "IBAN_CODE"
    CREDIT_CARD = "CREDIT_CARD"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    IP_ADDRESS = "IP_ADDRESS"
    URL = "URL"
    SOCIAL_HANDLE = "SOCIAL_HANDLE"
    LOCATION = "LOCATION"
    NL_POSTCODE = "NL_POSTCODE"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    NL_BSN = "NL_BSN"
    NL_KVK = "NL_KVK"
    NL_VAT = "NL_VAT"
    CUSTOMER_NUMBER = "CUSTOMER_NUMBER"
    HEALTH = "HEALTH"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`concept`: a W3C DPV personal-data concept. `article`: the GDPR article that protects the kind beyond article 6, or "".

    Article 9: special categories; 10: criminal data; 87: a national identification number.
    """

    concept: str
    article: str = ""


# https://w3id.org/dpv/pd (version 2.0)
MEANINGS: dict[EntityType, Meaning] = {
    EntityType.PERSON: Meaning("pd:Name"),
    EntityType.EMAIL_ADDRESS: Meaning("pd:EmailAddress"),
    EntityType.PHONE_NUMBER: Meaning("pd:TelephoneNumber"),
    EntityType.IBAN_CODE: Meaning("pd:BankAccount"),
    EntityType.CREDIT_CARD: Meaning("pd:CreditCardNumber"),
    EntityType.BANK_ACCOUNT: Meaning("pd:BankAccount"),
    EntityType.IP_ADDRESS: Meaning("pd:IPAddress"),
    EntityType.URL: Meaning("pd:Username"),
    EntityType.SOCIAL_HANDLE: Meaning("pd:Username"),
    EntityType.LOCATION: Meaning("pd:PhysicalAddress"),
    EntityType.NL_POSTCODE: Meaning("pd:PhysicalAddress"),
    EntityType.DATE_OF_BIRTH: Meaning("pd:BirthDate"),
    EntityType.NL_BSN: Meaning("pd:OfficialID", "87"),
    EntityType.NL_KVK: Meaning("pd:OfficialID"),
    EntityType.NL_VAT: Meaning("pd:OfficialID"),
    EntityType.CUSTOMER_NUMBER: Meaning("pd:UID"),
    EntityType.HEALTH: Meaning("pd:Health", "9"),
}
