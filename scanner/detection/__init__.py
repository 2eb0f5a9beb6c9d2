"""Finding personal data in fields and text."""

from scanner.detection.detector import DetectionSettings, Detector, Names, make_detector
from scanner.detection.spans import Span

__all__ = ["DetectionSettings", "Detector", "Names", "Span", "make_detector"]
