"""Dutch names as people, forms, banks and mail programs write them, and names that are somebody else's. Seeded.

Written apart from the matcher: shares no code and no word list with it, and imports nothing of inzage.
"""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

FIRST = """
Aafke Abel Adinda Albert Aldo Alwin Amber Annabel Annelies Arend Arjen Aukje Babette Barend Bastiaan Beatrijs Bernadette Bernard
Bertus Bianca Björn Boudewijn Brechtje Brigitte Bruno Carlijn Casper Charlotte Chloé Clara Coen Corné Cynthia Danique Derk Diana
Dieuwertje Douwe Egbert Elke Ellen Elsbeth Emiel Esmée Evert Fabiënne Femke Ferdinand Fleur Flip Floor Folkert Frederique Freek
Froukje Geertje Gerben Gideon Godelieve Grada Guido Guus Hanneke Harm Hedwig Heleen Hester Hugo Ilona Imke Ineke Inge Irene Isabel
Iris Janneke Jelte Jeroen Jikke Jitske Job Jolijn Jorrit Judith Jurre Kirsten Klaartje Koen Kristel Laurens Leonie Lex Loes Luuk
Machteld Maaike Madelief Malou Marcel Margot Marjolein Martijn Mathilde Maud Mees Meindert Merel Michelle Minke Myrthe Nadine
Nanda Niels Nienke Odette Onno Oscar Pascal Patrick Paula Pepijn Philip Puck Quinten Rens Renske Reinier Rianne Ronald Rosalie
Sabine Sébastien Sietske Silke Simone Sjoerd Stijn Suzanne Sybren Sylvia Tamara Teuntje Thijmen Tineke Titia Tobias Trudy Udo
Valerie Veerle Victor Vincent Walter Wendy Wessel Wieke Wilco Wilma Xavier Ymke Zara Zoë Ayşe Yusuf Fatma Hicham Samira Youssef
""".split()  # noqa: SIM905
SURNAME = """
Aalbers|van Aken|Akkerman|van den Akker|Baars|Bakhuizen|Bergsma|van den Biggelaar|Blankers|van Bommel|Boonstra|Bouwman|van der Brug|
de Bruin|Buitenhuis|Claassen|Coenen|Cornelissen|van Daalen|Damen|Derksen|van Dongen|Doornbos|van Duin|Duijvestijn|Eijkelboom|Eggink|
van Elst|Engels|van Es|Evers|Faber|Feenstra|Franken|van Galen|Geerlings|van der Geest|Gelderblom|van Gent|Gielen|Goossens|Griffioen|
Groeneveld|de Haas|Hagenaars|Hamers|den Hartog|Heijmans|van der Heijden|Hermsen|ter Horst|van Houten|Huijbregts|in 't Hout|IJzerman|
Jagersma|Jonker|van Kampen|Karssen|Kersten|Klaver|van der Klooster|Knol|Koenders|Kortekaas|Kranenburg|van 't Hof|Kuijt|Lammers|Langenberg|
de Lange|Lubbers|Luijten|van Maanen|Martens|van der Meulen|Mooij|Muijs|Nagtegaal|van Nes|Niemeijer|Noordhoek|van Oers|Olthof|Oosterveld|
Otten|Paauw|van der Pol|Pronk|Quist|Raaijmakers|Rietveld|Roelofs|van Rooij|Rozendaal|Ruijter|van Schaik|Schoenmaker|van der Schoot|Sikkema|
Slagter|Snijders|van Spronsen|Steenbergen|Stolk|Teunissen|Tiemersma|van Tilburg|Uijttewaal|Vaessen|van der Velde|Verbeek|Verkerk|Versteeg|
Vlasblom|Vonk|van Vugt|Wagenaar|Weijers|Wessels|Wiersma|van der Wijk|Witteveen|Wolters|Zandstra|Zeegers|van Zanten|Zijlstra|Zwart|
El Khattabi|Öztürk|Yıldız|Nguyen|Benali|Kowalczyk|Hernández|Sørensen|d'Ancona|ten Brinke|op de Beek|van de Ven|von Bannisseht
""".replace("\n", "").split("|")
CALLED = """
Johannes:Hans Wilhelmus:Wim Cornelis:Kees Petrus:Piet Antonius:Ton Elisabeth:Els Hendrik:Henk Margaretha:Greet Franciscus:Frans
Theodorus:Theo Nicolaas:Klaas Adrianus:Arie Catharina:Trijntje Jacobus:Jaap Gerardus:Gerard Josephus:Jos Alexander:Sander Robert:Rob
Michael:Michiel Daniel:Daan Bartholomeus:Bart Sebastiaan:Bas Dorothea:Thea Marinus:Rinus Leonardus:Leo Willemina:Mina
""".split()  # noqa: SIM905


