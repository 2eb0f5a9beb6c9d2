"""What is in a Drive file: downloaded as it is, or exported from Google's own kinds of document."""

import json
from io import BytesIO
from typing import Any, BinaryIO

from connectors.google_workspace.client import Google
from connectors.google_workspace.faults import ExportTooLarge, surely
from connectors.kit.paging import required, text_of
from scanner.errors import AccessDenied, Gone, TooLarge, Unavailable, Unsupported
from scanner.model import Blob

SCOPE = "drive.readonly"
NATIVE = "application/vnd.google-apps."
OFFICE = "application/vnd.openxmlformats-officedocument."

EXPORTS = {
    NATIVE + "document": (OFFICE + "wordprocessingml.document", ".docx"),
    NATIVE + "spreadsheet": (OFFICE + "spreadsheetml.sheet", ".xlsx"),
    NATIVE + "presentation": (OFFICE + "presentationml.presentation", ".pptx"),
    NATIVE + "drawing": ("application/pdf", ".pdf"),
}
"""Formats that hold all of a document.

Of a sheet only CSV and TSV are "first-sheet only": https://developers.google.com/workspace/drive/api/guides/ref-export-formats
(2026-11). That every tab of a document comes along was seen in HTML and Markdown (https://github.com/LucaDeLeo/gdoc/pull/41,
2026-08), and is taken to hold for .docx: an export knows no tab to ask for.
"""

WITHOUT_CONTENT = frozenset({NATIVE + "folder", NATIVE + "shortcut"})
"""What the metadata say is all there is; what a shortcut leads to is read where it lives."""

FORM = NATIVE + "form"
UNDISCUSSED = WITHOUT_CONTENT | {FORM, NATIVE + "site", NATIVE + "map"}
"""Kinds of files beside which nobody can comment."""

POLLS = 300


def blobs(google: Google, reader: str, file: Any) -> tuple[Blob, ...]:
    """Return the content of a file, opened when it is asked for. What nobody can read raises when it is opened."""
    media_type = text_of(file, "mimeType")
    if media_type in WITHOUT_CONTENT:
        return ()
    name = text_of(file, "name") or required(file, "id")
    if media_type == FORM:
        return (Blob(name + ".json", "application/json", None, lambda: _asked(google, reader, required(file, "id"))),)
    exported, extension = EXPORTS.get(media_type, (media_type, ""))
    size = text_of(file, "size")
    known = int(size) if size.isdecimal() and media_type == exported else None
    return (Blob(name + extension, exported, known, lambda: _opened(google, reader, file)),)


def form(google: Google, reader: str, file_id: str) -> Any:
    """Return a form: its title, its explanations and what it asks."""
    return surely(
        lambda: google.ask(SCOPE, reader, "forms.forms.get", formId=file_id),
        "Drive lists this form and Google Forms does not give it; open it by hand.",
    )


def _asked(google: Google, reader: str, file_id: str) -> BinaryIO:
    return BytesIO(json.dumps(form(google, reader, file_id), ensure_ascii=False).encode())


def _opened(google: Google, reader: str, file: Any) -> BinaryIO:
    media_type, size = text_of(file, "mimeType"), text_of(file, "size")
    if text_of(file, "clientEncryptionDetails/encryptionState") not in {"", "unencrypted"}:
        raise Unsupported("This file is encrypted with a key of the organisation's own; open it by hand.")
    if text_of(file, "capabilities/canDownload") == "False":
        raise AccessDenied("Downloading this file is forbidden by its owner; open it by hand.")
    if media_type in EXPORTS:
        return _exported(google, reader, required(file, "id"), EXPORTS[media_type][0])
    if media_type.startswith(NATIVE):
        kind = media_type.removeprefix(NATIVE)
        raise Unsupported(f"The content of this kind of Google document ({kind}) is not read; open it by hand.")
    if size.isdecimal() and int(size) > google.max_bytes:
        raise TooLarge(
            f"This file is larger than the limit of {google.max_bytes} bytes; raise file_megabytes or open it by hand."
        )
    return google.open(SCOPE, reader, "drive.files.get_media", fileId=required(file, "id"), supportsAllDrives=True)


def _exported(google: Google, reader: str, file_id: str, media_type: str) -> BinaryIO:
    try:
        return BytesIO(google.ask(SCOPE, reader, "drive.files.export_media", fileId=file_id, mimeType=media_type))
    except ExportTooLarge:
        pass
    done = _prepared(google, reader, file_id, media_type)
    if done is None or "error" in done:
        raise Unavailable("Google could not prepare this document for download; run again later, or open it by hand.")
    return google.follow(SCOPE, reader, required(done, "response/downloadUri"))


def _prepared(google: Google, reader: str, file_id: str, media_type: str) -> Any:
    """Return the finished operation that says where a document above 10 MB is to be had; None when there is none.

    The rate of the read keeps the pace of asking.
    """
    try:
        operation = google.ask(SCOPE, reader, "drive.files.download", fileId=file_id, mimeType=media_type)
        name = required(operation, "name").removeprefix("operations/")
        for _ in range(POLLS):
            if operation.get("done"):
                return operation
            operation = google.ask(SCOPE, reader, "drive.operations.get", name=name)
    except Gone:
        # the operation is gone, not the document
        pass
    return None
