"""One extractor for all tests that do not break it, and small files of every kind."""

import io
import zipfile

import pytest

from scanner.extraction import Extractor, Limits, Tesseract, Unread
from scanner.model import Blob, Field

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blob_of(data, name="file", media_type=""):
    return Blob(name, media_type, len(data), lambda: io.BytesIO(data))


def zip_of(files, method=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def docx_of(body, prolog=""):
    xml = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zip_of({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": xml})


class Reading:
    """What came out of one blob."""

    def __init__(self, pieces):
        self.fields = [piece for piece in pieces if isinstance(piece, Field)]
        self.gaps = [piece for piece in pieces if isinstance(piece, Unread)]
        self.by_path = {field.path: field.value for field in self.fields}
        self.text = "\n".join(field.value for field in self.fields)

    @property
    def gap_kinds(self):
        return [(gap.path, gap.kind.name) for gap in self.gaps]


@pytest.fixture(scope="session")
def extractor():
    with Extractor() as shared:
        yield shared


@pytest.fixture(scope="session")
def read(extractor):
    def reading(data, name="file", media_type=""):
        return Reading(list(extractor.extract(blob_of(data, name, media_type))))

    return reading


@pytest.fixture(scope="session")
def read_blind():
    """Read where tesseract is not installed."""
    with Extractor(Limits(children=1), Tesseract(program="no-such-tesseract")) as own:
        yield lambda data, name="file", media_type="": Reading(list(own.extract(blob_of(data, name, media_type))))


@pytest.fixture
def read_within():
    """Read with limits of one's own."""

    def reading(data, name="file", media_type="", **limits):
        with Extractor(Limits(**limits)) as own:
            return Reading(list(own.extract(blob_of(data, name, media_type))))

    return reading


@pytest.fixture(scope="session")
def make():
    """Give the makers of small files."""

    class Makers:
        zip = staticmethod(zip_of)
        docx = staticmethod(docx_of)
        blob = staticmethod(blob_of)
        content_types = CONTENT_TYPES

    return Makers
