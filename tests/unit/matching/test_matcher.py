from datetime import date

import pytest

from scanner.matching.features import EXPLAINED, FEATURES, MATCH_AT, POSSIBLE_AT, Rank
from scanner.matching.leads import TOLD
from scanner.matching.matcher import Matcher, judge
from scanner.model import Verdict

YES, ASK, NO = Verdict.MATCH, Verdict.POSSIBLE, Verdict.NON_MATCH
TEXT = "m.eml!/text"
TABLE = [
    # one identifier that is the person's alone
    (YES, "same_mailbox", [(TEXT, "Mail naar S\u00c1nne.bakker@postduif.example".replace("\u00c1", "A"))]),
    (YES, "same_mailbox", [("m.eml!/From/0/address", "Sanne.Bakker+wix@postduif.example", "email")]),
    (YES, "same_mailbox", [(TEXT, "https://x.example/?a=1&mail=sanne.bakker%40postduif.example&b=2")]),
    (YES, "same_mailbox", [(TEXT, "sanne.\u200bbakker@post\u00adduif.example")]),
    (YES, "same_mailbox", [(TEXT, "sanne.bakker\uff20postduif.example")]),
    (YES, "same_mailbox", [(TEXT, "mail naar sanne.bakker (at) postduif (dot) example")]),
    (YES, "same_mailbox", [("/speech", "sanne punt bakker apenstaartje postduif punt example", "row")]),
    (YES, "same_mailbox", [(TEXT, "Sanne.Bakker[at]postduif.example")]),
    (YES, "same_mailbox", [(TEXT, "sanne.bakker @ postduif. example")]),
    (YES, "same_mailbox", [(TEXT, "bounce-7-sanne.bakker=postduif.example@lijst.example")]),
    (YES, "same_mailbox", [(TEXT, "SRS0=HHH=TT=postduif.example=sanne.bakker@elders.example")]),
    (YES, "same_mailbox", [(TEXT, "prvs=1234567=sanne.bakker@postduif.example")]),
    (YES, "same_mailbox", [("/upn", "sanne.bakker_postduif.example#EXT#@studio.onmicrosoft.example")]),
    (ASK, "full_name", [(TEXT, "sanne.bakker_postduif.example")]),
    (ASK, "full_name", [(TEXT, "jan.sanne.bakker @ postduif.example, o'sanne.bakker@postduif.example")]),
    (ASK, "full_name", [(TEXT, "sanne.bakker at postduif of example")]),
    (ASK, "full_name", [(TEXT, "sanne.bakker@postdu\u00eff.example")]),
    (ASK, "full_name", [(TEXT, "?x=1.sanne.bakker%40postduif.example")]),
    (YES, "same_phone", [(TEXT, "Bel me\nop 06-12345678!")]),
    (YES, "same_phone", [("/path", "gesprek_06_12345678.m4a")]),
    (YES, "same_phone", [("/phone", "+31 (0)6 1234 5678", "phone")]),
    (YES, "same_phone", [(TEXT, "mijn nummer is nul zes, twaalf, vierendertig, zesenvijftig, achtenzeventig")]),
    (YES, "same_phone", [(TEXT, "het is nul zes, twaalf, vier en dertig, zes en vijftig, acht en zeventig")]),
    (YES, "same_phone", [(TEXT, "Plus thirty one six, one two three four, five six seven eight. Okay?")]),
    (NO, "", [(TEXT, "nul zes, twaalf, vierendertig, zesenvijftig, negenenzeventig")]),
    (NO, "", [(TEXT, "Els Visser, NL42ABNA0612345678, ook NL42 ABNA 0612 3456 78")]),
    (YES, "same_phone", [(TEXT, "NL42ABNA0417164309, tel 0612345678")]),
    (YES, "same_iban", [(TEXT, "x" * 2000 + "\nNL91 ABNA 0417 1643 00")]),
    (YES, "same_bank_account", [(TEXT, "rek. 41.71.64.300 t.n.v. hetzelfde")]),
    (YES, "same_bank_account", [("m.940!/61", "0417164300", "row")]),
    (NO, "", [(TEXT, "0417164301 of 10417164300")]),
    (YES, "same_bsn", [("k.csv!/4", "Sanne\t111222333", "row")]),
    (YES, "same_mailbox", [(TEXT, "-- \nStudio, met dank aan sanne.bakker@postduif.example")]),
    # a name with what confirms it
    (YES, "same_date_of_birth", [("/name", "Sanne Bakker", "name"), ("/born", "12-03-1988", "born")]),
    (YES, "same_address", [("/name", "Sanne Bakker", "name"), ("/zip", "2013 KL", "postcode"), ("/street", "Repetitielaan 12")]),
    (YES, "same_date_of_birth", [("k.csv!/4", "Bakker\tSanne\t12-3-1988", "row")]),
    (YES, "same_date_of_birth", [(TEXT, "Hallo,\nSanne Bakker (geb. 12 maart 1988) komt ook.")]),
    (YES, "same_address", [(TEXT, "Sanne Bakker\nRepetitielaan 12\n2013 KL Haarlem")]),
    (YES, "same_date_of_birth", [("/names/0/displayName", "Sanne Bakker", "name"), ("/birthdays/0/date/year", "1988"),
        ("/birthdays/0/date/month", "3"), ("/birthdays/0/date/day", "12")]),
    # weak evidence alone
    (ASK, "full_name", [(TEXT, "Gisteren was Sanne Bakker er")]),
    (ASK, "inverted_name", [("k.csv!/4", "Bakker\tSanne\tworkshop", "row")]),
    (ASK, "initials_and_surname", [(TEXT, "S.M. Bakker")]),
    (ASK, "misspelt_name", [(TEXT, "Sanne Baker")]),
    (ASK, "surname_only", [(TEXT, "mevrouw Bakker")]),
    (ASK, "same_date_of_birth", [(TEXT, "geboren op 12-03-1988")]),
    (NO, "same_address", [(TEXT, "Ilse Bakker, Repetitielaan 12, 2013 KL Haarlem")]),
    (NO, "same_street", [(TEXT, "Repetitielaan 12 te Utrecht")]),
    (ASK, "same_address", [(TEXT, "Repetitielaan 12, 2013 KL Haarlem")]),
    (NO, "same_postcode", [(TEXT, "Toneelkade 3, 2013 KL Haarlem")]),
    (NO, "", [(TEXT, "Sanne komt ook")]),
    (NO, "", [(TEXT, "Niemand in het bijzonder")]),
    (NO, "", [(TEXT, "brood van de bakker")]),
    (NO, "", []),
    (ASK, "full_name", [("/name", "Sanne Bakker", "name"), ("/zip", "2013 KL", "postcode")]),
    # evidence about two people does not add up
    (ASK, "same_date_of_birth", [("/attendees/0/displayName", "Sanne Bakker", "name"), ("/attendees/0/email", "x@y.example", "email"),
        ("/attendees/1/displayName", "Ilse Kroon", "name"), ("/attendees/1/birthDate", "1988-03-12", "born")]),
    (ASK, "same_date_of_birth", [("k.csv!/4", "Sanne\tBakker", "row"), ("k.csv!/5", "Ilse\tKroon\t12-03-1988", "row")]),
    (ASK, "same_date_of_birth", [(TEXT, "Sanne Bakker" + " en dan nog wat" * 40 + " geboren 12-03-1988\n")]),
    # namesakes
    (ASK, "other_email", [("m.eml!/From/0/name", "Sanne Bakker", "name"), ("m.eml!/From/0/address", "sb@kanaalpost.example", "email")]),
    (NO, "other_date_of_birth", [("/name", "Sanne Bakker", "name"), ("/born", "30-10-1996", "born")]),
    (NO, "other_date_of_birth", [(TEXT, "Sanne Bakker, geboren 30 oktober 1996, doet mee. Sanne Bakker betaalt later.")]),
    (NO, "other_date_of_birth", [("k.csv!/1", "naam\tgeboortedatum", "row"), ("k.csv!/2", "Sanne Bakker\t30-10-1996", "row")]),
    (ASK, "other_email", [(TEXT, 'Van: "Sanne Bakker" <sb@kanaalpost.example>')]),
    (ASK, "other_email", [("k.csv!/2", "Sanne\tBakker\tsb@kanaalpost.example", "row")]),
    (ASK, "other_email", [("/name", "Sanne Bakker", "name"), ("/email", "sb@kanaalpost.example", "email"), ("/zip", "2013KL 12", "postcode")]),
    (ASK, "other_email", [("/name", "Sanne Bakker", "name"), ("/email", "sb@kanaalpost.example", "email"), ("/zip", "1402 XX", "postcode"),
        ("/phone", "0687654321", "phone")]),
    # people move and change numbers
    (YES, "same_mailbox", [("/name", "Sanne Bakker", "name"), ("/email", "sanne.bakker@postduif.example", "email"),
        ("/phone", "0687654321", "phone"), ("/zip", "1402 XX", "postcode")]),
    (YES, "same_date_of_birth", [("/name", "Sanne Bakker", "name"), ("/born", "1988-03-12", "born"), ("/email", "sb@kanaalpost.example", "email")]),
    (ASK, "other_date_of_birth", [("/email", "sanne.bakker@postduif.example", "email"), ("/name", "Sanne Bakker", "name"), ("/born", "1996-10-30", "born")]),
    (ASK, "almost_same_date_of_birth", [("/name", "Sanne Bakker", "name"), ("/born", "1988-12-03", "born")]),
    (ASK, "almost_same_date_of_birth", [("k.csv!/1", "naam\tgeboortedatum", "row"), ("k.csv!/2", "Sanne Bakker\t12-03-1989", "row")]),
    (ASK, "almost_same_date_of_birth", [(TEXT, "Sanne Bakker (geb. 21 maart 1988)")]),
    (YES, "almost_same_date_of_birth", [("/name", "Sanne Bakker", "name"), ("/email", "sanne.bakker@postduif.example", "email"), ("/born", "1988-12-03", "born")]),
    # one household: initials and a home are a brother's too, a surname and a birth date a twin's
    (ASK, "same_address", [("/name", "S. Bakker", "name"), ("/zip", "2013 KL", "postcode"), ("/street", "Repetitielaan 12")]),
    (ASK, "same_date_of_birth", [("/name", "S. Bakker", "name"), ("/zip", "2013 KL 12", "postcode"), ("/born", "1988-03-12", "born")]),
    (ASK, "same_date_of_birth", [(TEXT, "Familie Bakker, geb. 12-03-1988, Repetitielaan 12, 2013 KL Haarlem")]),
    (ASK, "other_given_name", [("/name", "Ilse Bakker", "name"), ("/zip", "2013 KL 12", "postcode"), ("/born", "1988-03-12", "born")]),
    (ASK, "other_given_name", [("/name", "Ilse Bakker", "name"), ("/zip", "2013 KL 12", "postcode"), ("/born", "1988-03-12", "born"),
        ("/phone", "0612345678", "phone"), ("/email", "sanne.bakker@postduif.example", "email")]),
    (ASK, "other_given_name", [("k.csv!/2", "Ilse\tBakker\t12-03-1988\t0612345678\tNL91 ABNA 0417 1643 00\t2013 KL 12", "row")]),
    # parent and child of one name
    (ASK, "other_date_of_birth", [("/name", "Sanne Bakker", "name"), ("/born", "1962-05-01", "born"), ("/zip", "2013 KL 12", "postcode"),
        ("/phone", "0612345678", "phone"), ("/email", "sanne.bakker@postduif.example", "email")]),
    (ASK, "other_generation", [("/name", "Sanne Bakker sr.", "name"), ("/zip", "2013 KL 12", "postcode"), ("/phone", "0612345678", "phone")]),
    (ASK, "other_generation", [(TEXT, "Sanne Bakker junior\nRepetitielaan 12\n2013 KL Haarlem")]),
    (YES, "same_address", [(TEXT, "Sanne Bakker, senior adviseur\nRepetitielaan 12\n2013 KL Haarlem")]),
    # shared phones and accounts
    (ASK, "other_given_name", [("/name", "Ilse Bakker", "name"), ("/phone", "0612345678", "phone")]),
    (ASK, "other_given_name", [("/name", "I. Bakker", "name"), ("/iban", "NL91ABNA0417164300", "iban")]),
    (ASK, "other_given_name", [("k.csv!/2", "Ilse\tBakker\t0612345678", "row")]),
    (YES, "same_iban", [("/name", "HR S BAKKER", "name"), ("/iban", "NL91ABNA0417164300", "iban")]),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "feature", "rows"), TABLE)
