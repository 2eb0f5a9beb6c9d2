"""Finding personal data in fields and text."""

from scanner.detection.detector import Detector, make_detector
from scanner.detection.names import NOBODY, Roster
from scanner.detection.people import Names
from scanner.detection.spans import Span
from scanner.settings import DetectionSettings

__all__ = ["NOBODY", "DetectionSettings", "Detector", "Names", "Roster", "Span", "make_detector"]
