"""Clubkaart: an invented platform on which clubs keep their members. The example of connectors/README.md."""

from typing import ClassVar

from connectors.kit.rest import Searching, Syncing
from connectors.kit.tables import Accounts, Links, Listing, Search, Sync, Tokens
from scanner.connector import Rate, Read, Stream
from scanner.entities import EntityType

HOST = "api.clubkaart.example"
BRANCH = f"https://{HOST}/v1/branches/{{account}}"

MEMBERS = Stream(
    "members",
    "Members",
    declares={
        "/name": EntityType.PERSON,
        "/emails/*/address": EntityType.EMAIL_ADDRESS,
        "/born": EntityType.DATE_OF_BIRTH,
    },
    ignores={"/etag": "cache tag"},
)
NOTES = Stream("notes", "Notes", declares={"/author": EntityType.PERSON})


class Clubkaart(Searching, Syncing):
    """Members and notes of every branch."""

    title: ClassVar[str] = "Clubkaart"
    reads: ClassVar[tuple[Read, ...]] = (
        Read("GET", HOST, "/v1/branches"),
        Read("GET", HOST, "/v1/branches/{branch}/members"),
        Read("GET", HOST, "/v1/branches/{branch}/members/{id}"),
        Read("GET", HOST, "/v1/branches/{branch}/notes"),
        Read("GET", HOST, "/v1/branches/{branch}/notes/{id}"),
    )
    rates: ClassVar[tuple[Rate, ...]] = (
        Rate("requests", units=10, seconds=1, burst=5, source="https://clubkaart.example/docs/limits (invented)"),
    )
    not_covered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Chat between members", "Ask the branch's moderator to export the conversation and put the file in the drop folder."),
    )
    accounts: ClassVar[Accounts | None] = Accounts(f"https://{HOST}/v1/branches", "branches", Tokens("page", "next_page"))
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing(
            MEMBERS,
            url=f"{BRANCH}/members",
            items="members",
            item=f"{BRANCH}/members/{{id}}",
            paging=Tokens("page", "next_page"),
            params={"status": "all"},
            modified="changed",
            screen="https://clubkaart.example/{account}/members/{id}",
            sync=Sync(key="sync", param="since", gone="deleted"),
            search=Search(f"{BRANCH}/members", "q", "members", by=(EntityType.EMAIL_ADDRESS, EntityType.PERSON)),
        ),
        Listing(
            NOTES,
            url=f"{BRANCH}/notes",
            items="notes",
            item=f"{BRANCH}/notes/{{id}}",
            paging=Links("next"),
            whole=False,
        ),
    )
