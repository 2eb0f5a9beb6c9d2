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
    BIC_CODE = "BIC_CODE"
    IP_ADDRESS = "IP_ADDRESS"
    MAC_ADDRESS = "MAC_ADDRESS"
    URL = "URL"
    SOCIAL_HANDLE = "SOCIAL_HANDLE"
    LOCATION = "LOCATION"
    NL_POSTCODE = "NL_POSTCODE"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    NL_BSN = "NL_BSN"
    NL_RSIN = "NL_RSIN"
    NL_KVK = "NL_KVK"
    NL_VAT = "NL_VAT"
    EU_VAT = "EU_VAT"
    NL_V_NUMBER = "NL_V_NUMBER"
    NL_LICENSE_PLATE = "NL_LICENSE_PLATE"
    IDENTITY_DOCUMENT = "IDENTITY_DOCUMENT"
    DRIVING_LICENCE = "DRIVING_LICENCE"
    BE_NATIONAL_NUMBER = "BE_NATIONAL_NUMBER"
    DE_TAX_ID = "DE_TAX_ID"
    ES_NIE = "ES_NIE"
    ES_NIF = "ES_NIF"
    FR_NIR = "FR_NIR"
    IT_FISCAL_CODE = "IT_FISCAL_CODE"
    PL_PESEL = "PL_PESEL"
    UK_NHS = "UK_NHS"
    UK_NINO = "UK_NINO"
    US_ITIN = "US_ITIN"
    US_SSN = "US_SSN"
    CUSTOMER_NUMBER = "CUSTOMER_NUMBER"
    HEALTH = "HEALTH"
    RELIGION = "RELIGION"
    TRADE_UNION = "TRADE_UNION"
    POLITICAL_OPINION = "POLITICAL_OPINION"
    SEXUAL_ORIENTATION = "SEXUAL_ORIENTATION"
    ETHNICITY = "ETHNICITY"


for _member in EntityType:
    # Python 3.11 looks a member up by a function of its own, which costs more than most of what is then done with it
    type.__setattr__(EntityType, _member.name, _member)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`concept`: a W3C DPV personal-data concept. `article`: the GDPR article that protects the kind beyond article 6, or "".

    Article 9: special categories; 10: criminal data; 87: a national identification number.
    """

    concept: str
    article: str = ""

    @property
    def special(self) -> bool:
        """Whether it is a special category of personal data (GDPR art. 9)."""
        return self.article == "9"


# https://w3id.org/dpv/pd (version 2.0)
MEANINGS: dict[EntityType, Meaning] = {
    EntityType.PERSON: Meaning("pd:Name"),
    EntityType.EMAIL_ADDRESS: Meaning("pd:EmailAddress"),
    EntityType.PHONE_NUMBER: Meaning("pd:TelephoneNumber"),
    EntityType.IBAN_CODE: Meaning("pd:BankAccount"),
    EntityType.CREDIT_CARD: Meaning("pd:CreditCardNumber"),
    EntityType.BANK_ACCOUNT: Meaning("pd:BankAccount"),
    EntityType.BIC_CODE: Meaning("pd:BankAccount"),
    EntityType.IP_ADDRESS: Meaning("pd:IPAddress"),
    EntityType.MAC_ADDRESS: Meaning("pd:MACAddress"),
    EntityType.URL: Meaning("pd:Username"),
    EntityType.SOCIAL_HANDLE: Meaning("pd:Username"),
    EntityType.LOCATION: Meaning("pd:PhysicalAddress"),
    EntityType.NL_POSTCODE: Meaning("pd:PhysicalAddress"),
    EntityType.DATE_OF_BIRTH: Meaning("pd:BirthDate"),
    EntityType.NL_BSN: Meaning("pd:OfficialID", "87"),
    EntityType.NL_RSIN: Meaning("pd:OfficialID"),
    EntityType.NL_KVK: Meaning("pd:OfficialID"),
    EntityType.NL_VAT: Meaning("pd:OfficialID"),
    EntityType.EU_VAT: Meaning("pd:OfficialID"),
    EntityType.NL_V_NUMBER: Meaning("pd:OfficialID", "87"),
    EntityType.NL_LICENSE_PLATE: Meaning("pd:VehicalLicenseNumber"),  # spelled so in DPV
    EntityType.IDENTITY_DOCUMENT: Meaning("pd:Passport"),
    EntityType.DRIVING_LICENCE: Meaning("pd:OfficialID"),
    EntityType.BE_NATIONAL_NUMBER: Meaning("pd:OfficialID", "87"),
    EntityType.DE_TAX_ID: Meaning("pd:OfficialID", "87"),
    EntityType.ES_NIE: Meaning("pd:OfficialID", "87"),
    EntityType.ES_NIF: Meaning("pd:OfficialID", "87"),
    EntityType.FR_NIR: Meaning("pd:OfficialID", "87"),
    EntityType.IT_FISCAL_CODE: Meaning("pd:OfficialID", "87"),
    EntityType.PL_PESEL: Meaning("pd:OfficialID", "87"),
    EntityType.UK_NHS: Meaning("pd:OfficialID", "87"),
    EntityType.UK_NINO: Meaning("pd:OfficialID", "87"),
    EntityType.US_ITIN: Meaning("pd:OfficialID", "87"),
    EntityType.US_SSN: Meaning("pd:OfficialID", "87"),
    EntityType.CUSTOMER_NUMBER: Meaning("pd:UID"),
    EntityType.HEALTH: Meaning("pd:Health", "9"),
    EntityType.RELIGION: Meaning("pd:Religion", "9"),
    EntityType.TRADE_UNION: Meaning("pd:TradeUnionMembership", "9"),
    EntityType.POLITICAL_OPINION: Meaning("pd:PoliticalOpinion", "9"),
    EntityType.SEXUAL_ORIENTATION: Meaning("pd:SexualPreference", "9"),
    EntityType.ETHNICITY: Meaning("pd:Ethnicity", "9"),
}