def test_verdict(matcher, record, verdict, feature, rows):
    match = matcher.match(record(*rows))
    assert match.verdict is verdict, match
    assert feature in {reason.feature for reason in match.reasons} or (not feature and match.score < POSSIBLE_AT)
    assert match.score == sum(reason.weight for reason in match.reasons)


@pytest.mark.parametrize(("verdict", "_feature", "rows"), TABLE)
def test_cheap_check_never_rules_out_what_counts(matcher, verdict, _feature, rows):
    if verdict is not NO and not any("/year" in row[0] for row in rows):
        assert matcher.maybe("\t".join(row[1] for row in rows))


@pytest.mark.parametrize(
    ("verdict", "rows"),
    [
        (ASK, [("/summary", "Coaching Sanne"), ("m.eml!/text", "Bij haar thuis: Repetitielaan 12")]),
        (ASK, [(TEXT, "Sanne belde"), ("b.eml!/text", "Repetitielaan 12 te Haarlem")]),
        (NO, [(TEXT, "Sanne belde"), ("b.eml!/text", "iemand uit 2013 KL belde ook")]),
        (NO, [(TEXT, "Sanne belde"), ("b.eml!/text", "Ilse Bakker, Repetitielaan 12 te Haarlem")]),
        (NO, [("k.csv!/2", "Sanne\tKroon", "row"), ("k.csv!/3", "Ilse\tRepetitielaan 12", "row")]),
    ],
)
def test_a_first_name_with_her_street_elsewhere_is_a_question(matcher, record, verdict, rows):
    found = matcher.match(record(*rows))
    assert found.verdict is verdict
    if verdict is ASK:
        assert {reason.feature for reason in found.reasons} == {"first_name_only", "same_street"}
        assert found.score == sum(reason.weight for reason in found.reasons)


