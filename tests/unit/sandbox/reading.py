"""Reads the studio's bytes back with other code than wrote them, record by record."""

import base64
import csv
import email
import email.policy
import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib

from python_calamine import CalamineWorkbook


def text_of(name, content):
    """Everything readable in a file, as one text."""
    lowered = name.lower()
    if lowered.endswith(".eml"):
        return text_of_mail(content)
    if content.startswith(b"%PDF"):
        return text_of_pdf(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(
                text_of_xml(archive.read(member)) if member.endswith(".xml") else text_of(member, archive.read(member))
                for member in archive.namelist()
                if not member.endswith((".rels", ".jpeg"))
            )
    return text_of_plain(content)


def text_of_plain(content):
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def text_of_xml(content):
    return " ".join(part for part in ET.fromstring(content).itertext() if part.strip())


def text_of_pdf(content):
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)~>\s*endstream", content, re.DOTALL):
        page = zlib.decompress(base64.a85decode(stream)).decode("latin-1")
        found += [_unescape(line) for line in re.findall(r"\(((?:\\.|[^\\)])*)\) Tj", page)]
    return "\n".join(found)


def _unescape(line):
    octal = re.sub(r"\\([0-7]{3})", lambda digits: chr(int(digits[1], 8)), line)
    return re.sub(r"\\(.)", r"\1", octal).encode("latin-1").decode("cp1252")


def text_of_mail(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return "\n".join(_parts(message))


def _parts(message):
    for name, value in message.items():
        yield f"{name}: {value}"
    if message.get_content_type() in {"message/rfc822", "message/delivery-status"} or message.is_multipart():
        for part in message.iter_parts() if message.is_multipart() else ():
            yield from _parts(part)
        return
    content = message.get_payload(decode=True) or b""
    if message.get_content_maintype() == "text":
        text = content.decode(message.get_content_charset("utf-8"))
        yield re.sub(r"<[^>]+>", " ", html.unescape(text)) if message.get_content_subtype() == "html" else text
    else:
        yield text_of(message.get_filename(""), content)


def records(studio):
    """Every record of the studio: (system, stream, record_id) to its text."""
    google = studio.google
    found = {("google", "messages", mail.message_id): text_of_mail(mail.raw) for mail in google.mails}
    for file in google.files:
        texts = [file.name, *file.shared_with, text_of(file.name, file.content)]
        texts += [text_of("", content) for content in file.exports.values()]
        found["google", "files", file.file_id] = "\n".join(texts)
    for event in google.events:
        found["google", "events", f"{event.calendar_id}/{event.resource['id']}"] = json.dumps(event.resource, ensure_ascii=False)
    streams = {"contact": "connections", "other": "otherContacts", "directory": "directory"}
    for contact in google.contacts:
        found["google", streams[contact.kind], contact.resource["resourceName"]] = json.dumps(
            contact.resource, ensure_ascii=False
        )
    found |= {("google", *place): text for place, text in _teamwork(google)}
    for path, content in studio.exports.items():
        found |= {("kees", *place): text for place, text in _export(path, content)}
    return found


def _teamwork(google):
    for comment in google.comments:
        yield ("comments", f"{comment.file_id}/{comment.resource['id']}"), _spoken(comment.resource)
    for form in google.forms:
        for response in form.responses:
            yield ("responses", f"{form.resource['formId']}/{response['responseId']}"), _spoken(response["answers"])
    for space in google.spaces:
        for message in space.messages:
            attached = [space.uploads[one["attachmentDataRef"]["resourceName"]] for one in message.get("attachment", ())]
            yield ("chatMessages", message["name"]), "\n".join([_spoken(message), *map(text_of_plain, attached)])
    for tasklist in google.tasklists:
        for task in tasklist.tasks:
            yield ("tasks", f"{tasklist.resource['id']}/{task['id']}"), _spoken(task)
    for note in google.notes:
        yield ("notes", note.resource["name"]), _spoken(note.resource)
    for group in google.groups:
        yield ("groups", group.resource["id"]), _spoken(group.resource)
        for member in group.members:
            yield ("members", f"{group.resource['email']}/{member['id']}"), _spoken(member)
    for address, account in google.accounts.items():
        yield ("users", account["id"]), f"{address}\n{_spoken(account)}"
    for conference in google.conferences:
        people = {one["name"]: _spoken(one) for one in conference.participants}
        yield from ((("participants", name), text) for name, text in people.items())
        for name, entries in conference.entries.items():
            yield ("transcripts", name), "\n".join(f"{people[one['participant']]} {one['text']}" for one in entries)


def _spoken(resource):
    """Every text in a resource, one line each."""
    if isinstance(resource, dict):
        return "\n".join(_spoken(value) for value in resource.values())
    if isinstance(resource, (list, tuple)):
        return "\n".join(map(_spoken, resource))
    return str(resource)


def _export(path, content):
    if path.endswith(".xaf"):
        yield from _audit(path, ET.fromstring(content))
    elif path.startswith("facturen/"):
        embedded = [node.text for node in ET.fromstring(content).iter() if node.tag.endswith("EmbeddedDocumentBinaryObject")]
        yield ("invoice", path), text_of_xml(content) + "".join(text_of_pdf(base64.b64decode(one)) for one in embedded)
    elif path.startswith("bank/"):
        yield from _statement(path, content)
    elif path.endswith(".xlsx"):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheet_names:
            for at, row in enumerate(workbook.get_sheet_by_name(sheet).to_python(), 1):
                yield ("sheet", f"{path}#{sheet}/{at}"), "\t".join(str(cell) for cell in row if cell != "")
    elif path.endswith(".csv"):
        for at, row in enumerate(csv.reader(io.StringIO(text_of_plain(content)), delimiter=";"), 1):
            yield ("sheet", f"{path}#/{at}"), "\t".join(row)
    else:
        yield ("document", path), text_of(path, content)


def _audit(path, root):
    bare = {"": root.tag[1:].partition("}")[0]}
    company = root.find("company", bare)
    yield ("auditfile", f"{path}#company"), " ".join(company.find(tag, bare).text for tag in ("companyName", "taxRegIdent"))
    relations = {
        relation.findtext("custSupID", "", bare): " ".join(relation.itertext())
        for relation in company.iterfind("customersSuppliers/customerSupplier", bare)
    }
    for number, text in relations.items():
        yield ("auditfile", f"{path}#relation/{number}"), text
    for journal in company.iterfind("transactions/journal", bare):
        for transaction in journal.iterfind("transaction", bare):
            number = f"{journal.findtext('jrnID', '', bare)}/{transaction.findtext('nr', '', bare)}"
            for line in transaction.iterfind("trLine", bare):
                text = " ".join([*line.itertext(), relations[line.findtext("custSupID", "", bare)]])
                yield ("auditfile", f"{path}#line/{number}/{line.findtext('nr', '', bare)}"), text


def _statement(path, content):
    if path.endswith(".sta"):
        head, *entries = re.split(r"^:61:", content.decode("ascii").replace("\r\n", "\n"), flags=re.MULTILINE)
        entries = [entry.replace("\n", "") for entry in entries]
    else:
        root = ET.fromstring(content)
        head = " ".join(" ".join(node.itertext()) for node in root.iter() if node.tag.endswith(("}GrpHdr", "}Acct")))
        entries = [" ".join(node.itertext()) for node in root.iter() if node.tag.endswith("}Ntry")]
    yield ("statement", f"{path}#statement/1"), head
    for at, entry in enumerate(entries, 1):
        yield ("statement", f"{path}#entry/{at}"), entry
