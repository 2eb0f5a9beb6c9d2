import pytest

from scanner.matching.mentions import Level, NameSearch
from scanner.naming.folding import Text, fold

JAN = ("Jan de Vries",)
TABLE = [
    (JAN, "ik sprak Jan de Vries gisteren", "FULL", "Jan de Vries"),
    (JAN, "JAN DE VRIES", "FULL", "JAN DE VRIES"),
    (JAN, "met jan de vries", "FULL", "jan de vries"),
    (JAN, "Jan\nde Vries", "FULL", "Jan\nde Vries"),
    (JAN, "> Jan de\n> Vries", "FULL", "Jan de\n> Vries"),
    (JAN, "jan.de.vries@postduif.example", "FULL", "jan.de.vries"),
    (JAN, "Jan\tde\tVries", "FULL", "Jan\tde\tVries"),
    (JAN, "jandevries84@postduif.example", "FULL", "jandevries"),
    (JAN, "factuur-janvries-2024.pdf", "FULL", "janvries"),
    (JAN, "@JanDeVries", "FULL", "JanDeVries"),
    (JAN, "devriesjan@postduif.example", "INVERTED", "devriesjan"),
    (JAN, "jdevries@postduif.example", "INITIALS", "jdevries"),
    (JAN, "hannajandevries@postduif.example", None, ""),
    (JAN, "pdevries@postduif.example", None, ""),
    (("Jan de Vries-Bakker",), "jandevriesbakker@postduif.example", "FULL", "jandevriesbakker"),
    (("An Ek",), "anek", None, ""),
    (("Patrick O'Brien",), "patrick obrien", "FULL", "patrick obrien"),
    (("José Muñoz García",), "jose munoz", "FULL", "jose munoz"),
    (("José Muñoz García",), "Muñoz, José", "FULL", "Muñoz, José"),
    (("Anna Maria Schmidt",), "anna maria was er", None, ""),
    (("\u738b\u5c0f\u660e",), "\u738b\u5c0f\u660e\u5148\u751f", "ALIAS", "\u738b\u5c0f\u660e"),
    (("K. Jansen",), "Kees Jansen", "INITIALS", "Kees Jansen"),
    (("K. Jansen",), "Piet Jansen", "OTHER", "Jansen"),
    (JAN, "0417164300 t.n.v. J de Vries", "INITIALS", "J de Vries"),
    (JAN, "T.A.V. J. DE VRIES", "INITIALS", "J. DE VRIES"),
    (JAN, "c/o J. de Vries", "INITIALS", "J. de Vries"),
    (JAN, "N.V. de Vries", "OTHER", "N.V. de Vries"),
    (("Sanne de Vries",), "s.de.vries@postduif.example", "INITIALS", "s.de.vries"),
    (("Sanne de Vries",), "vries, s de", "INITIALS", "vries, s de"),
    (JAN, "Jan en Els de Vries", "FULL", "de Vries"),
    (JAN, "Vries\tde\tJan", "INVERTED", "Vries\tde\tJan"),
    (JAN, "de\tVries\tJan", "INVERTED", "Vries\tJan"),
    (JAN, "Vries, Jan de", "INVERTED", "Vries, Jan de"),
    (JAN, "de Vries, Jan", "INVERTED", "Vries, Jan"),
    (JAN, "Jan Klaas de Vries", "CALLNAME", "Jan Klaas de Vries"),
    (JAN, "Klaas Jan Piet de Vries", "CALLNAME", "Jan Piet de Vries"),
    (JAN, "Jan, Klaas de Vries", "FIRST_NAME", "Jan"),
    (JAN, "Jan Bakker - de Vries", "FULL", "Jan Bakker - de Vries"),
    (JAN, "J. de Vries", "INITIALS", "J. de Vries"),
    (("Els van den Berg",), "Els v/d Berg", "FULL", "Els v/d Berg"),
    (("Pieter-Erik van Oers",), "PE van Oers", "ALL_INITIALS", "PE van Oers"),
    (("Ilse Wijnands-Kroon",), "P. Wijnands e/o I. Wijnands-Kroon", "INITIALS", "I. Wijnands-Kroon"),
    (("Pieter van Oers",), "Jo van Oers", "OTHER", "van Oers"),
    (("Pieter van Oers",), "JO VAN OERS", "OTHER", "VAN OERS"),
    (JAN, "J.P. de Vries", "INITIALS", "J.P. de Vries"),
    (JAN, "VRIES, J. DE", "INITIALS", "VRIES, J. DE"),
    (JAN, "Jan de Vreis", "MISSPELT", "Jan de Vreis"),
    (JAN, "Jna de Vries", "MISSPELT", "Jna de Vries"),
    (JAN, "J. de Fries", "MISSPELT", "J. de Fries"),
    (JAN, "Johannes de Vries", "CALLNAME", "Johannes de Vries"),
    (JAN, "De Vries belde", "SURNAME", "De Vries"),
    (JAN, "Geachte mevrouw de Vries,", "SURNAME", "mevrouw de Vries"),
    (JAN, "Jansen, Bakker en De Vries, Piet kwam ook", "SURNAME", "De Vries"),
    (JAN, "Beste Jan,", "FIRST_NAME", "Jan"),
    (JAN, "J. en P. de Vries", "INITIALS", "P. de Vries"),
    (JAN, "J.P. e/o M. de Vries", "INITIALS", "M. de Vries"),
    (JAN, "J. en/of M. de Vries", "INITIALS", "M. de Vries"),
    (JAN, "P. Kramer e/o J. de Vries-Kramer", "INITIALS", "J. de Vries"),
    (JAN, "HR P KRAMER EO J DE VRIES", "INITIALS", "J DE VRIES"),
    (JAN, "K. en P. de Vries", "OTHER", "P. de Vries"),
    (JAN, "Piet de Vries", "OTHER", "de Vries"),
    (JAN, "Vries, Piet de", "OTHER", "Vries"),
    (JAN, "A. de Vries", "OTHER", "A. de Vries"),
    (JAN, "het vries weer", None, ""),
    (JAN, "Devriesch", None, ""),
    (JAN, "Jan Bakker", None, ""),
    (JAN, "in januari", None, ""),
    (("Jan Jansen",), "Jansenius", None, ""),
    (("Jan Jansen",), "Jan Jansens", "MISSPELT", "Jan Jansens"),
    (("Jan Jansen",), "J. Janssen", "MISSPELT", "J. Janssen"),
    (("Jelle Bos",), "in het bos", None, ""),
    (("Jelle Bos",), "dhr. Bos", "SURNAME", "dhr. Bos"),
    (("Jelle Bos",), "Bosch en Bosma", None, ""),
    (("Jelle Bos",), "Jelle van den Bos", "MISSPELT", "Jelle van den Bos"),
    (("Zoë Weiß",), "ZOE WEISS", "FULL", "ZOE WEISS"),
    (("Zoe Weiss",), "Zoe\u0308 Weiß", "FULL", "Zoe\u0308 Weiß"),
    (("Maëlle van der Veen\u2011Güneş",), "Maelle vd Veen", "FULL", "Maelle vd Veen"),
    (("Maëlle van der Veen\u2011Güneş",), "M VAN DER VEEN GUNES", "INITIALS", "M VAN DER VEEN GUNES"),
    (("Maëlle van der Veen\u2011Güneş",), "Veen-Gunes, Maëlle van der", "INVERTED", "Veen-Gunes, Maëlle van der"),
    (("Maëlle van der Veen", "Maëlle Güneş"), "M. Güneş", "INITIALS", "M. Güneş"),
    (("Dirk-Jan Visser",), "Dirkjan Visser", "FULL", "Dirkjan Visser"),
    (("Dirk-Jan Visser",), "DJ Visser", "ALL_INITIALS", "DJ Visser"),
    (("Dirk-Jan Visser",), "D. Visser", "INITIALS", "D. Visser"),
    (("Dirk-Jan Visser",), "D.J.M. Visser", "INITIALS", "D.J.M. Visser"),
    (("Dirk-Jan Visser",), "Jan Visser", "CALLNAME", "Jan Visser"),
    (("Dirk-Jan Visser",), "K. Visser", "OTHER", "K. Visser"),
    (("Els Jansen",), "Els de Boer-Jansen", "FULL", "Els de Boer-Jansen"),
    (("Els Jansen",), "de Boer-Jansen, Els", "INVERTED", "Jansen, Els"),
    (("Sanne Bakker", "Pipo"), "groeten van Pipo", "ALIAS", "Pipo"),
    (("Sanne Bakker", "Sannie"), "Sannie Bakker", "FULL", "Sannie Bakker"),
    (("Pieter Wijnands",), "Ilse Wijnands-Kroon", "OTHER", "Wijnands"),
]