@dataclass(frozen=True)
class Pair:
    """A person's name, and how a name is written somewhere; `same`: it is that person's. `how` says what was done."""

    name: str
    written: str
    same: bool
    how: str


def pairs(many: int = 6000, seed: int = 20261127) -> list[Pair]:
    """Return `many` variants of people's names and as many names of others, in a mixed order."""
    rng = random.Random(seed)
    made: list[Pair] = []
    for same, ways in ((True, VARIANTS), (False, OTHERS)):
        turn = 0
        while sum(pair.same is same for pair in made) < many:
            first, surname = rng.choice(FIRST), rng.choice(SURNAME)
            way = ways[turn % len(ways)]
            turn += 1
            pair = way(rng, first, surname)
            if pair is not None:
                made.append(Pair(*pair, same, way.__name__.strip("_")))
    rng.shuffle(made)
    return made


def split(surname: str) -> tuple[str, str]:
    before, _, last = surname.rpartition(" ")
    return before, last


def cap(word: str) -> str:
    return word[:1].upper() + word[1:]


def plain(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return bare.replace("ø", "o").replace("ı", "i")


def slip(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice("aeiorstln".replace(word[at].lower(), "")) + word[at + 1 :]


def as_is(rng, first, surname):
    return f"{first} {surname}", rng.choice((str, str.upper, str.lower))(f"{first} {surname}")


def without_accents(rng, first, surname):
    written = plain(f"{first} {surname}")
    return (f"{first} {surname}", written) if written != f"{first} {surname}" else None


def surname_first(rng, first, surname):
    before, last = split(surname)
    return f"{first} {surname}", rng.choice(
        (f"{last}, {first} {before}", f"{cap(surname)}, {first}", f"{last} {before}, {first}")
    ).strip()


def initial(rng, first, surname):
    return f"{first} {surname}", rng.choice(
        (f"{first[0]}. {surname}", f"{first[0]} {surname}".upper(), f"{split(surname)[1]}, {first[0]}.")
    )


def more_initials(rng, first, surname):
    extra = "".join(f"{rng.choice('ABCEGHJMPW')}." for _ in range(rng.randrange(1, 3)))
    return f"{first} {surname}", f"{first[0]}.{extra} {surname}"


def middle_name(rng, first, surname):
    return f"{first} {surname}", f"{first} {rng.choice(FIRST)} {surname}"


def two_first_names(rng, first, surname):
    second = rng.choice(FIRST)
    return f"{first}-{second} {surname}", rng.choice(
        (f"{first} {second} {surname}", f"{first[0]}.{second[0]}. {surname}", f"{first[0]}{second[0]} {surname}")
    )


def titled(rng, first, surname):
    form = rng.choice(
        ("mevr. {0}. {1}", "Dhr. {0}. {1}", "drs. {2} {1}", "mw. dr. {2} {1}", "De heer {0}. {1}", "prof. mr. {2} {1}")
    )
    return f"{first} {surname}", form.format(first[0], surname, first)


def prefix_short(rng, first, surname):
    shorts = {
        "van der": ("vd", "v.d.", "v/d", "vander"),
        "van den": ("vd", "v.d.", "v/d"),
        "van de": ("vd", "v.d."),
        "van": ("v.", "v"),
    }
    before, last = split(surname)
    return (f"{first} {surname}", f"{first} {rng.choice(shorts[before])} {last}") if before in shorts else None


def prefix_lost(rng, first, surname):
    before, last = split(surname)
    return (f"{first} {surname}", f"{first} {last}") if before else None


def prefix_joined(rng, first, surname):
    before, last = split(surname)
    return (
        (f"{first} {surname}", f"{first} {cap(before.replace(' ', ''))}{last.lower()}") if before and "'" not in before else None
    )


def married(rng, first, surname):
    partner = rng.choice(SURNAME)
    forms = (
        f"{first} {partner}-{surname}",
        f"{first} {surname}-{cap(partner)}",
        f"{first[0]}. {partner}-{surname}",
        f"{first} {partner} - {cap(surname)}",
    )
    return f"{first} {surname}", rng.choice(forms)


def double_to_single(rng, first, surname):
    partner = rng.choice(SURNAME)
    return f"{first} {partner}-{surname}", rng.choice((f"{first} {surname}", f"{first} {partner}", f"{first[0]}. {partner}"))


def couple(rng, first, surname):
    return f"{first} {surname}", f"{rng.choice(FIRST)} en {first} {surname}"


def slip_in_surname(rng, first, surname):
    before, last = split(surname)
    return (
        (f"{first} {surname}", f"{first} {before} {slip(rng, last)}".replace("  ", " "))
        if len(last) > 5 and plain(last) == last
        else None
    )


def slip_in_first_name(rng, first, surname):
    return (f"{first} {surname}", f"{slip(rng, first)} {surname}") if len(first) > 5 and plain(first) == first else None


def other_spelling(rng, first, surname):
    for one, other in rng.sample(
        (("ij", "y"), ("uij", "ui"), ("sch", "s"), ("ck", "k"), ("ss", "s"), ("eij", "ei"), ("aa", "a"), ("th", "t")), 8
    ):
        if one in surname and len(surname) > 5:
            return f"{first} {surname}", f"{first} {surname.replace(one, other, 1)}"
    return None


def called(rng, first, surname):
    formal, call = rng.choice(CALLED).split(":")
    name, written = rng.choice(((formal, call), (call, formal)))
    return f"{name} {surname}", f"{written} {surname}"


def cells(rng, first, surname):
    before, last = split(surname)
    parts = rng.choice(((first, before, last), (last, before, first), (last, first, before)))
    return f"{first} {surname}", "\t".join(("1042", *(part for part in parts if part), "Utrecht"))


def in_a_mailbox(rng, first, surname):
    local = plain(rng.choice((f"{first}.{surname}", f"{first}_{surname}")).replace("'", "").replace(" ", ".")).lower()
    return f"{first} {surname}", f"{local}@kanaalpost.example"


def in_a_sentence(rng, first, surname):
    form = rng.choice(
        ("Gisteren belde {0} over de factuur.", "Groet,\n{0}", "> Van: {0}\n> Datum: vrijdag", "Deelnemers: Bo, {0} en Ko.")
    )
    return f"{first} {surname}", form.format(f"{first} {surname}")


def wrapped(rng, first, surname):
    return f"{first} {surname}", f"{first} {surname}".replace(" ", rng.choice(("\n", "\u00a0", "  ", "\n> ")), 1)


VARIANTS = (as_is, surname_first, initial, more_initials, titled, prefix_short, prefix_lost, prefix_joined, married, double_to_single, couple,
            slip_in_surname, slip_in_first_name, other_spelling, called, cells, in_a_mailbox, in_a_sentence, wrapped, without_accents,
            middle_name, two_first_names)  # fmt: skip


def _others(rng: random.Random, first: str, surname: str) -> Iterator[str]:
    while True:
        other = rng.choice(FIRST)
        if plain(other)[0] != plain(first)[0]:
            yield other


def brother(rng, first, surname):
    return f"{first} {surname}", f"{next(_others(rng, first, surname))} {surname}"


def brother_by_initial(rng, first, surname):
    return f"{first} {surname}", f"{next(_others(rng, first, surname))[0]}. {surname}"


def brother_surname_first(rng, first, surname):
    before, last = split(surname)
    return f"{first} {surname}", f"{last}, {next(_others(rng, first, surname))} {before}".strip()


def sister_of_one_initial(rng, first, surname):
    alike = [other for other in FIRST if other[0] == first[0] and other[:3] != first[:3]]
    return (f"{first} {surname}", f"{rng.choice(alike)} {surname}") if alike else None


def partner_of(rng, first, surname):
    return f"{first} {surname}", f"{next(_others(rng, first, surname))} {rng.choice(SURNAME)}-{surname}"


def other_surname(rng, first, surname):
    other = rng.choice([each for each in SURNAME if split(each)[1][0] != split(surname)[1][0]])
    return f"{first} {surname}", rng.choice((f"{first} {other}", f"{first[0]}. {other}", f"{other}, {first}"))


def two_people(rng, first, surname):
    other = rng.choice([each for each in SURNAME if split(each)[1][0] != split(surname)[1][0]])
    return f"{first} {surname}", f"{first} {other} en {next(_others(rng, first, surname))} {surname}"


def family(rng, first, surname):
    return f"{first} {surname}", rng.choice((f"familie {surname}", f"Fam. {surname}", f"mevrouw {surname}"))


def brothers_mailbox(rng, first, surname):
    local = plain(f"{next(_others(rng, first, surname))}.{surname}".replace("'", "").replace(" ", ".")).lower()
    return f"{first} {surname}", f"{local}@kanaalpost.example"


def brothers_cells(rng, first, surname):
    before, last = split(surname)
    return f"{first} {surname}", "\t".join(
        ("1042", *(part for part in (next(_others(rng, first, surname)), before, last) if part), "Utrecht")
    )


def strangers(rng, first, surname):
    other = next(_others(rng, first, surname))
    return f"{first} {surname}", f"{other} {rng.choice([each for each in SURNAME if split(each)[1][0] != split(surname)[1][0]])}"


OTHERS = (brother, brother_by_initial, brother_surname_first, sister_of_one_initial, partner_of, other_surname, two_people, family,
          brothers_mailbox, brothers_cells, strangers)  # fmt: skip
