"""The directory: users, guests among them and deleted ones as long as they are kept, and groups with their members."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.kit.paging import items_of
from connectors.microsoft365.shelf import Shelf, opening
from connectors.microsoft365.terms import terms
from scanner.connector import Circle, Gathering, Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Identifier, Partition, RecordRef

_NUMBER = "a number of the platform"
# without being asked Graph shows eleven of them
_WANTED = (
    "id", "accountEnabled", "ageGroup", "businessPhones", "city", "companyName", "country", "createdDateTime", "creationType",
    "department", "displayName", "employeeHireDate", "employeeId", "employeeType", "externalUserState", "faxNumber", "givenName",
    "identities", "imAddresses", "jobTitle", "lastPasswordChangeDateTime", "mail", "mailNickname", "mobilePhone", "officeLocation",
    "onPremisesSamAccountName", "onPremisesUserPrincipalName", "otherMails", "postalCode", "preferredLanguage", "proxyAddresses",
    "state", "streetAddress", "surname", "usageLocation", "userPrincipalName", "userType",
)  # fmt: skip


_DECLARES = {
    "/displayName": EntityType.PERSON,
    "/mail": EntityType.EMAIL_ADDRESS,
    "/userPrincipalName": EntityType.EMAIL_ADDRESS,
    "/otherMails/*": EntityType.EMAIL_ADDRESS,
    "/imAddresses/*": EntityType.SOCIAL_HANDLE,
    "/mobilePhone": EntityType.PHONE_NUMBER,
    "/businessPhones/*": EntityType.PHONE_NUMBER,
    "/streetAddress": EntityType.LOCATION,
    "/city": EntityType.LOCATION,
    "/postalCode": EntityType.NL_POSTCODE,
}


class Users(Shelf):
    """The stream `users`: members and guests. The delta tells of changes in what is asked for, which is all that is kept."""

    stream = Stream("users", Phrase("Users and guests", "Gebruikers en gasten"), declares=_DECLARES)
    params: ClassVar[Mapping[str, str]] = {"select": ",".join(_WANTED)}
    listed: ClassVar[Mapping[str, str]] = {"top": "100"}
    paced = False
    modified = ""

    def of_all(self) -> Iterator[Partition]:
        """Yield the one directory."""
        yield Partition("", self.stream.name)

    def path(self, partition: Partition) -> str:  # noqa: ARG002  there is one
        """Return the users' delta."""
        return "/users/delta"

    def item_path(self, ref: RecordRef) -> str:
        """Return the user's address."""
        return opening("/users/{}", ref.record_id)

    def shared_places(self) -> Iterator[Partition]:
        """Yield the one directory."""
        return self.of_all()

    def search(self, place: Partition, identifier: Identifier) -> Iterator[RecordRef]:
        """Yield users in whom the identifier stands: a directory is a few pages, and its own search knows beginnings of words only."""
        words = [form.casefold() for form in terms(identifier)]
        for body, _ in self._listing(place, ""):
            for raw in items_of(body, "value"):
                text = json.dumps(raw, ensure_ascii=False).casefold()
                if any(word in text for word in words):
                    yield self.ref(place.account, self.record_id(place, raw))


class DeletedUsers(Users):
    """The stream `deletedUsers`: those deleted lately, of whom Graph has no delta."""

    stream = Stream("deletedUsers", Phrase("Deleted users", "Verwijderde gebruikers"), declares=_DECLARES)

    def path(self, partition: Partition) -> str:  # noqa: ARG002  there is one
        """Return the listing."""
        return "/directory/deletedItems/microsoft.graph.user"

    def item_path(self, ref: RecordRef) -> str:
        """Return the user's address."""
        return opening("/directory/deletedItems/{}/microsoft.graph.user", ref.record_id)


class Groups(Shelf):
    """The stream `groups`, with who is in them. Graph's delta of groups does not tell that a member's name or address changed."""

    stream = Stream(
        "groups",
        Phrase("Groups and their members", "Groepen en hun leden"),
        declares={
            "/mail": EntityType.EMAIL_ADDRESS,
            **{f"/{of}/*/displayName": EntityType.PERSON for of in ("members", "owners")},
            **{f"/{of}/*/{at}": EntityType.EMAIL_ADDRESS for of in ("members", "owners") for at in ("mail", "userPrincipalName")},
        },
        ignores={
            "/securityIdentifier": _NUMBER,
            **{f"/{of}/*/{name}": _NUMBER for of in ("members", "owners") for name in ("id", "@odata.type")},
        },
        circle=Circle(Gathering.LIST, "/(.+)"),
    )
    paced = False
    modified = ""

    def of_all(self) -> Iterator[Partition]:
        """Yield the one list of groups."""
        yield Partition("", self.stream.name)

    def path(self, partition: Partition) -> str:  # noqa: ARG002  there is one
        """Return the listing."""
        return "/groups"

    def item_path(self, ref: RecordRef) -> str:
        """Return the group's address."""
        return opening("/groups/{}", ref.record_id)

    def completed(self, ref: RecordRef, raw: Any) -> Any:
        """Return the group with its members and owners."""
        wanted = {"select": "id,displayName,mail,userPrincipalName"}
        people = {of: self.beside(f"{self.item_path(ref)}/{of}", "", **wanted) for of in ("members", "owners")}
        return {**raw, **people}