@pytest.mark.parametrize(("names", "text", "level", "where"), TABLE)
def test_finds_names(names, text, level, where):
    search, looked_at = NameSearch(names), Text(text)
    best = max(search.find(looked_at), key=lambda mention: mention.level, default=None)
    assert (best.level.name if best else None) == level
    if best and where:
        assert looked_at.slice(best.start, best.end) == where


@pytest.mark.parametrize(("names", "text", "level", "_where"), TABLE)
def test_never_rules_out_what_it_finds(names, text, level, _where):
    if level not in {None, "OTHER", "FIRST_NAME"}:
        assert NameSearch(names).maybe(Text(text))


@pytest.mark.parametrize("text", ["in januari", "Beste Jan,", "Devriesch kwam", "Jan Bakker"])
def test_rules_out_at_once(text):
    assert not NameSearch(JAN).maybe(Text(text))


@pytest.mark.parametrize(
    "text",
    [
        "Jan " * 40_000,
        "vries" * 40_000,
        "Vries, " * 30_000,
        "jan.de." * 30_000,
        "Jan de Vreis " * 10_000,
        "." * 200_000,
        "jandevries" * 20_000,
        "t.n.v. " * 30_000 + "J. de Vries",
    ],
)
def test_time_follows_length(cost, text):
    search = NameSearch(JAN)
    assert cost(lambda: search.find(Text(text))) < 5


@pytest.mark.parametrize("text", ["Weiß, Ĳ en é", "e\u0301e\u0301 Zoë", "x\u00adJan de Vries", "İstanbul Jan", "", "ﬁets"])
def test_knows_the_way_back(text):
    folded = Text(text)
    places = [folded.origin(at) for at in range(len(folded.folded) + 1)]
    assert places == sorted(places)
    assert places[-1] <= len(text)
    assert fold(folded.folded) == folded.folded


def test_levels_are_in_order_of_weight():
    assert Level.OTHER < Level.FIRST_NAME < Level.SURNAME < Level.INITIALS < Level.FULL
