"""What detection is told by the configuration. Apart from detection, which takes a while to load: many commands never need it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TRAINED = "trained"
"""The finder of names that comes with inzage."""


@dataclass(frozen=True, slots=True)
class DetectionSettings:
    """`[detection]`. Picklable, so that a worker process makes its own detector.

    `min_score`: findings below it are not reported (0..1). `recognizers`: a user's own Presidio recognizers, as
    `module:Class`; `recognizer_files`: the same as YAML in Presidio's format. `entities` says what the entity names of
    those mean here ("STUDENT_NUMBER" -> "CUSTOMER_NUMBER"). `names`: "trained", "built-in" (no model), "spacy:MODEL",
    or `module:factory` of a `Names`; "" for none. `prefilter`: "auto", "hyperscan" or "re".
    """

    min_score: float = 0.35
    recognizers: tuple[str, ...] = ()
    recognizer_files: tuple[str, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)
    names: str = TRAINED
    prefilter: str = "auto"