FAMILY = (("name", "Pieter Wijnands"), ("email", "familie.wijnands@postduif.example"))
INFO = (("name", "Pieter Wijnands"), ("email", "info@wijnands.example"))


@pytest.mark.parametrize(
    ("told", "verdict", "rows"),
    [
        (FAMILY, YES, [("/name", "Pieter Wijnands", "name"), ("/email", FAMILY[1][1], "email")]),
        (FAMILY, YES, [("/name", "Familie Wijnands", "name"), ("/email", FAMILY[1][1], "email")]),
        (FAMILY, YES, [("/email", FAMILY[1][1], "email")]),
        (FAMILY, ASK, [("/name", "Ilse Wijnands-Kroon", "name"), ("/email", FAMILY[1][1], "email")]),
        (FAMILY, ASK, [("/name", "Ilse", "name"), ("/email", FAMILY[1][1], "email")]),
        (FAMILY, ASK, [("/firstName", "Ilse", "name"), ("/lastName", "Wijnands", "name"), ("/email", FAMILY[1][1], "email")]),
        (FAMILY, ASK, [("k.csv!/2", "Ilse\tWijnands\tfamilie.wijnands@postduif.example", "row")]),
        (FAMILY, ASK, [(TEXT, "Van: Ilse Wijnands <familie.wijnands@postduif.example>\nDatum: gisteren")]),
        (FAMILY, ASK, [(TEXT, "Van: Ilse <familie.wijnands@postduif.example>")]),
        (FAMILY, YES, [(TEXT, "Van: Piet Wijnands <familie.wijnands@postduif.example>")]),
        (FAMILY, ASK, [("m.eml!/From/0/name", "Ilse Wijnands", "name"), ("m.eml!/From/0/address", FAMILY[1][1], "email"),
            (TEXT, "Groet, Ilse\nfamilie.wijnands@postduif.example")]),
        (FAMILY, YES, [("m.eml!/From/0/name", "Ilse Wijnands", "name"), ("m.eml!/From/0/address", FAMILY[1][1], "email"),
            (TEXT, "Groet, Pieter Wijnands\nfamilie.wijnands@postduif.example")]),
        (INFO, ASK, [("/name", "Ilse Kroon", "name"), ("/email", "info@wijnands.example", "email")]),
        (INFO, YES, [("/name", "Stichting Wijnands", "name"), ("/email", "info@wijnands.example", "email")]),
        ((("name", "Pieter Wijnands"), ("email", "p.wijnands@postduif.example")), YES,
            [("/name", "Pipo", "name"), ("/email", "p.wijnands@postduif.example", "email")]),
    ],
)  # fmt: skip
def test_shared_mailbox(subject, record, told, verdict, rows):
    assert Matcher(subject(*told)).match(record(*rows)).verdict is verdict


