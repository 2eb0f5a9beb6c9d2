"""Others' names in running text: of whoever the case's records or the tenant declare; never the subject's own."""

import pytest

from reports.bystanders import Bystanders, _forms
from reports.ours import Known

TENANT = frozenset(
    form for name in ("Bert de Vries", "Marijke van den Heuvel", "P. Kramer", "Zoë Çelik") for form in _forms(name)
)


def acquainted(forms):
    return not TENANT.isdisjoint(forms)


@pytest.fixture
def names(result, detect):
    ours = Known(result, detect)
    return Bystanders(["Joep Smit", "Sanne de Vries"], ours.names, ours.owns_name, acquainted, people=ours.people)


def found(names, text):
    return [text[start:end] for start, end in names.places(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ik kom met Marijke van den Heuvel.", ["Marijke van den Heuvel"]),
        ("Volgens Bert de Vries is het vol", ["Bert de Vries"]),
        ("groet,\nJoep\nSmit", ["Joep\nSmit"]),
        ("> met Joep\n> Smit erbij", ["Joep\n> Smit"]),
        ("Joep  Smit, en Joep\u00a0Smit", ["Joep  Smit", "Joep\u00a0Smit"]),
        ("Smit, Joep", ["Smit, Joep"]),
        ("Smit\tJoep\t12", ["Smit\tJoep"]),
        ("Heuvel, Marijke van den", ["Heuvel, Marijke van den"]),
        ("JOEP SMIT BELDE", ["JOEP SMIT"]),
        ("M. van den Heuvel schreef", ["M. van den Heuvel"]),
        ("P.Kramer en Piet Kramer", ["P.Kramer", "Piet Kramer"]),
        ("Zoe Celik en Zoë Çelik", ["Zoe Celik", "Zoë Çelik"]),
        ("CV_Joep_Smit.pdf en joep/Joep-Smit%20oud", ["CV_Joep_Smit", "Joep-Smit"]),
        ("m.eml!/foto_joep_smit.jpg!/text", ["joep_smit"]),
        ("https://x.example/joep-smit?naam=marijke+van+den+heuvel", ["joep-smit", "marijke+van+den+heuvel"]),
        ("naam=Joep+Smit&x=1 of Joep%20Smit", ["Joep+Smit", "Joep%20Smit"]),
        ("Beste mevrouw Onbekend, en dhr. J. van Dalen", ["Onbekend", "J. van Dalen"]),
        ("Joep Smit-de Boer", ["Joep Smit-de Boer"]),
        ("Ben je Marijke van den Heuvel?", ["Marijke van den Heuvel"]),
        # a first name of the subject's or a colleague's, with a surname that nobody told us of
        ("Beste Sanne Ooms, dank", ["Sanne Ooms"]),
        ("Zowel Sanne van den Kwikstaart als Sanne kwam", ["Sanne van den Kwikstaart"]),
        ("Noor Ooms belde, en Sanne Bakker", ["Noor Ooms", "Sanne Bakker"]),
        ("Sanne J. Ooms en Noor W.F. Ooms", ["Sanne J. Ooms", "Noor W.F. Ooms"]),
        ("Sanne v.d. Kwikstaart belde", ["Sanne v.d. Kwikstaart"]),
        ("Zowel Sanne (Ooms) als Sanne", ["Sanne (Ooms)"]),
        ('Ook Noor "de beer" van den Kwikstaart was er', ['Noor "de beer" van den Kwikstaart']),
        # in the cells beside it, in front and behind, stands the subject or a colleague
        ("Sanne Ooms\tSanne de Vries", ["Sanne Ooms"]),
        ("Sanne de Vries\tSanne Ooms\tNoor Bakker", ["Sanne Ooms"]),
        # as exported chats and lists write whoever it is
        ("[03-11-2025 19:02:11] Riekie: mag ik mee?", ["Riekie"]),
        ("04/11/2025, 21:20 - ~ Wiesje B: nee\n04/11/2025, 21:21 - Sanne de Vries: jawel", ["Wiesje B"]),
        ("2. Kwikstaart-Tak, M. en 3. Sijs, P.J. van der; Noor", ["Kwikstaart-Tak, M.", "Sijs, P.J. van der"]),
        ("onder Kwikstaart, Idriss van den.", ["Kwikstaart, Idriss van den"]),
        # whom the case's records declare, in small letters
        ("bel joep smit even", ["joep smit"]),
        ("12;Smit;Joep;ja", ["Smit;Joep"]),
        ("Noor Ooms Noor Bakker", ["Noor Ooms"]),
    ],
)
def test_known_people_are_found_however_they_are_written(names, text, said):
    assert found(names, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Beste Sanne de Vries, dank",
        "Bel Sanne de Vries of Noor Bakker van Studio Zeepbel",
        "Vries, Sanne de",
        "S. de Vries en mevrouw de Vries",
        "Sanne de Vries-Kramer",
        "Google Workspace en Kees de Boekhouder",
        "Met Vriendelijke Groet, tot in Amsterdam Noord",
        "niets bijzonders",
        "Beste Sanne Graag hoor ik van je, Sanne Maandag",
        "Bel Sanne Marijke en Noor",
        "SANNE KOMT NIET",
        "Sanne de Vreis en Noor Baker",
        "Sanne, Ooms en Sanne\nOoms",
        "Sanne (Maandag), Sanne (Noor) en Sanne (de Vries) van Noor (Studio Zeepbel)",
        'Sanne "San" de Vries-Kramer, Sanne J. de Vries en Noor v.d. Bakker',
        "Sanne de Vries\tNoor Bakker\tVries\tSanne",
        "Sanne de Vries Kramer",
        "sanne.devries en Sanne Devries",
        "de Sanne Keramiekworkshop",
        "om 19:02 Riekie: nee",
        "Vries, S. de; Bakker, N.",
        "In Utrecht, Sanne van de balie, en op het plein, A. B.",
    ],
)
def test_the_subject_the_organisation_and_words_stay(names, text):
    assert found(names, text) == []


