"""The evidence, one small function per kind. Each docstring is the sentence that the reviewer and the pack read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from scanner.matching.clues import Trait
from scanner.matching.leads import TOLD
from scanner.matching.mentions import Level


@dataclass(frozen=True, slots=True)
class Scene:
    """What was seen in one scope (a party, a row, a stretch of prose); every `str` is the path where it was seen.

    `same` are the person's own identifiers, `other` those of the same kind that are not the person's, `level` how the name is
    written (None: it is not there), `other_name` where somebody else's first name stands, `other_generation` a "senior" that is
    not the person's, `almost_born` a birth date one slip away. `numbered_here`: this very system gave the customer number out.
    """

    same: Mapping[Trait, str] = field(default_factory=dict, repr=False)
    other: Mapping[Trait, str] = field(default_factory=dict, repr=False)
    level: Level | None = None
    name: str = field(default="", repr=False)
    other_name: str = field(default="", repr=False)
    other_generation: str = field(default="", repr=False)
    almost_born: str = field(default="", repr=False)
    numbered_here: bool = False

    @property
    def linked(self) -> bool:
        """Whether something here is the person's alone: a new address or number then says that it changed, no more."""
        return any(trait in self.same for trait in (*CERTAIN, Trait.BIRTH_DATE)) or (
            self.numbered_here and Trait.CUSTOMER_NUMBER in self.same
        )


CERTAIN = (Trait.MAILBOX, Trait.PHONE, Trait.IBAN, Trait.ACCOUNT, Trait.CARD, Trait.BSN)

Tell = Callable[[Scene], str | None]


class Rank(IntEnum):
    """What a feature may bring about.

    SEPARATING ones never leave a match, whatever else is the same: what remains is what a household shares. IDENTIFYING ones
    make one alone; else it takes a NAME with HOUSEHOLD evidence, or part of one with evidence that is one person's (CONFIRMING).
    """

    SEPARATING = 0
    CONTRADICTING = 1
    NAME_PART = 2
    NAME = 3
    HINTING = 4
    HOUSEHOLD = 5
    CONFIRMING = 6
    IDENTIFYING = 7


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the table: `weight` is in bits (log2 of how many times likelier among records about the person)."""

    tell: Tell
    weight: float
    rank: Rank

    @property
    def name(self) -> str:
        """The name that a `Reason` carries."""
        return self.tell.__name__


def same_mailbox(scene: Scene) -> str | None:
    """The same e-mail address."""
    return scene.same.get(Trait.MAILBOX)


def same_phone(scene: Scene) -> str | None:
    """The same phone number."""
    return scene.same.get(Trait.PHONE)


def same_iban(scene: Scene) -> str | None:
    """The same bank account (IBAN)."""
    return scene.same.get(Trait.IBAN)


def same_bank_account(scene: Scene) -> str | None:
    """The same bank account number."""
    return scene.same.get(Trait.ACCOUNT)


def same_card(scene: Scene) -> str | None:
    """The same payment card."""
    return scene.same.get(Trait.CARD)


def same_bsn(scene: Scene) -> str | None:
    """The same citizen service number."""
    return scene.same.get(Trait.BSN)


def same_customer_number(scene: Scene) -> str | None:
    """The same customer number, in the system that gave it out."""
    return scene.same.get(Trait.CUSTOMER_NUMBER) if scene.numbered_here else None


def same_number_elsewhere(scene: Scene) -> str | None:
    """The same customer or order number, but another system may have given it to somebody else."""
    return None if scene.numbered_here else scene.same.get(Trait.CUSTOMER_NUMBER)


def same_registration(scene: Scene) -> str | None:
    """The same trade register or VAT number."""
    return scene.same.get(Trait.REGISTRATION)


def same_handle(scene: Scene) -> str | None:
    """The same social media name."""
    return scene.same.get(Trait.HANDLE)


def same_date_of_birth(scene: Scene) -> str | None:
    """The same date of birth."""
    return scene.same.get(Trait.BIRTH_DATE)


def same_address(scene: Scene) -> str | None:
    """The same postcode and house number."""
    return scene.same.get(Trait.ADDRESS)


def same_street(scene: Scene) -> str | None:
    """The same street and house number; the postcode is not given."""
    return scene.same.get(Trait.STREET) if Trait.ADDRESS not in scene.same else None


def same_postcode(scene: Scene) -> str | None:
    """The same postcode, without the house number."""
    return scene.same.get(Trait.POSTCODE) if Trait.ADDRESS not in scene.same and Trait.STREET not in scene.same else None


def full_name(scene: Scene) -> str | None:
    """The same first name and surname."""
    return scene.name if scene.level is Level.FULL else None


def inverted_name(scene: Scene) -> str | None:
    """The same first name and surname, surname first."""
    return scene.name if scene.level is Level.INVERTED else None


def initials_and_surname(scene: Scene) -> str | None:
    """The surname with matching initials."""
    return scene.name if scene.level is Level.INITIALS else None


def all_initials_and_surname(scene: Scene) -> str | None:
    """The surname with all the same initials, two or more."""
    return scene.name if scene.level is Level.ALL_INITIALS else None


def misspelt_name(scene: Scene) -> str | None:
    """A full name that differs by a slip of the pen or a usual other spelling."""
    return scene.name if scene.level is Level.MISSPELT else None


def call_name(scene: Scene) -> str | None:
    """The surname with a first name that people of this name often go by."""
    return scene.name if scene.level is Level.CALLNAME else None


def alias_only(scene: Scene) -> str | None:
    """A name that the person also goes by, without the surname."""
    return scene.name if scene.level is Level.ALIAS else None


def surname_only(scene: Scene) -> str | None:
    """Only the same surname."""
    return scene.name if scene.level is Level.SURNAME else None


def first_name_only(scene: Scene) -> str | None:
    """Only the same first name."""
    return scene.name if scene.level is Level.FIRST_NAME else None


def almost_same_date_of_birth(scene: Scene) -> str | None:
    """The date of birth but for one slip: a digit, or day and month the other way round."""
    return scene.almost_born or None


def other_date_of_birth(scene: Scene) -> str | None:
    """Another date of birth beside it."""
    return scene.other.get(Trait.BIRTH_DATE)


def other_given_name(scene: Scene) -> str | None:
    """Somebody else's first name beside it: a mailbox, phone or account may be shared."""
    return scene.other_name or None