@pytest.mark.parametrize(
    ("written", "verdict"), [("D.J. Visser", YES), ("D. Visser", ASK), ("D.M. Visser", NO), ("DJ Visser", YES)]
)
def test_a_whole_set_of_initials_is_a_name_to_a_household(subject, record, written, verdict):
    matcher = Matcher(subject(("name", "Dirk-Jan Visser"), ("postcode", "2013 KL 12")))
    assert matcher.match(record(("/name", written, "name"), ("/zip", "2013 KL 12", "postcode"))).verdict is verdict


@pytest.mark.parametrize(
    ("provenance", "system", "verdict"),
    [("kees/auditfile", "kees", YES), ("kees/auditfile", "google", ASK), ("request", "kees", ASK)],
)
def test_a_customer_number_counts_where_it_was_given_out(subject, record, provenance, system, verdict):
    matcher = Matcher(subject(("customer", "20012"), provenance=provenance))
    assert matcher.match(record(("/custSupID", "20012", "customer"), system=system)).verdict is verdict


@pytest.mark.parametrize(
    ("value", "text", "verdict"),
    [
        ("8120003", [("/ref", "8120003"), ("/sum", "12,50")], ASK),
        ("8120003", [("k.csv!/4", "8120003\tles\t12,50", "row")], ASK),
        ("8120003", [(TEXT, "er waren 8120003 kijkers")], NO),
        ("2024", [("/year", "2024"), ("/sum", "12,50")], NO),
    ],
)
def test_a_number_alone_in_its_cell(subject, record, value, text, verdict):
    matcher = Matcher(subject(("customer", value)))
    assert matcher.match(record(*text)).verdict is verdict


