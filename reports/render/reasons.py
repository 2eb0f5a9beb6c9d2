"""What each matching feature says, as a sentence a person can read."""

from collections.abc import Mapping

from reports.render.words import LANGUAGES, Pair, Words

SENTENCES: Mapping[str, Pair] = {
    "added_by_hand": ("Met de hand gevonden en toegevoegd.", "Found by hand and added."),
    "same_mailbox": ("Hetzelfde e-mailadres.", "The same e-mail address."),
    "same_phone": ("Hetzelfde telefoonnummer.", "The same phone number."),
    "same_iban": ("Dezelfde bankrekening (IBAN).", "The same bank account (IBAN)."),
    "same_bank_account": ("Hetzelfde bankrekeningnummer.", "The same bank account number."),
    "same_card": ("Dezelfde betaalkaart.", "The same payment card."),
    "same_bsn": ("Hetzelfde burgerservicenummer.", "The same citizen service number."),
    "same_customer_number": (
        "Hetzelfde klantnummer, in het systeem dat het uitgaf.",
        "The same customer number, in the system that gave it out.",
    ),
    "same_number_elsewhere": (
        "Hetzelfde klant- of bestelnummer, maar een ander systeem kan het aan een ander hebben gegeven.",
        "The same customer or order number, but another system may have given it to somebody else.",
    ),
    "same_registration": ("Hetzelfde KvK- of btw-nummer.", "The same trade register or VAT number."),
    "same_handle": ("Dezelfde naam op sociale media.", "The same social media name."),
    "same_date_of_birth": ("Dezelfde geboortedatum.", "The same date of birth."),
    "same_address": ("Dezelfde postcode en hetzelfde huisnummer.", "The same postcode and house number."),
    "same_street": (
        "Dezelfde straat en hetzelfde huisnummer; de postcode staat er niet.",
        "The same street and house number; the postcode is not given.",
    ),
    "same_postcode": ("Dezelfde postcode, zonder huisnummer.", "The same postcode, without the house number."),
    "full_name": ("Dezelfde voornaam en achternaam.", "The same first name and surname."),
    "inverted_name": ("Dezelfde voornaam en achternaam, achternaam voorop.", "The same first name and surname, surname first."),
    "initials_and_surname": ("De achternaam met passende voorletters.", "The surname with matching initials."),
    "all_initials_and_surname": (
        "De achternaam met dezelfde voorletters, twee of meer.",
        "The surname with all the same initials, two or more.",
    ),
    "misspelt_name": (
        "De volledige naam, op een schrijffout of gangbare andere spelling na.",
        "A full name that differs by a slip of the pen or a usual other spelling.",
    ),
    "call_name": (
        "De achternaam met een roepnaam die bij de voornaam past.",
        "The surname with a first name that people of this name often go by.",
    ),
    "alias_only": (
        "Een naam die deze persoon ook gebruikt, zonder achternaam.",
        "A name that the person also goes by, without the surname.",
    ),
    "surname_only": ("Alleen dezelfde achternaam.", "Only the same surname."),
    "first_name_only": ("Alleen dezelfde voornaam.", "Only the same first name."),
    "almost_same_date_of_birth": (
        "De geboortedatum op één vergissing na: een cijfer, of dag en maand verwisseld.",
        "The date of birth but for one slip: a digit, or day and month the other way round.",
    ),
    "other_generation": (
        "Er staat junior of senior bij de naam: ouder en kind kunnen dezelfde naam dragen.",
        "Junior or senior beside the name: a parent and child may share it.",
    ),
    "other_date_of_birth": ("Er staat een andere geboortedatum bij.", "Another date of birth beside it."),
    "other_given_name": (
        "De voornaam van een ander staat erbij: een mailadres, telefoon of rekening kan gedeeld zijn.",
        "Somebody else's first name beside it: a mailbox, phone or account may be shared.",
    ),
    "other_email": ("Een ander e-mailadres bij dezelfde naam.", "Another e-mail address beside the same name."),
    "other_phone": ("Een ander telefoonnummer bij dezelfde naam.", "Another phone number beside the same name."),
    "initials_only": ("Alleen dezelfde initialen.", "Only the same initials."),
    "takes_part_in_chat": ("Deze persoon doet mee in dit gesprek.", "The person takes part in this chat."),
    "takes_part_in_meeting": ("Deze persoon was bij deze vergadering.", "The person was in this meeting."),
    "takes_part_in_calendar": (
        "Deze persoon is elders in deze agenda gast.",
        "The person is a guest elsewhere in this calendar.",
    ),
    "takes_part_in_list": (
        "Deze persoon doet elders mee in deze lijst of dit plan.",
        "The person takes part elsewhere in this list or plan.",
    ),
    "takes_part_in_file": ("Deze persoon staat elders in dit bestand.", "The person stands elsewhere in this file."),
    "takes_part_in_thread": (
        "Deze persoon schreef of ontving een andere mail in deze draad.",
        "The person wrote or received another mail of this thread.",
    ),
    "takes_part_in_mailbox": (
        "Deze persoon mailt met het postvak waar deze agenda bij hoort.",
        "The person mails with the mailbox that this calendar belongs to.",
    ),
    "named_in_chat": (
        "Deze persoon wordt in een ander bericht van dit gesprek genoemd.",
        "The person is named in another message of this chat.",
    ),
    "named_in_meeting": (
        "Deze persoon wordt elders in deze vergadering genoemd.",
        "The person is named elsewhere in this meeting.",
    ),
    "named_in_calendar": ("Deze persoon wordt elders in deze agenda genoemd.", "The person is named elsewhere in this calendar."),
    "named_in_list": (
        "Deze persoon wordt elders in deze lijst of dit plan genoemd.",
        "The person is named elsewhere in this list or plan.",
    ),
    "named_in_file": ("Deze persoon wordt elders in dit bestand genoemd.", "The person is named elsewhere in this file."),
    "named_in_thread": (
        "Deze persoon wordt in een andere mail van deze draad genoemd.",
        "The person is named in another mail of this thread.",
    ),
    "namesake_there": (
        "Er is daar ook iemand anders met dezelfde voornaam.",
        "Somebody else of the same first name is there too.",
    ),
    "other_address": ("Een ander adres bij dezelfde naam.", "Another address beside the same name."),
}


def sentence(feature: str, words: Words, explained: Mapping[str, str]) -> str:
    """Return the feature's sentence; else what `explained` (the features' own docstrings) says; else its name in words."""
    if feature in SENTENCES:
        return SENTENCES[feature][LANGUAGES.index(words.language)]
    if explained.get(feature):
        return explained[feature].strip().splitlines()[0]
    return feature.replace("_", " ").capitalize() + "."
