"""What is typed into Microsoft's own search for one identifier."""

import re

from scanner.entities import EntityType
from scanner.model import Identifier


def terms(identifier: Identifier) -> tuple[str, ...]:
    """Return the ways an identifier is written, each once, without the quotes that would end a phrase.

    The search looks at whole words, so that a telephone number is asked for in each of its usual forms.
    """
    given = " ".join(re.sub(r"""["'\\]""", " ", identifier.value).split())
    if identifier.entity_type is not EntityType.PHONE_NUMBER:
        return (given,) if given else ()
    digits = re.sub(r"\D", "", given)
    local = re.sub(r"^(?:0031|31(?=\d{9}$)|0)", "", digits)
    dutch = ("0" + local, "+31" + local, f"0{local[:1]}-{local[1:]}", f"0{local[:1]} {local[1:]}") if len(local) == 9 else ()
    return tuple(dict.fromkeys(form for form in (given, digits, *dutch) if form))
