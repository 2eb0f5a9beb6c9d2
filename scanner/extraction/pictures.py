"""Pictures: what they say of themselves, and their dots in grey for the reading of text. Runs in the child; the only import of Pillow."""

import contextlib
import importlib
import io
from collections.abc import Iterator
from typing import Any, Final

from scanner.extraction.documents import listed
from scanner.extraction.limits import MB, Visit
from scanner.extraction.text import decoded
from scanner.extraction.wire import NAME, PLACE, field_frame, picture_frame, texts, unread_frame
from scanner.model import GapKind

FORMATS: Final = ("PNG", "JPEG", "MPO", "TIFF", "GIF", "BMP", "ICO", "WEBP", "AVIF", "HEIF", "JPEG2000")
DECODERS: Final = ("Png", "Jpeg", "Mpo", "Tiff", "Gif", "Bmp", "Ico", "WebP", "Avif", "Jpeg2K")
"""Pillow's modules for them; it has three times as many, which nobody asks for."""
DECODED: Final = 150 * MB
"""Bytes that a picture may take once unpacked; its size is known before."""
LARGEST: Final = 9_000_000
"""Dots that are looked at: a page of A4 at 300 to the inch. A larger picture is made smaller."""
SMALL: Final = 1_200
"""A picture with no side above it is a screen's, with letters too small to tell apart: it is doubled."""
GRAIN: Final = 0.8
"""Smoothing, in dots: it takes the grain out of a scan, which reads as letters otherwise, and leaves letters whole."""
PLAIN: Final = 16
"""Shades of 256 between the darkest and the lightest dot; below it nothing is written there."""

UNKNOWN: Final = "this picture is damaged or of a kind that is not read; look at it by hand"
HEIC: Final = (
    "this is a photo in Apple's HEIC form, which is not read here; install inzage[heic] and scan again, or look at it by hand"
)
VAST: Final = "this picture has more dots than are read; look at it by hand"
TORN: Final = "this picture is damaged and could not be read; ask for a whole copy or look at it by hand"
MOVING: Final = "this picture moves and only its first image was read; look at it by hand"

EXIF, GPS = 0x8769, 0x8825
AUTHORS: Final = frozenset({0x013B, 0x9C9D, 0xA430})  # artist, the same of Windows, owner of the camera
WINDOWS: Final = range(0x9C9B, 0x9CA0)  # texts in UTF-16, of Windows
USER_COMMENT: Final = 0x9286
# of the apparatus, not of people: make, model, software, dates and their fractions and zones, lens; CIPA DC-008-2024, 4.6
APPARATUS: Final = frozenset({0x010F, 0x0110, 0x0131, 0x0132, *range(0x9003, 0x9013), *range(0x9290, 0x9293), 0xA433, 0xA434})


def load() -> None:
    """Load all decoders that may be needed."""
    from PIL import Image, ImageFilter, ImageOps, IptcImagePlugin  # noqa: F401, PLC0415  (native; only a child may hold it)

    for decoder in DECODERS:
        with contextlib.suppress(ImportError):  # as that Pillow was built
            importlib.import_module(f"PIL.{decoder}ImagePlugin")
    with contextlib.suppress(ImportError):  # LGPL inside, so an extra
        from pi_heif import register_heif_opener  # noqa: PLC0415

        register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # DECODED bounds it, in bytes
    for kind in ("PNG", "JPEG", "TIFF"):
        packed = io.BytesIO()
        Image.new("L", (9, 9)).save(packed, kind)
        Image.open(packed).load()


def read_picture(data: bytes, visit: Visit) -> Iterator[bytes]:
    """Yield what a picture says of itself, then its dots for reading; each page of a TIFF apart."""
    from PIL import Image  # noqa: PLC0415  (loaded by `load`)

    try:
        image: Any = Image.open(io.BytesIO(data), formats=[kind for kind in FORMATS if kind in Image.OPEN])
    except (OSError, ValueError, SyntaxError):
        yield unread_frame(
            "",
            GapKind.UNSUPPORTED,
            HEIC if "HEIF" not in Image.OPEN and data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} else UNKNOWN,
        )
        return
    image.draft("L", (3_500, 3_500))  # a JPEG is unpacked no larger than needed
    if _vast(image):  # before anything else: a PNG is unpacked when it is asked for its comments
        yield unread_frame("", GapKind.TOO_LARGE, VAST)
        return
    try:
        yield from _told(image)
        frames = getattr(image, "n_frames", 1)
        pages = frames if image.format == "TIFF" else 1
        for number in range(pages):
            if pages > 1:
                image.seek(number)
            yield from _seen(image, f"page/{number + 1}" if pages > 1 else "text", visit, number + 1 if pages > 1 else 0)
        if frames > 1 and image.format not in {"TIFF", "MPO"}:
            yield unread_frame("", GapKind.UNSUPPORTED, MOVING)
    except (OSError, ValueError, SyntaxError, EOFError):
        yield unread_frame("", GapKind.MALFORMED, TORN)


