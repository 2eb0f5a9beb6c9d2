"""The whole house over the invented studio: what is found, how fast, and beside stock Presidio on the same text.

`python tests/bench/studio.py [--scale N] [--json]`. Recall and precision are of records, against the truth beside the data; the studio's
author and the matcher's read each other's work, so take them as a floor that must hold and not as a blind measure. The
detection rows look through the text of the studio's mail. Processor time; MB is 10^6 bytes of UTF-8.
"""

import argparse
import importlib.util
import io
import json
import sys
import time
from pathlib import Path

from connectors.sandbox.studio import studio as make_studio
from scanner.extraction import Extractor, Limits
from scanner.matching.matcher import Matcher, Own
from scanner.model import Blob, Field, Record, RecordRef, Verdict

HERE = Path(__file__).parent


def _load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mail_records(studio):
    """Return the studio's mail as records with their text, and how long reading them took."""
    began = time.process_time()
    records = []
    with Extractor(Limits()) as extractor:
        for mail in studio.google.mails:
            blob = Blob("message.eml", "message/rfc822", len(mail.raw), lambda raw=mail.raw: io.BytesIO(raw))
            fields = tuple(piece for piece in extractor.extract(blob) if isinstance(piece, Field))
            records.append(Record(RecordRef("google", mail.owner, "messages", mail.message_id), fields))
    return records, time.process_time() - began


def accuracy(studio, records):
    """Return for each named person: how many certain records there are, were found, and were taken for certain wrongly."""
    house = studio.house
    rows, seconds = {}, 0.0
    known = {record.ref.record_id for record in records}
    for subject in studio.named:
        matcher = Matcher(subject, Own(domains=house.domains, people=house.people))
        began = time.process_time()
        verdicts = {record.ref.record_id: matcher.match(record).verdict for record in records}
        seconds += time.process_time() - began
        truth = {one.record_id: one.verdict for one in studio.truth_for(subject.subject_id) if one.record_id in known}
        certain = {one for one, verdict in truth.items() if verdict is Verdict.MATCH}
        told = {one for one, verdict in verdicts.items() if verdict is Verdict.MATCH}
        rows[subject.subject_id] = {"certain": len(certain), "found": len(certain & told), "wrong": len(told - certain)}
    return rows, seconds


def detection(records, size):
    """Return MB/s and what each found, over the same text."""
    bench = _load("detection_bench", HERE / "detection.py")
    text = "\n".join(one.value for record in records for one in record.fields)[:size]
    megabytes = len(text.encode("utf-8", "replace")) / 1e6
    results = {}
    for name, find in (("stock Presidio, no model", bench.in_mails(bench.stock())), ("inzage", bench.in_mails(bench.ours()))):
        pace, spans = bench.speed(find, text, 3)
        results[name] = {"megabytes_a_second": pace, "spans": {tuple(span) for span in spans}}
    return megabytes, results


def beside(kind, theirs, ours):
    """Return how many of stock's findings of a kind are ours too, and how many are a part of another number (an IBAN's tail)."""
    stock = [(start, end) for found, start, end in theirs if found == kind]
    same = [(start, end) for found, start, end in ours if found == kind]
    other = [(start, end) for found, start, end in ours if found != kind]
    both = [span for span in stock if any(span[0] < end and start < span[1] for start, end in same)]
    parts = [span for span in stock if span not in both and any(start <= span[0] and span[1] <= end for start, end in other)]
    return {"stock": len(stock), "also inzage's": len(both), "part of another number": len(parts)}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=int, default=1)
    options.add_argument("--size", type=int, default=400_000, help="characters of text for detection")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    studio = make_studio(scale=given.scale, troubles=False)
    records, reading = mail_records(studio)
    people, matching = accuracy(studio, records)
    megabytes, found = detection(records, given.size)
    stock, ours = found["stock Presidio, no model"], found["inzage"]
    kinds = ("EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "IP_ADDRESS")
    covered = {kind: row for kind in kinds if (row := beside(kind, stock["spans"], ours["spans"]))["stock"]}
    result = {
        "mails": len(records),
        "mails_read_a_second": len(records) / reading,
        "mails_matched_a_second": len(records) * len(people) / matching,
        "people": people,
        "detection_megabytes": megabytes,
        "stock_megabytes_a_second": stock["megabytes_a_second"],
        "inzage_megabytes_a_second": ours["megabytes_a_second"],
        "ratio": ours["megabytes_a_second"] / stock["megabytes_a_second"],
        "of_what_stock_finds_inzage_finds": covered,
    }
    if given.json:
        print(json.dumps(result, indent=2))
        return
    for name, value in result.items():
        print(f"{name:36} {value if not isinstance(value, float) else round(value, 3)}")


if __name__ == "__main__":
    sys.exit(main())
