"""What Eventbrite's v3 blueprint describes of the requests that are served here: a test compares the two.

Source: the Apiary blueprint, copy of March 2025. The two addresses of contact lists are not in it, only their objects are.
"""

import re
from dataclasses import dataclass
from typing import Any

_CHANGES = frozenset({"status", "changed_since"})
_ORDERS = _CHANGES | {"only_emails", "exclude_emails"}
_ATTENDEES = _CHANGES | {"last_item_seen", "attendee_ids"}
_EVENTS = frozenset(
    {
        "name_filter", "currency_filter", "order_by", "series_filter", "show_series_parent", "status", "event_group_id",
        "collection_id", "page_size", "time_filter", "venue_filter", "organizer_filter", "inventory_type_filter",
        "event_ids_to_exclude", "event_ids", "collection_ids_to_exclude",
    }
)  # fmt: skip

PARTS = {
    "order": frozenset(
        {
            "event", "attendees", "merchandise", "concierge", "refund_requests", "survey", "survey_responses", "answers",
            "ticket_buyer_settings", "contact_list_preferences",
        }
    ),
    "attendee": frozenset(
        {
            "event", "order", "promotional_code", "assigned_number", "answers", "survey", "survey_responses", "assigned_unit",
            "contact_list_preferences",
        }
    ),
    "event": frozenset(
        {
            "logo", "venue", "organizer", "format", "category", "subcategory", "bookmark_info", "refund_policy",
            "ticket_availability", "external_ticketing", "music_properties", "publish_settings", "basic_inventory_info",
            "event_sales_status", "checkout_settings", "listing_properties", "has_digital_content",
        }
    ),
}  # fmt: skip
"""The expansions of each kind of object."""


@dataclass(frozen=True, slots=True)
class Method:
    """One GET: what it is called here, its path, its parameters, the kind of object whose expansions it takes."""

    name: str
    path: str
    params: frozenset[str] = frozenset()
    kind: str = ""
    listed: bool = True
    described: bool = True

    @property
    def pattern(self) -> "re.Pattern[str]":
        """The path as a pattern."""
        return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.path))


METHODS = (
    Method("user", "/users/me/", listed=False),
    Method("organizations", "/users/me/organizations/"),
    Method("events", "/organizations/{organization_id}/events/", _EVENTS, "event"),
    Method("event", "/events/{event_id}/", kind="event", listed=False),
    Method("orders", "/organizations/{organization_id}/orders/", _ORDERS, "order"),
    Method("order", "/orders/{order_id}/", kind="order", listed=False),
    Method("attendees", "/organizations/{organization_id}/attendees/", _CHANGES, "attendee"),
    Method("event_attendees", "/events/{event_id}/attendees/", _ATTENDEES, "attendee"),
    Method("attendee", "/events/{event_id}/attendees/{attendee_id}/", kind="attendee", listed=False),
    Method("questions", "/events/{event_id}/questions/", frozenset({"as_owner"})),
    Method("canned_questions", "/events/{event_id}/canned_questions/", frozenset({"include_all"})),
    Method("teams", "/events/{event_id}/teams/"),
    Method("team", "/events/{event_id}/teams/{team_id}/", listed=False),
    Method("members", "/organizations/{organization_id}/members/"),
    Method("roles", "/organizations/{organization_id}/roles/"),
    Method("contact_lists", "/organizations/{organization_id}/contact_lists/", described=False),
    Method("contacts", "/organizations/{organization_id}/contact_lists/{list_id}/contacts/", described=False),
)


class Refused(Exception):
    """An answer that is a refusal: the status, Eventbrite's code for it, and its words."""

    def __init__(self, status: int, code: str, words: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.body: dict[str, Any] = {"status_code": status, "error": code, "error_description": words or code}


def find(path: str) -> tuple[Method, dict[str, str]]:
    """Return the method at a path and the variables in it. Raises Refused."""
    for method in METHODS:
        if hit := method.pattern.fullmatch(path):
            return method, hit.groupdict()
    raise Refused(404, "NOT_FOUND", "The path you requested does not exist.")


def check(method: Method, query: dict[str, list[str]]) -> None:
    """Refuse what the description does not know."""
    known = method.params | ({"continuation"} if method.listed else set()) | ({"expand"} if method.kind else set())
    for name, values in query.items():
        if name not in known or len(values) != 1:
            raise Refused(400, "ARGUMENTS_ERROR", f"{name} is not a parameter here.")
    for part in filter(None, query.get("expand", [""])[0].split(",")):
        if part not in PARTS[method.kind]:
            raise Refused(400, "ARGUMENTS_ERROR", f"{part} is not an expansion here.")