def _seen(image: Any, place: str, visit: Visit, page: int) -> Iterator[bytes]:
    from PIL import ImageOps  # noqa: PLC0415  (loaded by `load`)

    if _vast(image):
        yield unread_frame(place, GapKind.TOO_LARGE, VAST)
        return
    yield from picture_of(ImageOps.exif_transpose(_grey(image)), place, visit, page=page)


def _vast(image: Any) -> bool:
    return bool(image.width * image.height * len(image.getbands()) > DECODED)


def _grey(image: Any) -> Any:
    """Return a picture in grey; what is see-through shows white, or black where on white nothing would show."""
    from PIL import Image  # noqa: PLC0415  (loaded by `load`)

    if image.mode in {"I", "F"} or image.mode.startswith("I;"):  # more than 256 shades
        low, high = image.getextrema()
        return image.point(lambda shade: (shade - low) * (255 / max(1, high - low))).convert("L")
    if not image.has_transparency_data:
        return image.convert("L")
    apart = image.convert("LA")
    grey, veil = apart.getchannel(0), apart.getchannel(1)
    shown = Image.composite(grey, Image.new("L", grey.size, 255), veil)
    return Image.composite(grey, Image.new("L", grey.size, 0), veil) if _plain(shown) else shown


def _plain(image: Any) -> bool:
    low, high = image.getextrema()
    return bool(high - low < PLAIN)


def picture_of(image: Any, place: str, visit: Visit, dpi: int = 0, *, page: int = 0, beside: bool = False) -> Iterator[bytes]:
    """Yield a grey picture for reading, in a size that can be read; nothing where it is of one shade all over.

    `dpi`: dots to the inch, 0 where unknown. `page`: its number in the file, 0 where it is the file. `beside`: the page has
    text too. Where pictures are not read here the frame has no dots: the parent knows why, and says so.
    """
    from PIL import Image, ImageFilter  # noqa: PLC0415  (loaded by `load`)

    if _plain(image):
        return
    if not visit.pictures:
        yield picture_frame(place, (0, 0, 0), b"", page=page, beside=beside)
        return
    if image.width * image.height > LARGEST:
        share = (LARGEST / (image.width * image.height)) ** 0.5
        image = image.resize((max(1, int(image.width * share)), max(1, int(image.height * share))), Image.Resampling.BOX)
    if max(image.size) < SMALL:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    else:
        image = image.filter(ImageFilter.GaussianBlur(GRAIN))
    yield picture_frame(place, (image.width, image.height, dpi), image.tobytes(), page=page, beside=beside)


def _told(image: Any) -> Iterator[bytes]:
    """Yield what the file says of the picture: Exif, IPTC, XMP, comments; who made it is a name, where it was taken a place."""
    from PIL import IptcImagePlugin  # noqa: PLC0415  (loaded by `load`)

    lines: list[str] = []
    people: list[str] = []
    exif = image.getexif()
    for tag, value in (*exif.items(), *exif.get_ifd(EXIF).items()):
        said = _said(tag, value)
        (people if tag in AUTHORS else lines).append(said)
    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        if key[0] == 2 and key[1] != 0:  # the record of texts; its first entry is a version
            lines += [decoded(one) for one in (value if isinstance(value, list) else [value])]
    for key, value in (*image.info.items(), *getattr(image, "text", {}).items()):
        if "xmp" in str(key).lower():
            lines += listed(value if isinstance(value, bytes) else str(value).encode())
        elif str(key).lower() == "comment" or (image.format == "PNG" and isinstance(value, str)):
            lines.append(_said(0, value))
    yield from texts("properties", "\n".join(dict.fromkeys(filter(None, lines))))
    for number, person in enumerate(dict.fromkeys(filter(None, people))):
        yield field_frame(f"author/{number}", person, NAME)
    if where := _where(exif.get_ifd(GPS)):
        yield field_frame("taken at", where, PLACE)


def _said(tag: int, value: Any) -> str:
    if tag in APPARATUS:
        return ""
    if isinstance(value, str):
        return value.replace("\0", " ").strip()
    if tag in WINDOWS and isinstance(value, bytes):
        return value.decode("utf-16-le", "ignore").replace("\0", "").strip()
    if tag == USER_COMMENT and isinstance(value, bytes):  # eight bytes name its encoding
        return decoded(value[8:], "utf-16" if value.startswith(b"UNICODE") else "").replace("\0", "").strip()
    return decoded(value).strip() if tag == 0 and isinstance(value, bytes) else ""


def _where(gps: dict[int, Any]) -> str:
    """Return latitude and longitude in degrees, or "" where the picture does not tell."""
    try:
        turned = [
            sum(float(part) / 60**power for power, part in enumerate(gps[tag + 1])) * (-1 if gps[tag] in {"S", "W"} else 1)
            for tag in (1, 3)
        ]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{turned[0]:.5f}, {turned[1]:.5f}"
