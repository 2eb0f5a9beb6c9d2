import pytest

from scanner.matching.matcher import Matcher
from scanner.matching.rarity import Rarity, weights
from scanner.model import Verdict

ELSEWHERE = [("/email", "x@kanaalpost.example", "email"), ("/phone", "0687654321", "phone"), ("/zip", "1402 XX", "postcode")]
KNOWN = [("email", "y@postduif.example"), ("phone", "0612345678"), ("postcode", "2013 KL 12"), ("address", "Kerkstraat 12")]


def test_a_rare_name_weighs_more_than_a_common_one():
    common, rare = (weights([name], Rarity()) for name in ("Jan de Vries", "Fenna Zonnebloem"))
    assert all(rare[kind] > common[kind] for kind in common)


def test_the_commonest_of_somebodys_names_decides():
    assert weights(["Fenna de Jong", "Fenna Zonnebloem"], Rarity()) == weights(["Fenna de Jong"], Rarity())


def test_what_is_rare_elsewhere_may_be_common_here():
    here = Rarity(["fenna"] * 300 + ["jan"] * 9700, ["zonnebloem"] * 500 + ["vries"] * 9500)
    assert weights(["Fenna Zonnebloem"], here)["full_name"] < weights(["Fenna Zonnebloem"], Rarity())["full_name"]
    assert 0 < here.surname("nobody") < 1e-4


def test_a_rare_name_with_all_else_new_is_asked_about_first(subject, record):
    rare, common = (
        Matcher(subject(("name", name), *KNOWN)).match(record(("/name", name, "name"), *ELSEWHERE))
        for name in ("Fenna Zonnebloem", "Jan de Vries")
    )
    assert (rare.verdict, common.verdict) == (Verdict.POSSIBLE, Verdict.POSSIBLE)
    assert rare.score > common.score


@pytest.mark.parametrize(("name", "verdict"), [("Fenna Zonnebloem", Verdict.MATCH), ("Jan de Vries", Verdict.POSSIBLE)])
def test_every_town_has_a_kerkstraat(subject, record, name, verdict):
    found = Matcher(subject(("name", name), *KNOWN)).match(record(("/name", name, "name"), ("/street", "Kerkstraat 12")))
    assert found.verdict is verdict


@pytest.mark.parametrize("name", ["Fenna Zonnebloem", "Jan de Vries"])
def test_no_name_is_rare_enough_to_match_alone(subject, record, name):
    assert Matcher(subject(("name", name), *KNOWN)).match(record(("/name", name, "name"))).verdict is Verdict.POSSIBLE


def test_without_a_surname_there_is_nothing_to_weigh():
    assert weights(["Pipo"], Rarity()) == {}


FAMILY = ["Bert Zonnebloem", "B. Zonnebloem", "Zonnebloem, Kim", "Piet Zonnebloem", "Noor Tak"]


def test_a_family_among_the_people_here_makes_its_name_common():
    lone = Rarity.among(["Noor Tak", "Piet Tak"], ["Fenna Zonnebloem"])
    family = Rarity.among(FAMILY, ["Fenna Zonnebloem"])
    assert family.surname("zonnebloem") == pytest.approx(3 / 1_004, rel=0.02), "Bert, Kim and Piet, of the four"
    assert weights(["Fenna Zonnebloem"], family)["surname_only"] < weights(["Fenna Zonnebloem"], lone)["surname_only"]


def test_who_is_written_about_much_has_no_commoner_name_for_that():
    herself = ["Fenna Zonnebloem", "F. Zonnebloem", "Zonnebloem, F.", "Fenna Zonnebloem-Tak", "fenna zonnebloem"]
    assert weights(["Fenna Zonnebloem"], Rarity.among(herself, ["Fenna Zonnebloem"])) == weights(["Fenna Zonnebloem"], Rarity())
