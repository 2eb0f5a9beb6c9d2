"""The search of a mailbox (KQL) and of a drive: whole words, and less than there is; the filter of an address book."""

import email
import email.policy
import json
import re
from collections.abc import Mapping

from connectors.sandbox.microsoft365.problems import Problem
from connectors.sandbox.microsoft365.store import Item
from connectors.sandbox.microsoft365.tenant import Tenant

AT_MOST = 1000
PEOPLE = ("From", "To", "Cc", "Bcc")


def found(tenant: Tenant, named: Mapping[str, str], query: Mapping[str, str]) -> list[Item]:
    """Return the messages of a mailbox, or the files of a drive, that hold the words."""
    if "drive" in named:
        words = named["words"].replace("''", "'")
        files = tenant.collections[f"drives/{named['drive']}"].there()
        return [file for file in files if _in(words, f"{json.dumps(file, ensure_ascii=False)} {_text(tenant, file)}")]
    asked = query.get("$search", "")
    if not re.fullmatch(r'"[^"]+"', asked):
        raise Problem(400, "BadRequest", "The search is not in quotes.")
    field, colon, words = asked.strip('"').rpartition("participants:")
    prefix = f"users/{named['user']}/mailFolders/"
    items = [
        item
        for path, kept in list(tenant.collections.items())
        if path.startswith(prefix) and path.endswith("/messages")
        for item in kept.there()
    ]
    return [item for item in items if _in(words or field, _mail(tenant.contents[item["id"]], people_only=bool(colon)))][:AT_MOST]


def filtered(items: list[Item], asked: str) -> list[Item]:
    """Return the items that a `$filter` lets through: the one for contacts with a mail address (case counts for nothing)."""
    if not asked:
        return items
    found = re.fullmatch(r"emailAddresses/any\(a:a/address eq '((?:[^']|'')+)'\)", asked)
    if not found:
        raise Problem(400, "BadRequest", "The filter is not understood.")
    address = found[1].replace("''", "'").casefold()
    return [item for item in items if address in {one["address"].casefold() for one in item.get("emailAddresses", ())}]


def _text(tenant: Tenant, file: Item) -> str:
    return tenant.contents.get(file["id"], b"").decode("utf-8", "replace")


def _mail(raw: bytes, *, people_only: bool) -> str:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    names = PEOPLE if people_only else (*PEOPLE, "Subject")
    texts = [str(message.get(name, "")) for name in names]
    if not people_only:
        body = message.get_body(("plain", "html"))
        texts.append(body.get_content() if body else "")
    return " ".join(texts)


def _in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", text.casefold()) is not None