@pytest.mark.parametrize(
    ("handle", "text", "verdict"),
    [
        ("@sanne.speelt", "https://www.instagram.com/sanne.speelt?igsh=x1", ASK),
        ("@sanne.speelt", "https://nl.linkedin.com/in/sanne.speelt/", ASK),
        ("@sanne.speelt", "volg sanne.speelt", ASK),
        ("@sanne.speelt", "sanne.speelt@elders.example of niet-sanne.speelt", NO),
        ("@sannespeelt", "ig: sannespeelt", ASK),
        ("@theater", "we gaan naar het theater", NO),
        ("@theater", "youtube.com/@theater", ASK),
    ],
)
def test_a_handle_as_people_write_it(subject, record, handle, text, verdict):
    matcher = Matcher(subject(("handle", handle)))
    assert matcher.match(record((TEXT, text))).verdict is verdict


@pytest.mark.parametrize(("name", "verdict"), [("Jan Jansen", ASK), ("Jansen, Jan", ASK), ("J. Jansen", NO)])
def test_who_may_have_moved_is_a_question(subject, record, name, verdict):
    told = (("name", "Jan Jansen"), ("email", "jj84@tulpnet.example"), ("phone", "0612345678"), ("postcode", "3511 LX 12"))
    other = (("/email", "jan@klaver.example", "email"), ("/phone", "0687654321", "phone"), ("/zip", "1012 AB 5", "postcode"))
    found = Matcher(subject(*told)).match(record(("/name", name, "name"), *other))
    assert {"other_email", "other_phone", "other_address"} <= {reason.feature for reason in found.reasons}
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("born", "verdict"), [("01-01-1900", ASK), ("1899-12-30", ASK), ("1-1-1970", ASK), ("0001-01-01", ASK), ("14-05-1971", NO)]
)
def test_a_birth_date_that_nobody_knew_speaks_against_nobody(subject, record, born, verdict):
    matcher = Matcher(subject(("name", "Sanne Bakker"), ("born", "1988-03-12")))
    assert matcher.match(record(("/name", "Sanne Bakker", "name"), ("/born", born, "born"))).verdict is verdict
    assert (
        matcher.match(record(("k.csv!/1", "naam\tgeboortedatum", "row"), ("k.csv!/2", f"Sanne Bakker\t{born}", "row"))).verdict
        is verdict
    )
    assert matcher.match(record((TEXT, f"Sanne Bakker, geboren {born}"))).verdict is verdict


