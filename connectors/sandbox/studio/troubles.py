"""What cannot be read and must never pass for read: each becomes a gap."""

from connectors.sandbox import documents, mime
from connectors.sandbox.documents import DOCX, PDF, XLSX, ZIP
from connectors.sandbox.ledgers import Posting, audit_file
from connectors.sandbox.studio.drive import GOOGLE, Cabinet
from connectors.sandbox.studio.exports import SYSTEM, Folder, studio_party
from connectors.sandbox.studio.ink import Ink
from connectors.sandbox.studio.mailroom import Mailroom

LINK = "naar-buiten.csv"
DEPTH = 40
# no letters in it: a gap wherever it is read, with a reader of pictures and without
PICTURE = bytes((x * 5 ^ y * 3) & 0xFF for y in range(64) for x in range(64))


def in_mail(room: Mailroom) -> None:
    """Post messages whose attachments cannot be read."""
    paper = documents.pdf_file([["Vertrouwelijk"]], password="wachtwoord")  # noqa: S106 - locks an empty page
    broken = documents.docx_file(["Verslag"])
    enclosures = (
        ("a locked PDF", "verklaring.pdf", PDF, paper),
        ("a locked ZIP", "map.zip", ZIP, documents.locked_zip("geheim.txt", b"Niet te lezen.\n" * 8)),
        ("a picture", "foto.png", "image/png", documents.png_file(PICTURE)),
        ("archives in archives without end", "archief.zip", ZIP, documents.nested_zip(DEPTH, b"Gevonden.\n")),
        ("a damaged Word document", "verslag.docx", DOCX, broken[: len(broken) // 2]),
    )
    for at, (what, name, media_type, content) in enumerate(enclosures):
        ink = Ink()
        sender = room.cast.crowd[at + 5]
        parts = [mime.text("Zie de bijlage.\n"), mime.attachment(name, media_type, content)]
        room.post(ink, parts, sender=ink.mailbox(sender), to=[room.studio()], subject="Bijlage")
        room.book.trouble("google", "messages", room.mails[-1].message_id, what)


def in_drive(cabinet: Cabinet) -> None:
    """File documents that cannot be read."""
    whole = documents.pdf_file([["Huurovereenkomst", "De huur gaat in op 1 mei."]])
    sheet = documents.xlsx_file({"Blad1": [["leeg"]]})
    for what, name, media_type, content in (
        ("a scan without text", "bon-scan.pdf", PDF, documents.scanned_pdf(PICTURE)),
        ("a PDF cut short", "huur.pdf", PDF, whole[: len(whole) // 3]),
        ("a damaged workbook", "rooster.xlsx", XLSX, sheet[:-200]),
        ("a site, which the platform does not export", "Website", f"{GOOGLE}site", b""),
    ):
        file_id = cabinet.keep(Ink(), name, media_type, content)
        cabinet.book.trouble("google", "files", file_id, what)


def in_folder(folder: Folder) -> None:
    """Drop exports that cannot be read; the link that leads out of the folder is made when the folder is written."""
    lines = [[Posting("8000", "Omzet", -100), Posting("1100", "Bank", 100)] for _ in range(40)]
    whole = audit_file("3.2", studio_party(folder.cast), 2024, [], lines)
    folder.files["auditfile-2024.xaf"] = whole[: len(whole) // 2]
    folder.book.trouble(SYSTEM, "auditfile", "auditfile-2024.xaf", "an audit file cut short")
    folder.files["bonnen.pdf"] = documents.scanned_pdf(PICTURE)
    folder.book.trouble(SYSTEM, "document", "bonnen.pdf", "a scan without text")
    folder.book.trouble(SYSTEM, "document", LINK, "a link that leads out of the folder")
