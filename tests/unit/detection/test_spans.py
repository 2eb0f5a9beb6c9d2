"""What stands of overlapping answers, and that it is settled in time that follows the text's length."""

import random

from scanner.detection import make_detector
from scanner.detection.spans import Span, resolve
from scanner.entities import EntityType

KINDS = (EntityType.URL, EntityType.EMAIL_ADDRESS, EntityType.PHONE_NUMBER)


def plainly(spans):
    """The rule, said without any haste."""
    standing = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, -s.score, s)):
        overlapping = [one for one in standing if one.start < span.end and span.start < one.end]
        if all(one.entity_type is EntityType.URL and span.entity_type is EntityType.EMAIL_ADDRESS for one in overlapping):
            standing.append(span)
    return sorted(standing)


def test_what_stands_is_what_the_rule_says():
    dice = random.Random(1)
    for _ in range(500):
        spans = [
            Span(start := dice.randrange(300), start + dice.randrange(1, 150), dice.choice(KINDS), dice.random(), "x")
            for _ in range(dice.randrange(2, 30))
        ]
        assert resolve(spans) == plainly(spans)


def test_one_long_row_of_overlapping_answers_is_not_slow(cost):
    text, detector = "1234 AB " * 12_500, make_detector()
    assert detector.detect(text)
    assert cost(detector.detect, text) < 2.5
