"""The Admin directory v1: user accounts, groups, and who is in them."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import Problem, bad, missing
from connectors.sandbox.tenant import Group

_BASIC = {"kind", "id", "primaryEmail", "name", "suspended"}


class Directory:
    """The users and groups of the domain; the first user is its administrator."""

    def __init__(
        self, users: Iterable[str], accounts: Mapping[str, dict[str, Any]], groups: Iterable[Group], tokens: Opaque
    ) -> None:
        self.users = tuple(users)
        self.accounts = {user: copy.deepcopy(dict(accounts.get(user, {}))) for user in (*self.users, *accounts)}
        """More of each account; one of nobody among the users is one that was deleted."""
        self.suspended: set[str] = set()
        self.deleted = {user for user in accounts if user not in self.users}
        self._tokens = tokens
        self._groups: dict[str, dict[str, Any]] = {}
        self._members: dict[str, dict[str, dict[str, Any]]] = {}
        for group in groups:
            self.put(group)

    def put(self, group: Group) -> None:
        """Add a group with its members, or replace what it was."""
        self._groups[group.resource["email"]] = group.resource
        self._members[group.resource["email"]] = {one["id"]: copy.deepcopy(one) for one in group.members}

    def _allowed(self, call: Call, *, whole: bool = False) -> None:
        if call.subject != self.users[0]:
            raise Problem(403, "forbidden", "Not Authorized to access this resource/API")
        if whole and call.one("customer") != "my_customer":
            raise bad("Bad Request")

    def list_users(self, call: Call) -> dict[str, Any]:
        """directory.users.list: those of the domain, or those that were deleted."""
        self._allowed(call, whole=True)
        chosen = sorted(self.deleted if call.one("showDeleted") == "true" else self.accounts.keys() - self.deleted)
        shown = [self._user(call, user) for user in chosen]
        return page(self._tokens, call, "users", shown, call.size("maxResults", 100, 500), kind="admin#directory#users")

    def _user(self, call: Call, user: str) -> dict[str, Any]:
        found = {
            "kind": "admin#directory#user",
            "id": str(100_000 + list(self.accounts).index(user)),
            "primaryEmail": user,
            "suspended": user in self.suspended,
            **self.accounts[user],
        }
        return found if call.one("projection") == "full" else {name: found[name] for name in found.keys() & _BASIC}

    def get_user(self, call: Call) -> dict[str, Any]:
        """directory.users.get: by number or address, of those that were not deleted."""
        self._allowed(call)
        for user in self.accounts.keys() - self.deleted:
            found = self._user(call, user)
            if call.path["userKey"] in {found["id"], user}:
                return found
        raise missing("Resource Not Found: userKey")

    def list_groups(self, call: Call) -> dict[str, Any]:
        """directory.groups.list."""
        self._allowed(call, whole=True)
        groups = list(self._groups.values())
        return page(self._tokens, call, "groups", groups, call.size("maxResults", 200, 200), kind="admin#directory#groups")

    def _group(self, call: Call) -> dict[str, Any]:
        self._allowed(call)
        for email, group in self._groups.items():
            if call.path["groupKey"] in {email, group["id"]}:
                return group
        raise missing("Resource Not Found: groupKey")

    def get_group(self, call: Call) -> dict[str, Any]:
        """directory.groups.get: by number or address."""
        return self._group(call)

    def list_members(self, call: Call) -> dict[str, Any]:
        """directory.members.list."""
        members = list(self._members[self._group(call)["email"]].values())
        return page(self._tokens, call, "members", members, call.size("maxResults", 200, 200), kind="admin#directory#members")

    def get_member(self, call: Call) -> dict[str, Any]:
        """directory.members.get."""
        found = self._members[self._group(call)["email"]].get(call.path["memberKey"])
        if found is None:
            raise missing("Resource Not Found: memberKey")
        return found
