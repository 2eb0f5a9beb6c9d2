"""Bytes into text, within limits: whatever cannot be read is said, never skipped."""

from scanner.extraction.extractor import Extractor
from scanner.extraction.limits import Limits, Unread
from scanner.extraction.ocr import Tesseract

__all__ = ["Extractor", "Limits", "Tesseract", "Unread"]
