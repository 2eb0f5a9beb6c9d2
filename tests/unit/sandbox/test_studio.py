"""The studio is the same every time, whole, invented throughout, and as troubled as it says."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest

from connectors.sandbox import documents, numbers
from connectors.sandbox.studio import MAILBOXES, studio
from scanner.model import DataSubject


def everything(one):
    """All that a studio hands out, as something that compares."""
    return one.google, one.exports, one.truth, one.named, [person.subject() for person in one.people]


def test_the_same_seed_gives_the_same_bytes(troubled):
    assert everything(studio()) == everything(troubled)


def test_another_seed_gives_another_studio(troubled):
    other = studio(seed=7)
    assert other.google.mails != troubled.google.mails
    assert [person.full for person in other.named_people] == [person.full for person in troubled.named_people]


def test_the_size_is_that_of_a_small_studio(whole):
    google = whole.google
    assert 300 <= len(google.mails) <= 400
    assert {mail.owner for mail in google.mails} == set(MAILBOXES) == set(google.users)
    assert 50 <= len(google.files) <= 70
    assert 50 <= len(google.events) <= 70
    assert 80 <= len(google.contacts) <= 110
    assert 12 <= len(whole.exports) <= 15


def test_the_hidden_corners_are_filled(whole):
    google = whole.google
    assert {label for mail in google.mails for label in mail.labels} == {"INBOX", "SENT", "DRAFT", "SPAM", "TRASH"}
    assert {file.drive_id for file in google.files} == {"", *google.shared_drives}
    assert any(file.trashed for file in google.files)
    assert any(file.shortcut_to for file in google.files)
    assert any(file.shared_with for file in google.files)
    assert "cancelled" in {event.resource["status"] for event in google.events}
    assert {contact.kind for contact in google.contacts} == {"contact", "other", "directory"}
    charsets = {found.decode() for mail in google.mails for found in re.findall(rb"charset=([\w-]+)", mail.raw)}
    assert {"utf-8", "iso-8859-1", "iso-8859-9"} <= charsets
    encodings = {found.decode() for mail in google.mails for found in re.findall(rb"Transfer-Encoding: ([\w-]+)", mail.raw)}
    assert {"8bit", "7bit", "base64", "quoted-printable"} <= encodings


def test_scale_multiplies_customers_and_mail(whole):
    large = studio(scale=4, troubles=False)
    assert len(large.people) > 3.5 * len(whole.people)
    assert len(large.google.mails) > 3 * len(whole.google.mails)
    assert [one.subject_id for one in large.named] == [one.subject_id for one in whole.named]


def test_record_ids_are_unique(whole):
    google = whole.google
    ids = [mail.message_id for mail in google.mails] + [file.file_id for file in google.files]
    ids += [event.resource["id"] for event in google.events] + [contact.resource["resourceName"] for contact in google.contacts]
    assert [one for one, many in Counter(ids).items() if many > 1] == []


def test_only_the_namesakes_share_a_name(whole):
    for large in (whole, studio(scale=10, troubles=False)):
        shared = [name for name, many in Counter(person.name_key for person in large.people).items() if many > 1]
        assert shared == ["sanne bakker"]
        named = [person.initials_key for person in large.named_people]
        assert {
            key for key, many in Counter(person.initials_key for person in large.people).items() if many > 1 and key in named
        } == {"s bakker", "d visser"}


def test_only_a_couple_shares_a_mailbox_and_nobody_a_phone(whole):
    emails = Counter(person.email for person in whole.people)
    assert [email for email, many in emails.items() if many > 1] == ["familie.wijnands@postduif.example"]
    assert max(Counter(person.phone for person in whole.people).values()) == 1


def test_every_number_passes_its_own_check(whole):
    for person in whole.people:
        assert phonenumbers.is_valid_number(phonenumbers.parse(person.phone, "NL"))
        moved = person.iban[4:] + person.iban[:4]
        assert int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
    for serial in range(30):
        digits = [int(digit) for digit in numbers.citizen_number(serial)]
        assert sum(digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


def test_every_address_on_the_internet_is_invented(texts):
    hosts = {host for text in texts.values() for host in re.findall(r"(?:@|https?://)([\w.-]+\.[a-z]{2,})", text)}
    assert hosts
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_nothing_personal_shows_in_a_repr(whole):
    shown = repr(whole) + repr(whole.people[0]) + repr(whole.google.mails[0])
    assert whole.people[0].last not in shown
    assert whole.people[0].email.split("@")[0] not in repr(whole.people[0])


def test_subjects_tell_what_a_requester_would(whole):
    told = {one.subject_id: sorted({str(identifier.entity_type) for identifier in one.identifiers}) for one in whole.named}
    assert told["marijn"] == ["EMAIL_ADDRESS", "PERSON"]
    assert told["sanne"] == ["DATE_OF_BIRTH", "EMAIL_ADDRESS", "PERSON", "PHONE_NUMBER"]
    assert isinstance(whole.subject("namesake"), DataSubject)
    with pytest.raises(KeyError):
        whole.subject("nobody")


def test_writing_the_drop_folder(whole, troubled, tmp_path):
    whole.write_exports(tmp_path / "heel")
    assert {path.relative_to(tmp_path / "heel").as_posix() for path in (tmp_path / "heel").rglob("*.*")} == set(whole.exports)
    troubled.write_exports(tmp_path / "stuk")
    links = [path for path in (tmp_path / "stuk").rglob("*") if path.is_symlink()]
    assert [path.name for path in links] == ["naar-buiten.csv"]
    assert not links[0].resolve().is_relative_to((tmp_path / "stuk").resolve())


def test_troubles_exist_and_only_where_asked_for(whole, troubled):
    assert whole.truth.troubles == ()
    google = troubled.google
    known = (
        {mail.message_id for mail in google.mails}
        | {file.file_id for file in google.files}
        | set(troubled.exports)
        | set(troubled.links)
    )
    assert {trouble.record_id for trouble in troubled.truth.troubles} <= known
    assert len(troubled.truth.troubles) == len({trouble.record_id for trouble in troubled.truth.troubles}) == 12


def test_troubles_change_nothing_of_what_can_be_read(whole, troubled):
    assert troubled.google.mails[: len(whole.google.mails)] == whole.google.mails
    assert {name: troubled.exports[name] for name in whole.exports} == whole.exports
    assert set(whole.truth.planted) <= set(troubled.truth.planted)


def test_troubles_are_troubles(troubled, reading):
    content = {file.name: file.content for file in troubled.google.files}
    assert reading.text_of_pdf(content["bon-scan.pdf"]) == ""
    assert b"%%EOF" not in content["huur.pdf"]
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(content["rooster.xlsx"]))
    with pytest.raises(ET.ParseError):
        ET.fromstring(troubled.exports["auditfile-2024.xaf"])
    with pytest.raises(RuntimeError, match="encrypted"):
        zipfile.ZipFile(io.BytesIO(documents.locked_zip("a.txt", b"hallo"))).read("a.txt")
    assert b"/Encrypt" in documents.pdf_file([["x"]], password="p")


def test_another_process_gives_the_same_bytes(troubled):
    expected = digest(troubled)
    program = "import sys; sys.path.insert(0, sys.argv[1]); import test_studio as t; print(t.digest(t.studio()))"
    told = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent)],
        env={**os.environ, "PYTHONHASHSEED": "17", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == expected


def digest(one):
    """A digest of every byte that a studio holds."""
    found = hashlib.sha256()
    for mail in one.google.mails:
        found.update(mail.message_id.encode() + mail.raw)
    for file in one.google.files:
        found.update(file.file_id.encode() + file.name.encode() + file.content + b"".join(file.exports.values()))
    found.update(json.dumps([event.resource for event in one.google.events]).encode())
    found.update(json.dumps([contact.resource for contact in one.google.contacts]).encode())
    found.update(b"".join(one.exports.values()))
    found.update(
        json.dumps(
            [[planted.person_id, planted.record_id, planted.verdict, planted.trap] for planted in one.truth.planted]
        ).encode()
    )
    return found.hexdigest()
