"""Two other models of the same texts, to compare with: a CRF (python-crfsuite) and spaCy's own small network.

    python scanner/detection/names/training/rivals.py --newspapers enp_NL.kb.bio --spacy FOLDER [--minutes 15]
    python scanner/detection/names/training/rivals.py --newspapers enp_NL.kb.bio --crf FILE        (needs: pip install python-crfsuite)

The first writes a pipeline that `[detection] names = "spacy:FOLDER"` and `tests/bench/names.py --spacy FOLDER` take. The second writes a
model and prints its figures on the newspapers beside those of the model that comes with inzage, each by itself.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import Example, newspapers
from train import Count, examples

from scanner.detection.names import evidence, trained

_DROPOUT, _BATCH = 0.2, 64
_LIKELY = (0.5, 0.2, 0.05)
Places = Sequence[tuple[int, int]]


def network(papers: Path, seed: int, minutes: float, folder: Path) -> None:
    """Train spaCy's entity recognizer for some minutes of one core."""
    import spacy
    from spacy.training import Example as Lesson

    spacy.util.fix_random_seed(seed)
    pipeline = spacy.blank("nl")
    pipeline.add_pipe("ner").add_label("PER")
    lessons = []
    for one in examples(papers, seed):
        text = pipeline.make_doc(one.text)
        spans = [text.char_span(start, end, "PER", alignment_mode="expand") for start, end in one.people]
        reference = text.copy()
        reference.set_ents(spacy.util.filter_spans(filter(None, spans)))
        lessons.append(Lesson(text, reference))
    optimizer = pipeline.initialize(lambda: lessons[:200])
    chance, until = random.Random(seed), time.process_time() + minutes * 60
    while True:
        chance.shuffle(lessons)
        losses: dict[str, float] = {}
        for at in range(0, len(lessons), _BATCH):
            pipeline.update(lessons[at : at + _BATCH], drop=_DROPOUT, sgd=optimizer, losses=losses)
            if time.process_time() > until:
                pipeline.to_disk(folder)
                return
        print(f"loss {losses['ner']:.0f}, {(until - time.process_time()) / 60:.1f} minutes left", flush=True)


def chain(papers: Path, seed: int, file: Path) -> Callable[[str, float], Places]:
    """Train a CRF on the same evidence of every word; return who reads with it, given how likely a person must be."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 60, "feature.minfreq": 3})
    for one in examples(papers, seed):
        found = evidence.tokens(one.text)
        people = sorted(one.people)
        labels = [
            next(("BI"[token.start() > start] for start, end in people if start < token.end() and token.start() < end), "O")
            for token in found
        ]
        trainer.append(_everything(found), labels)
    trainer.train(str(file))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))

    def read(text: str, likely: float) -> Places:
        found = evidence.tokens(text)
        tagger.set(_everything(found))
        spans: list[tuple[int, int]] = []
        inside = False
        for at, token in enumerate(found):
            person = 1 - tagger.marginal("O", at) >= likely and (inside or token[0].isalpha())
            if person:
                spans[len(spans) - inside :] = [(spans[-1][0] if inside else token.start(), token.end())]
            inside = person
        return spans

    return read


def _everything(found: Sequence) -> list[list[str]]:
    words = ["^", "^", *(token[0] for token in found), "^", "^"]
    lowered = frozenset(filter(str.islower, words))
    return [[*evidence.spelling(words[at]), *evidence.around(words, at, lowered)] for at in range(2, len(words) - 2)]


def judged(texts: Sequence[Example], read: Callable[[str], Places]) -> Count:
    """Return what a model finds by itself."""
    count = Count()
    for one in texts:
        count.add(one.people, read(one.text))
    return count


def main() -> None:
    """Train what is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--newspapers", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--spacy", type=Path)
    options.add_argument("--minutes", type=float, default=15)
    options.add_argument("--crf", type=Path)
    given = options.parse_args()
    if given.spacy:
        network(given.newspapers, given.seed, given.minutes, given.spacy)
    if given.crf:
        began = time.process_time()
        read = chain(given.newspapers, given.seed, given.crf)
        print(f"CRF: {given.crf.stat().st_size} bytes, {time.process_time() - began:.0f} s")
        texts = list(newspapers(given.newspapers, 0.8, 1.0))
        size = sum(len(one.text.encode()) for one in texts)
        for likely in _LIKELY:
            began = time.process_time()
            print(
                f"CRF at {likely}: {judged(texts, lambda text, likely=likely: read(text, likely))}, {size / (time.process_time() - began) / 1e6:.2f} MB/s"
            )
        began = time.process_time()
        print(
            f"inzage: {judged(texts, lambda text: list(trained.shipped().read(text)))}, {size / (time.process_time() - began) / 1e6:.2f} MB/s"
        )


if __name__ == "__main__":
    main()
