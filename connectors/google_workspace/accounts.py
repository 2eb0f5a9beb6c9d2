"""The Admin console's directory: user accounts, those deleted lately too, groups, and who is in them.

Read only where an administrator is named: nobody else may list them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from connectors.google_workspace.domain import SCOPE as USERS_SCOPE
from connectors.google_workspace.domain import as_returned
from connectors.google_workspace.sweeping import Load, Sweeping, paged
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Gone, SourceError
from scanner.model import Gap, Partition, Record, RecordRef

GROUPS_SCOPE = "admin.directory.group.readonly"

_NUMBER = "a number of the platform"
_SWITCH = "a switch of the platform"
_NAMES = ("fullName", "givenName", "familyName", "displayName")

USERS = Stream(
    "users",
    Phrase("User accounts", "Gebruikersaccounts"),
    declares={
        **{f"/name/{name}": EntityType.PERSON for name in _NAMES},
        **{f"/{name}": EntityType.EMAIL_ADDRESS for name in ("primaryEmail", "recoveryEmail")},
        **{f"/{name}/*": EntityType.EMAIL_ADDRESS for name in ("aliases", "nonEditableAliases")},
        "/emails/*/address": EntityType.EMAIL_ADDRESS,
        "/recoveryPhone": EntityType.PHONE_NUMBER,
        "/phones/*/value": EntityType.PHONE_NUMBER,
        "/addresses/*/formatted": EntityType.LOCATION,
        "/addresses/*/streetAddress": EntityType.LOCATION,
        "/externalIds/*/value": EntityType.CUSTOMER_NUMBER,
        "/ims/*/im": EntityType.SOCIAL_HANDLE,
        "/relations/*/value": EntityType.PERSON,
        "/websites/*/value": EntityType.URL,
    },
    ignores={
        **{f"/{name}": _NUMBER for name in ("id", "kind", "etag", "customerId", "thumbnailPhotoEtag")},
        "/thumbnailPhotoUrl": "a link to a picture that Google hosts",
        **{f"/{name}": _SWITCH for name in ("ipWhitelisted", "includeInGlobalAddressList", "changePasswordAtNextLogin")},
    },
)
GROUPS = Stream(
    "groups",
    Phrase("Groups", "Groepen"),
    declares={
        "/email": EntityType.EMAIL_ADDRESS,
        **{f"/{name}/*": EntityType.EMAIL_ADDRESS for name in ("aliases", "nonEditableAliases")},
    },
    ignores={f"/{name}": _NUMBER for name in ("id", "kind", "etag", "directMembersCount", "adminCreated")},
)
MEMBERS = Stream(
    "members",
    Phrase("Members of groups", "Leden van groepen"),
    declares={"/email": EntityType.EMAIL_ADDRESS},
    ignores={**{f"/{name}": _NUMBER for name in ("id", "kind", "etag")}, "/delivery_settings": "how often mail is sent on"},
)


class Accounts(Sweeping):
    """The streams `users` and `groups`, one partition each, and `members`, one for each group (its key: the group's address)."""

    streams = (USERS, GROUPS, MEMBERS)

    def partitions(self, user: str) -> Iterator[Partition | Gap]:  # noqa: ARG002  the domain's, not a user's
        """Yield nothing: what is read here belongs to nobody alone."""
        return iter(())

    def shared(self) -> Iterator[Partition | Gap]:
        """Yield the accounts, the groups, and each group with its members."""
        if not self._domain.admin:
            return
        domain = self._domain.name()
        yield Partition(domain, USERS.name)
        yield Partition(domain, GROUPS.name)
        try:
            for groups, _ in token_pages(self._groups()):
                yield from (Partition(domain, MEMBERS.name, required(group, "email")) for group in groups)
        except SourceError as error:
            yield self._gap(Partition(domain, MEMBERS.name), "Groups could not be listed", error)

    def _listing(self, scope: str, what: str, **wanted: Any) -> Load:
        def load(token: str) -> tuple[list[Any], str]:
            body = self._domain.google.ask(scope, self._domain.admin, f"admin.{what}.list", pageToken=token or None, **wanted)
            return items_of(body, what, ("kind", "etag", "nextPageToken")), text_of(body, "nextPageToken")

        return paged(load)

    def _users(self, deleted: str) -> Load:
        wanted = {"customer": "my_customer", "maxResults": 500, "projection": "full", "showDeleted": deleted}
        return self._listing(USERS_SCOPE, "users", **wanted)

    def _groups(self) -> Load:
        return self._listing(GROUPS_SCOPE, "groups", customer="my_customer", maxResults=200)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the accounts and those that were deleted, the groups, or one group's members."""
        if partition.stream == USERS.name:
            return (self._users("false"), self._users("true"))
        if partition.stream == GROUPS.name:
            return (self._groups(),)
        return (self._listing(GROUPS_SCOPE, "members", groupKey=partition.key, maxResults=200),)

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield accounts, groups or members; a member's number is only one within the group."""
        before = f"{partition.key}/" if partition.stream == MEMBERS.name else ""
        for item in items:
            ref = RecordRef(self._domain.system, partition.account, partition.stream, before + required(item, "id"))
            yield _record(ref, item)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one account, group or member again."""
        return _record(ref, self._asked(ref))

    def _asked(self, ref: RecordRef) -> Any:
        google, admin = self._domain.google, self._domain.admin
        group, _, number = ref.record_id.rpartition("/")
        if ref.stream == GROUPS.name:
            return google.ask(GROUPS_SCOPE, admin, "admin.groups.get", groupKey=number)
        if ref.stream == MEMBERS.name:
            return google.ask(GROUPS_SCOPE, admin, "admin.members.get", groupKey=group, memberKey=number)
        try:
            return google.ask(USERS_SCOPE, admin, "admin.users.get", userKey=number, projection="full")
        except Gone:
            # one that was deleted is only in the list of those
            pass
        for users, _ in token_pages(self._users("true")):
            for user in users:
                if required(user, "id") == number:
                    return user
        raise Gone("This is not there any more.")


def _record(ref: RecordRef, item: Any) -> Record:
    stream = next(stream for stream in Accounts.streams if stream.name == ref.stream)
    fields = flatten(item, stream.declares, stream.ignores)
    return Record(ref, fields, original=as_returned(ref.record_id.rpartition("/")[2], item))
