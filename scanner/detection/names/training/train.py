"""Train the model of names in prose and write its file. docs/names_model.md is its card.

    python scanner/detection/names/training/train.py --newspapers enp_NL.kb.bio [--out scanner/detection/names/people.model]

`enp_NL.kb.bio` is the Dutch part of Europeana's "ner-corpora" (CC0; github.com/EuropeanaNewspapers/ner-corpora): historic newspapers with
reading errors. Its first three quarters are learnt from, the next twentieth is tuned on, and the last fifth is not looked at:
tests/bench/names.py measures on it. The rest is written here, from our own sentences and invented people. The same arguments give the
same file.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from corpus import Example, newspapers
from sentences import Writer, origins

from scanner.detection.names import NameFinder, evidence, trained
from scanner.detection.names.finder import apart
from scanner.detection.names.model import SCORE
from scanner.detection.names.stretches import PARTICLE
from scanner.detection.spans import Span
from scanner.entities import EntityType

LEARN, TUNE = (0.0, 0.75), (0.75, 0.8)
_OUT = Path(trained.__file__).with_name(trained.FILE)
_EPOCHS, _RATE, _SHRINK = 6, 0.2, 0.025
_TEXTS, _COPIES, _LEAST = 16_000, 3, 3
_STEPS = 127
_TUNED, _MARGIN = 1500, 0.02
"""The margin: what is tuned on and what is learnt from are by the same hand, so that precision elsewhere is lower."""
_THRESHOLDS = (-1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.5)

Places = Sequence[tuple[int, int]]


def examples(papers: Path, seed: int) -> list[Example]:
    """Return what is learnt from: newspapers, the same with people of today, and texts of our own."""
    old, writer = list(newspapers(papers, *LEARN)), Writer(seed)
    return [*old, *(writer.modern(one) for _ in range(_COPIES) for one in old), *writer.texts(_TEXTS)]


def cases(texts: Iterable[Example]) -> Iterator[tuple[list[str], bool]]:
    """Yield the evidence of each word that may be a name, and whether it is one."""
    for one in texts:
        found, people, at = evidence.tokens(one.text), sorted(one.people), 0
        for clue in evidence.clues([token[0] for token in found]):
            start, end = found[clue.at].span()
            while at < len(people) and people[at][1] <= start:
                at += 1
            yield [*evidence.spelling(clue.word), *clue.evidence], at < len(people) and people[at][0] < end


def fit(learnt: Sequence[tuple[list[str], bool]], seed: int) -> tuple[np.ndarray, float]:
    """Return the weight of each bucket and the bias: logistic regression by AdaGrad. Evidence seen once or twice weighs nothing."""
    seen = Counter(piece for pieces, _ in learnt for piece in pieces)
    rows = [np.array([trained.BUCKETS, *(trained.bucket(one) for one in pieces if seen[one] >= _LEAST)]) for pieces, _ in learnt]
    weights, squares = np.zeros(trained.BUCKETS + 1), np.full(trained.BUCKETS + 1, 1e-2)
    total = np.zeros_like(weights)
    order, chance = list(range(len(rows))), random.Random(seed)
    for epoch in range(_EPOCHS):
        chance.shuffle(order)
        loss = 0.0
        for at in order:
            row, person = rows[at], learnt[at][1]
            likely = 1 / (1 + math.exp(-weights[row].sum()))
            loss -= math.log(max(1e-9, likely if person else 1 - likely))
            slope = likely - person + _SHRINK * weights[row]
            squares[row] += slope * slope
            weights[row] -= _RATE * slope / np.sqrt(squares[row])
        total += weights
        print(f"epoch {epoch + 1}: loss {loss / len(rows):.4f}")
    # the mean of the epochs: what one sentence last said weighs less
    mean = total / _EPOCHS
    return mean[:-1], float(mean[-1])


def quantised(weights: np.ndarray) -> tuple[bytes, float]:
    """Return the weights as signed bytes, and what one step is worth."""
    scale = float(np.abs(weights).max()) / _STEPS
    return np.round(weights / scale).astype(np.int8).tobytes(), scale


class Count:
    """How many names were planted, how many found, and how many false spans there were."""

    def __init__(self) -> None:
        self.planted = self.found = self.wrong = 0

    def add(self, people: Places, spans: Places) -> None:
        """Count one text. A name is found when a span covers half of it or more and is at most twice as long."""
        self.planted += len(people)
        self.found += sum(any(_says(one, span) for span in spans) for one in people)
        self.wrong += sum(not any(start < stop and begin < end for start, end in people) for begin, stop in spans)

    @property
    def recall(self) -> float:
        """Return which part of the names was found."""
        return self.found / max(1, self.planted)

    @property
    def precision(self) -> float:
        """Return which part of the spans was right."""
        return self.found / max(1, self.found + self.wrong)

    def __str__(self) -> str:
        f2 = 5 * self.precision * self.recall / max(1e-9, 4 * self.precision + self.recall)
        return f"recall {self.recall:.3f}  precision {self.precision:.3f}  F2 {f2:.3f}"


def _says(one: tuple[int, int], span: tuple[int, int]) -> bool:
    size = one[1] - one[0]
    return 2 * (min(one[1], span[1]) - max(one[0], span[0])) >= size and span[1] - span[0] <= 2 * size


def judged(texts: Iterable[Example], model: trained.Model | None) -> Count:
    """Return how the built-in finder does on texts, with a model or without, when nobody is known."""
    count, finder = Count(), NameFinder()
    for one in texts:
        spans = finder.find(one.text, [])
        if model:
            standing = tuple((span.start, span.end) for span in spans if span.score >= PARTICLE)
            spans = apart([*spans, *(Span(*place, EntityType.PERSON, SCORE, "") for place in model.read(one.text, standing))], [])
        count.add(one.people, [(span.start, span.end) for span in spans])
    return count


def threshold(papers: Path, seed: int, made: Callable[[float], trained.Model]) -> float:
    """Return the lowest threshold at which, on what is tuned on, precision is above the finder's own by a margin."""
    sets = (list(newspapers(papers, *TUNE)), list(Writer(seed + 1, kept=True).texts(_TUNED)))
    alone = [judged(texts, None) for texts in sets]
    print("without a model", *alone, sep=" | ")
    for at in _THRESHOLDS:
        counts = [judged(texts, made(at)) for texts in sets]
        print(f"at {at:5.2f}", *counts, sep=" | ")
        if all(count.precision >= before.precision + _MARGIN for count, before in zip(counts, alone, strict=True)):
            return at
    raise SystemExit("the model finds less surely than the finder alone at every threshold")


def by_origin(seed: int, model: trained.Model) -> None:
    """Print which part of the people of each origin is found, on names and sentences that were kept back; without a model, with it."""
    for origin in origins(kept=True):
        texts = list(Writer(seed + 2, kept=True, origin=origin).texts(_TUNED // 3))
        print(f"{origin:12} recall {judged(texts, None).recall:.3f}, with the model {judged(texts, model).recall:.3f}")


def main() -> None:
    """Train, and write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--newspapers", type=Path, required=True)
    options.add_argument("--out", type=Path, default=_OUT)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    weights, bias = fit(list(cases(examples(given.newspapers, given.seed))), given.seed)
    held, scale = quantised(weights)
    chosen = threshold(given.newspapers, given.seed, lambda at: trained.Model(held, scale=scale, bias=bias, threshold=at))
    given.out.write_bytes(trained.pack(held, scale=scale, bias=bias, threshold=chosen))
    by_origin(given.seed, trained.unpack(given.out.read_bytes()))
    print(f"{given.out}: {given.out.stat().st_size} bytes, {np.count_nonzero(np.frombuffer(held, np.int8))} weights")


if __name__ == "__main__":
    main()
