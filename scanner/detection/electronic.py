"""Addresses on networks: e-mail, links, profiles and handles, IP addresses."""

import ipaddress
import re
from collections.abc import Iterator

from scanner.detection.anchors import COMMON_TLDS, PROFILE_HOSTS
from scanner.detection.context import Words
from scanner.detection.spans import Span
from scanner.entities import EntityType

_LOCAL_LONGEST = 64  # RFC 5321, 4.5.3.1.1
_LOCAL_BACKWARD = re.compile(r"[\w.+\-&'~%!#$*^`{|}\u2010\u2011]{1,64}")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w\-\u2010\u2011]{0,61}[^\W_])?\.){1,8}[^\W\d_][\w-]{0,61}[^\W_]")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]{2,59}\Z", re.IGNORECASE)
_HANDLE = re.compile(r"@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?(?![\w@(])")
_CODE = re.compile(
    r"@(?:property|dataclass|media|import|keyframes|font|override|static|classmethod|param|returns?|supports|charset|layer|page|pytest|test"
    r"|autowired|deprecated|abstract|cached|app|click|functools|namespace|tailwind|apply|include|mixin|use|see|since|throws|author)\b"
    r"|@\w+\s+(?:def|class|async|public|private|static|final|void|interface)\b",
    re.IGNORECASE,
)
"""Decorators, annotations, style sheets and doc comments."""
_FEDIVERSE = re.compile(r"@[A-Za-z0-9_]{1,30}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?![\w@])")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'\x00\x1e{}|\\^`\u200b]{2,2048}", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,5}}(?:{COMMON_TLDS}|example)(?![\w@-]|\.[a-z0-9])(?:/[^\s<>\"'\x00\x1e{{}}|\\^`]{{0,1024}})?",
    re.IGNORECASE,
)
_BARE_BACKWARD = re.compile(r"[A-Za-z0-9.-]{1,120}")
_PROFILE = re.compile(
    rf"(?:https?://)?(?:[a-z]{{1,3}}\.|www\.|mobile\.)?(?:{PROFILE_HOSTS})\.com/"
    r"(?!(?:p|reel|watch|share|sharer|events|groups|pages|hashtag|search|intent|home|help|about|explore|playlist|channel|company"
    r"|school|jobs|feed|login|policies|privacy|legal|tr|dialog|plugins|embed|stories|results|posts)(?:[/?.#]|\Z))"
    r"(?:in/|pub/|@|u/)?[A-Za-z0-9_.%-]{2,100}",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"*_>…”’"
_HANDLE_WORDS = Words(
    r"insta|ig\b|twitter|tiktok|threads|mastodon|telegram|snap|handle|volg|follow|socials?\b|social media|linkedin|facebook|fb\b"
    r"|youtube|twitch|bluesky|discord|gebruikersnaam|username|x:|account|profiel|profile|dm\b",
    lowering=r"",
    reach=40,
)
_IP_WORDS = Words(
    r"ip\b|ip[-: ]|adres|address|host|server|dns|login|logged|ping|route|client|remote|gateway",
    lowering=r"versie|version|v\Z|ver\.|release|build|firmware|software|paragraaf|section|hoofdstuk|artikel",
)
_V4_BACKWARD = re.compile(r"[0-9]{1,3}")
_V4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w]|\.[0-9])")
_HARDWARE = re.compile(
    r"(?:[0-9A-Fa-f]{2}(?P<sign>[:-]))(?:[0-9A-Fa-f]{2}(?P=sign)){4}[0-9A-Fa-f]{2}(?![\w:-])|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])"
)
_V6_BACKWARD = re.compile(r"[0-9A-Fa-f:]{0,40}")
_V6_ISSUED = re.compile(r"[23][0-9A-Fa-f]{3}:|[fF][c-fC-F][0-9A-Fa-f]{2}:|64:ff9b:|::ffff:|(?:[0-9A-Fa-f]{1,4}:){7}")
_V6 = re.compile(r"[0-9A-Fa-f:]{2,39}(?:(?<=:)[0-9]{1,3}(?:\.[0-9]{1,3}){3})?(?![\w:])")


def _backward(pattern: re.Pattern[str], text: str, end: int, reach: int) -> int:
    """Return where the longest stretch of the pattern that ends at `end` begins."""
    found = pattern.match(text[max(0, end - reach) : end][::-1])
    return end - found.end() if found else end


def find_email(text: str, start: int, _end: int) -> Iterator[Span]:
    """A mailbox: local part, `@`, a domain of at least two labels that does not end in digits. Source: RFC 5321."""
    domain = _DOMAIN.match(text, start + 1)
    if domain is None:
        return
    begin = _backward(_LOCAL_BACKWARD, text, start, _LOCAL_LONGEST)
    while begin < start and not (text[begin].isalnum() or text[begin] in "_+"):
        begin += 1
    if begin == start or text[start - 1] == "." or (begin and text[begin - 1] == "@"):
        return
    end = domain.end()
    if not (_LETTERS.match(text, end - 2, end) or _PUNYCODE.search(text, domain.start(), end)):
        # glued to what follows ("x@y.com123"): the last label ends where its letters end
        glued = re.compile(r"[^\W\d_]{2,63}").match(text, text.rfind(".", start, end) + 1)
        if glued is None:
            return
        end = glued.end()
    yield Span(begin, end, EntityType.EMAIL_ADDRESS, 0.95, "email")


def find_handle(text: str, start: int, _end: int) -> Iterator[Span]:
    """`@name` where a social network or an invitation to follow is named near; `@name@server` anywhere."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "_.@/+-"):
        return
    if shape := _FEDIVERSE.match(text, start):
        yield Span(*shape.span(), EntityType.SOCIAL_HANDLE, 0.8, "handle")
        return
    shape = _HANDLE.match(text, start)
    if shape is None or _CODE.match(text, start):
        return
    if not shape[0][1:].isdigit() and len(shape[0]) > 2 and _HANDLE_WORDS.say(text, *shape.span()) > 0:
        yield Span(*shape.span(), EntityType.SOCIAL_HANDLE, 0.7, "handle")


def _trimmed(text: str, start: int, end: int) -> int:
    """Return the end without the punctuation of the sentence; a bracket that was opened inside stays closed."""
    while end > start and text[end - 1] in _TRAILING:
        if text[end - 1] == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        end -= 1
    return end


def find_link(text: str, start: int, _end: int) -> Iterator[Span]:
    """A link with `http://`, `https://` or `www.`; one to a person's profile is a social handle."""
    if start and (text[start - 1].isalnum() or text[start - 4 : start] == "//"):
        return
    if text[max(0, start - 2) : start] == "//":
        return
    if shape := _LINK.match(text, start):
        end = _trimmed(text, start, shape.end())
        if "." in text[start + 4 : end] or "localhost" in shape[0]:
            yield _web(text, start, end, 0.6)


