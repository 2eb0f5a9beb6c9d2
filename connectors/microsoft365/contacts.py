"""Contacts: the address books of each user, and what the organisation's own address book adds."""

from collections.abc import Iterator
from typing import ClassVar

from connectors.kit.paging import required
from connectors.microsoft365.shelf import Shelf, number, opening, parent
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.model import Identifier, Partition, RecordRef

_NUMBER = "a number of the platform"
_ADDRESS = {"street": EntityType.LOCATION, "city": EntityType.LOCATION, "postalCode": EntityType.NL_POSTCODE}


class Contacts(Shelf):
    """The stream `contacts`: one partition for the user's own address book, one for each folder in it."""

    stream = Stream(
        "contacts",
        Phrase("Contacts", "Contacten"),
        declares={
            **dict.fromkeys(
                ("/displayName", "/fileAs", "/spouseName", "/children/*", "/manager", "/assistantName"), EntityType.PERSON
            ),
            **dict.fromkeys(("/homePhones/*", "/businessPhones/*", "/mobilePhone"), EntityType.PHONE_NUMBER),
            **{f"/{at}Address/{name}": kind for at in ("home", "business", "other") for name, kind in _ADDRESS.items()},
            "/emailAddresses/*/address": EntityType.EMAIL_ADDRESS,
            "/emailAddresses/*/name": EntityType.PERSON,
            "/imAddresses/*": EntityType.SOCIAL_HANDLE,
            "/birthday": EntityType.DATE_OF_BIRTH,
            "/businessHomePage": EntityType.URL,
        },
        ignores={"/changeKey": _NUMBER, "/parentFolderId": "the folder's number"},
    )

    def of_user(self, user: str) -> Iterator[Partition]:
        """Yield the address book and the folders in it, however deep."""
        yield Partition(user, self.stream.name)
        waiting = [opening("/users/{}/contactFolders", user)]
        while waiting:
            for folder in self.graph.items(waiting.pop(), user, top="100"):
                folder_id = required(folder, "id")
                yield Partition(user, self.stream.name, folder_id)
                waiting.append(opening("/users/{}/contactFolders/{}/childFolders", user, folder_id))

    def path(self, partition: Partition) -> str:
        """Return the folder's delta, which lists all of it first."""
        if partition.key:
            return opening("/users/{}/contactFolders/{}/contacts/delta", partition.account, partition.key)
        return opening("/users/{}/contacts/delta", partition.account)

    def item_path(self, ref: RecordRef) -> str:
        """Return the contact's address."""
        if folder := parent(ref):
            return opening("/users/{}/contactFolders/{}/contacts/{}", ref.account, folder, number(ref))
        return opening("/users/{}/contacts/{}", ref.account, number(ref))

    def search_places(self, user: str) -> Iterator[Partition]:
        """Yield the address book and the folders in it."""
        return self.of_user(user)

    def search(self, place: Partition, identifier: Identifier) -> Iterator[RecordRef]:
        """Yield contacts with a mail address; Graph finds contacts by nothing else."""
        if identifier.entity_type is not EntityType.EMAIL_ADDRESS:
            return
        book = (
            opening("/users/{}/contactFolders/{}", place.account, place.key) if place.key else opening("/users/{}", place.account)
        )
        address = identifier.value.strip().replace("'", "''")
        asked = {"filter": f"emailAddresses/any(a:a/address eq '{address}')", "select": "id", "top": "100"}
        for raw in self.graph.items(f"{book}/contacts", place.account, **asked):
            yield self.ref(place.account, self.record_id(place, raw))


class OrganisationContacts(Shelf):
    """The stream `orgContacts`: people outside whom an administrator put in the organisation's address book."""

    stream = Stream(
        "orgContacts",
        Phrase("Organisation contacts", "Contacten van de organisatie"),
        declares={
            "/displayName": EntityType.PERSON,
            "/mail": EntityType.EMAIL_ADDRESS,
            "/phones/*/number": EntityType.PHONE_NUMBER,
            **{f"/addresses/*/{name}": kind for name, kind in _ADDRESS.items()},
        },
    )
    paced: ClassVar[bool] = False
    modified = ""

    def of_all(self) -> Iterator[Partition]:
        """Yield the one address book."""
        yield Partition("", self.stream.name)

    def path(self, partition: Partition) -> str:  # noqa: ARG002  there is one
        """Return the address book's delta."""
        return "/contacts/delta"

    def item_path(self, ref: RecordRef) -> str:
        """Return the contact's address."""
        return opening("/contacts/{}", ref.record_id)
