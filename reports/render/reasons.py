"""What each matching feature says, as a sentence a person can read."""

from collections.abc import Mapping

from reports.render.words import LANGUAGES, Pair, Words

SENTENCES: Mapping[str, Pair] = {
    "same_mailbox": ("Hetzelfde e-mailadres.", "The same e-mail address."),
    "same_email": ("Hetzelfde e-mailadres.", "The same e-mail address."),
    "same_phone": ("Hetzelfde telefoonnummer.", "The same phone number."),
    "same_iban": ("Dezelfde bankrekening.", "The same bank account."),
    "same_account": ("Dezelfde bankrekening.", "The same bank account."),
    "same_bank_account": ("Dezelfde bankrekening.", "The same bank account."),
    "same_card": ("Dezelfde betaalkaart.", "The same payment card."),
    "same_bsn": ("Hetzelfde burgerservicenummer.", "The same citizen service number."),
    "same_customer_number": ("Hetzelfde klantnummer.", "The same customer number."),
    "same_full_name": ("Dezelfde volledige naam.", "The same full name."),
    "full_name": ("Dezelfde volledige naam.", "The same full name."),
    "same_name": ("Dezelfde naam.", "The same name."),
    "similar_name": ("Een naam die er sterk op lijkt.", "A very similar name."),
    "initials_and_surname": ("Dezelfde voorletters en achternaam.", "The same initials and surname."),
    "surname_only": ("Alleen dezelfde achternaam.", "Only the same surname."),
    "given_name_only": ("Alleen dezelfde voornaam.", "Only the same first name."),
    "first_name_only": ("Alleen dezelfde voornaam.", "Only the same first name."),
    "same_date_of_birth": ("Dezelfde geboortedatum.", "The same date of birth."),
    "same_address": ("Hetzelfde adres.", "The same address."),
    "same_postcode": ("Dezelfde postcode.", "The same postcode."),
    "same_handle": ("Dezelfde naam op sociale media.", "The same social media name."),
    "other_email": ("Een ander e-mailadres bij dezelfde naam.", "Another e-mail address with the same name."),
    "other_date_of_birth": ("Een andere geboortedatum.", "Another date of birth."),
    "other_given_name": ("Een andere voornaam.", "Another first name."),
}


def sentence(feature: str, words: Words, explained: Mapping[str, str]) -> str:
    """Return the feature's sentence; else what `explained` (the features' own docstrings) says; else its name in words."""
    if feature in SENTENCES:
        return SENTENCES[feature][LANGUAGES.index(words.language)]
    if explained.get(feature):
        return explained[feature].strip().splitlines()[0]
    return feature.replace("_", " ").capitalize() + "."