def test_an_initial_of_the_subjects_does_not_hide_her_though_the_tenant_knows_her(result, detect):
    ours = Known(result, detect)
    everyone = Bystanders([], ours.names, ours.owns_name, lambda forms: bool({"sanne|fris", "s|fris"} & set(forms)))
    assert found(everyone, "Sanne de Vries-Kramer en Simon de Vries") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Op ma schreef Piet Jansen <p@x.example>:", "Piet Jansen"),
        ('"Jansen, Piet" <p@x.example>', "Jansen, Piet"),
        ("Van: Piet [mailto:p@x.example]", "Piet"),
        ("Van: Sanne de Vries <p@x.example>", None),
        ("stuur het naar <p@x.example>", None),
        ("zie (p@x.example)", None),
    ],
)
def test_the_name_before_a_strangers_address_is_the_strangers(names, text, name):
    span = names.beside(text, text.index("p@x"))
    assert (text[slice(*span)] if span else None) == name


def seeming(text, *names):
    return [(at, at + len(name)) for name in names if (at := text.index(name)) >= 0]


@pytest.mark.parametrize(
    ("text", "unsure", "gone", "told"),
    [
        ("Ik zag Karel Onbekend, en Joep Smit.", ["Karel Onbekend", "Joep Smit"], ["Joep Smit"], ["Karel Onbekend"]),
        ("Ha Sanne, Lieve Noor, dag Sanne de Vries", ["Ha Sanne", "Lieve Noor", "dag Sanne de Vries"], [], []),
        ("Karel Onbekend was er", ["Karel", "Karel Onbekend"], [], ["Karel Onbekend"]),
        ("Karel Onbekend was er", ["Karel Onbekend"], ["Karel"], ["Karel Onbekend"]),
        ("Hallo Sanne, Tot Maandag", [], [], []),
        # hardly a surname, and yet it may be one
        ("Ik zag Sanne Utrecht, en Noor Maandag", [], [], ["Sanne Utrecht"]),
        ("Sanne Bakker Sanne de Vries NOOR KOMT", [], ["Sanne Bakker"], []),
    ],
)
def test_what_may_be_a_name_is_told_where_it_is_nobodys_that_is_known(names, text, unsure, gone, told):
    found = names.unknown(text, seeming(text, *unsure), seeming(text, *gone))
    assert [text[start:end] for start, end in found] == told


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "A ",
        "A-",
        "A'",
        "Jan ",
        "A.",
        "van ",
        "Jan van ",
        "Jan,",
        "mevr ",
        "mevr. van ",
        "\t",
        "Jan\n> ",
        "<",
        "Sanne ",
        "Aa, ",
        "Aa, A.",
        "1-1-2025 1:11 A ",
        "\n[1-1-2025, 1:11:11] A: ",
    ],
)
def test_no_text_makes_the_search_slow(names, cost, piece):
    text = piece * (50_000 // len(piece))

    def search():
        names.places(text)
        names.unknown(text, [(at, at + 3) for at in range(0, len(text), 9)], [(0, 2)])
        names.beside(text + "x@y.example", len(text))

    assert cost(search) < 2


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("Noor en Bert Kwikstaart", "Bert", "Bert Kwikstaart"),
        ("Noor en Bert van den Kwikstaart", "Bert", "Bert van den Kwikstaart"),
        ("het was Kwikstaart Bert", "Bert", "Kwikstaart Bert"),
        ("Smit Joep belde", "Joep", "Smit Joep"),
        ("Kramer Piet belde", "Piet", "Kramer Piet"),
        ("SMIT JOEP BELDE", "JOEP", "SMIT JOEP"),
        ("Groetjes Bert", "Bert", "Bert"),
        ("Gisteren Bert gezien. Bert. Morgen weer", "Bert", "Bert"),
        ("met Bert Sanne zien", "Bert", "Bert"),
        ("BERT KOMT NIET", "BERT", "BERT"),
        ("Bert\nMorgen weer", "Bert", "Bert"),
        ("ook Bert (Kwikstaart) was er", "Bert", "Bert (Kwikstaart)"),
        ("ook Bert [van der Kwikstaart] was er", "Bert", "Bert [van der Kwikstaart]"),
        ('ook Bert "de beer" Kwikstaart was er', "Bert", 'Bert "de beer" Kwikstaart'),
        ("ook Bert (de beer) van den Kwikstaart was er", "Bert", "Bert (de beer) van den Kwikstaart"),
        ("ook Bert ‘Beer’ Kwikstaart was er", "Bert", "Bert ‘Beer’ Kwikstaart"),
        ("ook Bert (Maandag) was er", "Bert", "Bert"),
        ("ook Bert (met hoed) was er", "Bert", "Bert"),
        ('ook Bert "de beer" kwam', "Bert", "Bert"),
        ("ook Bert (Sanne) was er", "Bert", "Bert"),
        ("met Bert van het koor", "Bert", "Bert"),
        ("Bert Kwikstaart Cultuurfonds", "Bert Kwikstaart", "Bert Kwikstaart"),
        ("Bert Jan Kwikstaart kwam", "Bert Jan", "Bert Jan Kwikstaart"),
        ("en henk jan de wit rijdt mee", "henk jan", "henk jan de wit"),
        ("en henk jan de zaal in", "henk jan", "henk jan"),
        ("en henk wit zag", "henk", "henk"),
        ("volgens Ooms, Femke was er", "Femke", "Ooms, Femke"),
        ("volgens Kwikstaart, Femke was er", "Femke", "Kwikstaart, Femke"),
        ("in Kwikstaart, Femke was er", "Femke", "Femke"),
        ("met Koen, Femke en Sanne", "Femke", "Femke"),
        ("Vries, Femke", "Femke", "Femke"),
        ("mijn vader (Gosse Riemersma) zei", "Riemersma", "Gosse Riemersma"),
    ],
)
def test_a_first_name_takes_the_surname_beside_it_along(names, text, name, whole):
    start = text.index(name)
    first, last = names.whole(text, (start, start + len(name)))
    assert text[first:last] == whole


def test_the_surname_beside_a_name_takes_no_longer_in_a_longer_text(names, cost):
    long = "Aa " * 20_000
    assert cost(lambda: [names.whole(long, (at, at + 2)) for at in range(0, len(long), 3)]) < 5
