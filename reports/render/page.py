"""Templates to one self-contained page: always escaped, nothing undefined, nothing hidden in the text."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.render.words import Words

HERE = Path(__file__).parent

# controls, and the marks that turn or hide the text around them (Unicode TR36, "bidirectional text spoofing")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return the text with every control and direction mark replaced by U+FFFD, so that it reads as it is stored."""
    return UNSEEN.sub("\ufffd", text)


def shown(value: object) -> object:
    """Return what a template may print: texts made visible, markup of ours as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def link(url: str, text: str) -> Markup:
    """Return a link to an https address; any other address is no link, and only its text is shown."""
    if visible(url) != url or any(letter.isspace() for letter in url):
        return Markup("{}").format(visible(text))
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return Markup("{}").format(visible(text))
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        return Markup("{}").format(visible(text))
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, visible(text))


def place(path: str) -> str:
    """Return a field's path as a person reads it: "m.eml › From › 0 › address"."""
    steps = path.replace("!/", "/").strip("/").split("/")
    return " › ".join(step.replace("~1", "/").replace("~0", "~") for step in steps)


@cache
def templates() -> Environment:
    """Return the house's templates. A name that is not given is an error, never an empty place."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["place"] = place
    environment.globals["link"] = link
    # a style sheet of ours, without anything that ends a <style>
    environment.globals["style"] = Markup((HERE / "style.css").read_text("utf-8"))  # noqa: S704 - our own file
    return environment


def page(template: str, words: Words, **given: object) -> str:
    """Return the whole HTML document, in the language of `words`."""
    return templates().get_template(template).render(t=words, **given)