def test_the_same_birthday_of_another_year_is_a_question(subject, record):
    matcher = Matcher(subject(("name", "Sanne Bakker"), ("born", "1988-03-12")))
    found = matcher.match(record((TEXT, "Sanne Bakker, geboren 12-03-1978")))
    assert (found.verdict, found.reasons[0].feature) == (ASK, "almost_same_date_of_birth")
    assert matcher.match(record((TEXT, "Sanne Bakker, geboren 14-05-1971"))).verdict is NO


def test_a_bare_number_in_prose_is_no_customer_number(subject, record):
    matcher = Matcher(subject(("customer", "2024")))
    assert matcher.match(record((TEXT, "in 2024 werd het druk"))).verdict is NO
    assert matcher.match(record((TEXT, "klantnummer 2024 belde"))).verdict is ASK


@pytest.mark.parametrize("name", ["Sanne", "Bakker", "Sanne Bakker", "Bakker, Sanne", "S. Bakker", "Sanne Baker", "SANNE BAKKER"])
@pytest.mark.parametrize("extra", [[], [("/zip", "2013 KL", "postcode")], [("/city", "Haarlem")]])
def test_a_name_alone_never_matches(matcher, record, name, extra):
    assert matcher.match(record(("/name", name, "name"), *extra)).verdict is not YES


def test_reasons_hold_paths_and_no_values(matcher, record):
    match = matcher.match(record(("/name", "Sanne Bakker", "name"), ("/born", "1988-03-12", "born")))
    assert {(reason.feature, reason.path) for reason in match.reasons} == {
        ("full_name", "/name"),
        ("same_date_of_birth", "/born"),
    }
    assert "anne" not in repr(match)
    assert "1988" not in repr(match) + repr(matcher._sight.clues) + repr(matcher._sight.names.known)


def test_every_feature_says_a_sentence():
    assert len(EXPLAINED) == len(FEATURES) + len(TOLD)
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in EXPLAINED.values())


