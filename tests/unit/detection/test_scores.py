"""Words beside a number raise or lower its score."""

import pytest

from scanner.detection.engine import Engine
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType

LOWEST = Engine("re", min_score=0.0)
TABLE = [
    ("123456782", "burgerservicenummer 123456782", "ordernummer 123456782", EntityType.NL_BSN),
    ("4111111111111111", "creditcard 4111111111111111", "tracking 4111111111111111", EntityType.CREDIT_CARD),
    ("0104123456", "telefoon 0104123456", "factuurnummer 0104123456", EntityType.PHONE_NUMBER),
    ("8.8.8.8", "IP-adres 8.8.8.8", "versie 8.8.8.8", EntityType.IP_ADDRESS),
    ("1012 AB", "postcode 1012 AB", "model 1012 AB", EntityType.NL_POSTCODE),
]


@pytest.mark.parametrize(("bare", "raised", "lowered", "entity_type"), TABLE)
def test_context(bare, raised, lowered, entity_type):
    scores = [next((s.score for s in LOWEST.find(text) if s.entity_type is entity_type), -1) for text in (lowered, bare, raised)]
    assert -1 not in scores
    assert scores == sorted(set(scores))


def test_every_score_is_between_0_and_1():
    texts = [text for row in TABLE for text in row[:3]]
    assert all(0 <= span.score <= 1 for text in texts for span in LOWEST.find(text))


def test_the_nearest_word_decides():
    text = "Mijn BSN geef ik niet. Het ordernummer is 123456782"
    assert Engine("re").find(text) == []


def test_context_does_not_reach_into_another_field():
    assert Engine("re").find("BSN\x1e 123456782") == []


def test_of_two_overlapping_spans_the_longer_stands_then_the_surer_whatever_the_order():
    a = Span(0, 10, EntityType.IBAN_CODE, 0.5, "a")
    b = Span(4, 9, EntityType.PHONE_NUMBER, 0.9, "b")
    c = Span(0, 10, EntityType.CREDIT_CARD, 0.7, "c")
    d = Span(10, 12, EntityType.URL, 0.7, "d")
    assert resolve([a, b, c, d]) == resolve([d, c, b, a]) == [c, d]


def test_an_address_inside_a_link_stands_beside_it():
    link, mail = Span(0, 30, EntityType.URL, 0.6, "link"), Span(10, 20, EntityType.EMAIL_ADDRESS, 0.9, "email")
    assert resolve([mail, link]) == [link, mail]