_URN = re.compile(r"(?i:\burn):[\w.:#%-]*\Z")
"""What a name of a standard or format begins with (RFC 8141): the domains inside it are nobody's pages."""


def find_bare_domain(text: str, start: int, _end: int) -> Iterator[Span]:
    """A domain without a scheme, with its path."""
    begin = _backward(_BARE_BACKWARD, text, start, 120)
    while begin < start and text[begin] in ".-":
        begin += 1
    if begin == start or (begin and (text[begin - 1] in "@/_=" or text[begin - 1].isalnum())):
        return
    if _URN.search(text, max(0, begin - 120), begin):
        return
    shape = _BARE.match(text, begin)
    if shape and shape.end() > start and not text[begin : begin + 4].lower().startswith("www."):
        yield _web(text, begin, _trimmed(text, begin, shape.end()), 0.5)


def _web(text: str, start: int, end: int, score: float) -> Span:
    if _PROFILE.match(text, start, end):
        return Span(start, end, EntityType.SOCIAL_HANDLE, 0.85, "profile")
    return Span(start, end, EntityType.URL, score, "link")


def find_ipv4(text: str, start: int, _end: int) -> Iterator[Span]:
    """Four octets below 256; a word for a version beside them speaks against."""
    begin = _backward(_V4_BACKWARD, text, start, 3)
    before = text[max(0, begin - 2) : begin]
    if begin == start or before[-1:].isalnum() or before[-1:] in {"_", "-"} or (before[-1:] == "." and before[:1].isdigit()):
        return
    shape = _V4.match(text, begin)
    if shape and all(int(octet) < 256 and (octet == "0" or octet[0] != "0") for octet in shape[0].split(".")):
        said = _IP_WORDS.say(text, *shape.span())
        yield Span(*shape.span(), EntityType.IP_ADDRESS, {1: 0.95, 0: 0.6, -1: 0.1}[said], "ip")


def find_ipv6(text: str, start: int, _end: int) -> Iterator[Span]:
    """An IPv6 address of a range in use, shortened or in full. Source: RFC 4291, 2.2 and 2.4."""
    begin = _backward(_V6_BACKWARD, text, start, 40)
    if begin and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
        return
    shape = _V6.match(text, begin)
    if shape is None or not _V6_ISSUED.match(shape[0]):
        return
    try:
        ipaddress.IPv6Address(shape[0].rstrip(":") if shape[0].endswith(":") and not shape[0].endswith("::") else shape[0])
    except ValueError:
        return  # a time, a hardware address, code: nothing that was looked for
    yield Span(shape.start(), shape.start() + len(shape[0].rstrip(":")), EntityType.IP_ADDRESS, 0.6, "ip")


def find_mac(text: str, start: int, _end: int) -> Iterator[Span]:
    """A network card's address (EUI-48): six pairs, or three groups of four with a letter among them; not all alike."""
    if start and (text[start - 1].isalnum() or text[start - 1] in ":-._"):
        return
    shape = _HARDWARE.match(text, start)
    if shape and len({*shape[0].lower()} - set(":-.")) > 1 and ("." not in shape[0] or not shape[0].replace(".", "").isdigit()):
        yield Span(*shape.span(), EntityType.MAC_ADDRESS, 0.8, "mac")