def test_the_table_keeps_its_promises():
    ranks = {rank: [feature.weight for feature in FEATURES if feature.rank is rank] for rank in Rank}
    assert min(ranks[Rank.IDENTIFYING]) >= MATCH_AT
    assert max(ranks[Rank.NAME]) + max(ranks[Rank.HINTING]) < MATCH_AT
    assert max(ranks[Rank.CONFIRMING]) < MATCH_AT
    assert max(ranks[Rank.CONTRADICTING]) < 0


def test_a_table_row_of_a_child_is_not_mistaken_for_a_birth_date(subject, record):
    matcher = Matcher(subject(("name", "Sanne Bakker"), ("born", "1988-03-12")), today=date(2026, 11, 22))
    rows = (("k.csv!/1", "naam\tgeboortedatum\tdatum", "row"), ("k.csv!/2", "Sanne Bakker\t01-10-2026", "row"))
    assert matcher.match(record(*rows)).verdict is ASK


def test_who_is_known_by_a_number_may_have_a_second_mailbox(matcher, record):
    match = matcher.match(record(("/phone", "0612345678", "phone"), ("/email", "sb@kanaalpost.example", "email")))
    assert (match.verdict, {reason.feature for reason in match.reasons}) == (YES, {"same_phone"})


def test_a_namesake_in_a_letter_is_the_letters_own(matcher, record):
    rows = ((TEXT, "Sanne Bakker, geboren 30 oktober 1996"), ("m.eml!/Subject", "Inschrijving Sanne Bakker"))
    assert matcher.match(record(*rows)).verdict is NO


def test_a_namesake_in_a_table_says_nothing_of_other_rows(matcher, record):
    rows = (
        ("k.csv!/1", "naam\tgeboortedatum", "row"),
        ("k.csv!/2", "Sanne Bakker\t30-10-1996", "row"),
        ("k.csv!/3", "Sanne Bakker", "row"),
    )
    assert matcher.match(record(*rows)).verdict is ASK


@pytest.mark.parametrize("score", [MATCH_AT, 99.0])
def test_names_and_hints_never_match_whatever_they_weigh(score):
    assert judge([feature for feature in FEATURES if feature.rank in {Rank.NAME, Rank.HINTING}], score) is ASK


GIRO, MOBILE = "NL42INGB0006123456", "NL74ABNA0612345678"


@pytest.mark.parametrize(
    ("iban", "verdict", "rows"),
    [
        (GIRO, NO, [(TEXT, "Els Visser, tel. 020-6123456")]),
        (GIRO, NO, [(TEXT, "Els Visser 020 612 3456")]),
        (GIRO, NO, [(TEXT, "Order #006123456, € 6.123.456")]),
        (GIRO, NO, [(TEXT, "NL91 RABO 0006123456")]),
        (GIRO, YES, [(TEXT, "giro 6123456")]),
        (GIRO, YES, [(TEXT, "Rekeningnummer: 6 12 34 56")]),
        (GIRO, YES, [("k.csv!/4", "Visser\t6123456\t10", "row")]),
        (MOBILE, NO, [(TEXT, "Els Visser, 06-12345678")]),
        (MOBILE, NO, [(TEXT, "Els Visser, +31 6 12345678")]),
        (MOBILE, NO, [("/phone", "0612345678", "phone")]),
        (MOBILE, YES, [(TEXT, "naar rekening 0612345678")]),
        (MOBILE, YES, [("/account", "0612345678", "account")]),
        (MOBILE, YES, [(TEXT, "2013-01-05 612345678 contributie")]),
    ],
)
def test_a_number_that_is_somebodys_phone_or_order_is_no_account(subject, record, iban, verdict, rows):
    matcher = Matcher(subject(("name", "Jan de Vries"), ("iban", iban)))
    found = record(*rows)
    assert matcher.match(found).verdict is verdict