def other_generation(scene: Scene) -> str | None:
    """Junior or senior beside the name: a parent and child may share it."""
    return scene.other_generation or None


def other_email(scene: Scene) -> str | None:
    """Another e-mail address beside the same name."""
    return None if scene.linked else scene.other.get(Trait.MAILBOX)


def other_phone(scene: Scene) -> str | None:
    """Another phone number beside the same name."""
    return None if scene.linked else scene.other.get(Trait.PHONE)


def other_address(scene: Scene) -> str | None:
    """Another address beside the same name."""
    return None if scene.linked else scene.other.get(Trait.ADDRESS)


MATCH_AT = 17.0
"""Bits from which a record is about the person: about one wrong in a hundred thousand records, were the weights exact."""
POSSIBLE_AT = 3.0
"""Bits from which a person should have a look."""
UNNAMED_POSSIBLE_AT = 8.0
"""The same where nothing names or identifies the person: a postcode or a street alone is a neighbour's too."""

# Weights after Fellegi and Sunter (1969): log2(m / u), m the share of records about the person that show the evidence when they
# show anything of its kind, u the share of records about other people of the same organisation that show it by chance.
# They are set by judgement for an organisation with some 10,000 people in its records, and not learned from data:
#   mailbox         m .95  u 1e-6   shared mailboxes are why it is not more      -> 20
#   phone           m .90  u 3e-6   households                                   -> 18
#   IBAN            m .95  u 1e-6   joint accounts                               -> 20
#   BSN             m .99  u 1e-8                                                -> 26
#   date of birth   m .97  u 5e-5   one of some 20,000 days                      -> 14
#   almost that     m .02  u 1e-3   some twenty days are one slip away           ->  4
#   address         m .90  u 9e-4   a household, and namesakes in it             -> 10
#   other birthday  m 6e-5 u .99    a typing error is all that explains it       -> -14
#   other first name beside a shared identifier: m .004 u .99                    ->  -8
#   junior, senior  m .06  u .99    said of one of two                           ->  -4
#   other e-mail    m .06  u .99    people have more than one                    ->  -4
#   other phone, other address: people change both, m .25 u .99                  ->  -2
# A name's weight follows how rare it is (`rarity.py`); the figures here are those of a common one:
#   full name       m .80  u 1e-3   a common Dutch full name                     -> 10
#   initials        m .90  u 7e-3   so too a slip of the pen in a full name      ->  7
#   all of two or more initials: a whole name to a household                   ->  8
#   surname         m .95  u .1     a common surname, as the worst case          ->  3
#   first name      m .95  u .25                                                 ->  2
# What a household shares goes with a whole name only: an initial and a home are also a brother's, a surname and a birth date
# a twin's.
FEATURES: tuple[Feature, ...] = (
    Feature(same_bsn, 26, Rank.IDENTIFYING),
    Feature(same_mailbox, 20, Rank.IDENTIFYING),
    Feature(same_iban, 20, Rank.IDENTIFYING),
    Feature(same_card, 20, Rank.IDENTIFYING),
    Feature(same_phone, 18, Rank.IDENTIFYING),
    Feature(same_customer_number, 18, Rank.IDENTIFYING),
    Feature(same_bank_account, 17, Rank.IDENTIFYING),
    Feature(same_registration, 12, Rank.CONFIRMING),
    Feature(same_handle, 12, Rank.CONFIRMING),
    Feature(same_number_elsewhere, 10, Rank.CONFIRMING),
    Feature(same_date_of_birth, 14, Rank.HOUSEHOLD),
    Feature(same_address, 10, Rank.HOUSEHOLD),
    Feature(same_street, 7, Rank.HOUSEHOLD),
    Feature(almost_same_date_of_birth, 4, Rank.HINTING),
    Feature(same_postcode, 4, Rank.HINTING),
    Feature(full_name, 10, Rank.NAME),
    Feature(inverted_name, 10, Rank.NAME),
    Feature(misspelt_name, 7, Rank.NAME),
    Feature(all_initials_and_surname, 8, Rank.NAME),
    Feature(call_name, 6, Rank.NAME),
    Feature(initials_and_surname, 7, Rank.NAME_PART),
    Feature(alias_only, 4, Rank.NAME_PART),
    Feature(surname_only, 3, Rank.NAME_PART),
    Feature(first_name_only, 2, Rank.NAME_PART),
    Feature(other_date_of_birth, -14, Rank.SEPARATING),
    Feature(other_given_name, -8, Rank.SEPARATING),
    Feature(other_generation, -4, Rank.SEPARATING),
    Feature(other_email, -4, Rank.CONTRADICTING),
    Feature(other_phone, -2, Rank.CONTRADICTING),
    Feature(other_address, -2, Rank.CONTRADICTING),
)

EXPLAINED: Mapping[str, str] = {**{feature.name: (feature.tell.__doc__ or "").strip() for feature in FEATURES}, **TOLD}
"""Each feature's sentence, by the name that a `Reason` carries."""
