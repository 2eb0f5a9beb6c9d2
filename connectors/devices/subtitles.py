"""Transcripts and subtitles (WebVTT, SubRip): one record, a row for each cue; Zoom puts the speaker before what is said."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from connectors.devices import rows
from connectors.devices.rows import Said
from connectors.devices.source import Source
from connectors.devices.wording import decoded, lines_of
from scanner.model import Gap, Record

_TIMES = re.compile(r"\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_PLACED = re.compile(r"(?:[ \t]+(?:vertical|line|position|size|align|region|[XY][12]):[^\s@]{0,100})*\s*", re.IGNORECASE)
"""Where a cue is shown."""
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?[ \t]+([^>]{1,100})>", re.IGNORECASE)
_SPEAKER = re.compile(r"([^\W\d_][^:<>\n]{0,79}): +(.*)", re.DOTALL)
_MARK_UP = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang|font|span)\b[^<>]{0,200}>|<[\d:.]+>", re.IGNORECASE)
"""What WebVTT and SubRip mark text with; a mailbox in angle brackets is text."""
_SUBRIP = re.compile(r"\ufeff?\s*\d+\s*\r?\n\s*\d+:\d{2}:\d{2}[,.]\d{1,3}\s*-->")


def begins(head: str) -> bool:
    """Return whether a text begins as WebVTT or SubRip."""
    return head.lstrip("\ufeff").startswith("WEBVTT") or bool(_SUBRIP.match(head))


def read(source: Source, file: BinaryIO) -> Iterator[Record | Gap]:
    """Yield the transcript."""
    yield from rows.records(source, said(decoded(line) for line in lines_of(file)))


def said(lines: Iterator[str]) -> Iterator[Said]:
    """Yield what each cue says; what stands outside the cues is text without a time."""
    at, text = "", ""
    for line in lines:
        times = _TIMES.match(line)
        if times or not line.strip():
            yield from _cue(at, text)
            at, text = times[1] if times else "", ""
            if times and not _PLACED.fullmatch(line, times.end()):
                text = line[times.end() :]
        elif len(text) < 1_000_000:
            text += line
        else:
            yield from _cue(at, text)
            text = line
    yield from _cue(at, text)


def _cue(at: str, text: str) -> Iterator[Said]:
    voices = _VOICE.findall(text)
    text = _MARK_UP.sub("", text).strip()
    if text and not (text.isdigit() and not at) and text != "WEBVTT":
        spoken = None if voices else _SPEAKER.match(text)
        sender = voices[0].strip() if len(set(voices)) == 1 else spoken[1].strip() if spoken else ""
        more = tuple(voices) if len(set(voices)) > 1 else ()
        yield Said(at, sender, spoken[2] if spoken else text, more=more)
