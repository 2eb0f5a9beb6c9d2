"""What the stand-in answers to: each interface of Wix, where it takes its pages, and what it leaves out unless asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Wish = Callable[[str], list[str]]
"""What a request says at a place: a place of the body by POST, a parameter by GET."""


def everything(record: Mapping[str, Any], wish: Wish) -> bool:  # noqa: ARG001  hides nothing
    """Show each record."""
    return True


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of record. `listing` and `item` are method and path; {x} in a path must equal the record's container.

    `paging` is where the page is asked for; what ends in "cursorPaging" or "cursor" goes by cursor. `knows` are the other
    words a request may hold. `asks` are fields that are given only when a fieldset is named at `ask` (by GET: `ask_item`).
    `needs` are containers that must be given in the body or the parameters. `ids` is where by-number requests name them.
    """

    name: str
    listing: str
    items: str
    meta: str = "pagingMetadata"
    paging: str = "query/cursorPaging"
    item: str = ""
    inside: str = ""
    id: str = "id"
    knows: tuple[str, ...] = ()
    ask: str = ""
    ask_item: str = ""
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    ids: str = ""
    shows: Callable[[Mapping[str, Any], Wish], bool] = everything

    @property
    def by_cursor(self) -> bool:
        """Whether pages are found by cursor."""
        return self.paging.lower().endswith(("cursorpaging", "cursor"))


def _approved(record: Mapping[str, Any], wish: Wish) -> bool:
    return wish("returnPrivateReviews") == ["true"] or record["moderation"]["moderationStatus"] == "APPROVED"


def _status(record: Mapping[str, Any], wish: Wish) -> bool:
    return record["status"] in (wish("statuses") or ["CONFIRMED"])


def _everybody(record: Mapping[str, Any], wish: Wish) -> bool:
    # where nothing is said, one's own submissions are given: the owner has none
    return wish("onlyYourOwn") == ["false"] and bool(record)


def _published(record: Mapping[str, Any], wish: Wish) -> bool:
    drafts = wish("publishPluginOptions/includeDraftItems") == ["true"]
    return drafts or record["data"].get("_publishStatus") != "DRAFT"


def _asked_for(key: str) -> Callable[[Mapping[str, Any], Wish], bool]:
    def shows(record: Mapping[str, Any], wish: Wish) -> bool:
        phrase = "".join(wish("searchPhrase")).casefold()
        told = f"{record.get('fullName', '')} {record.get('email', '')} {record[key]}".casefold()
        return phrase in told and record[key] in (wish(key) or [record[key]])

    return shows


NAMES = ("firstName", "lastName", "email")
SUBMISSIONS = "/form-submission-service/v4/submissions"
DRAFTS = "/blog/v3/draft-posts"
EVENT_ORDER = {
    "DETAILS": ("firstName", "lastName", "fullName", "created"),
    "FORM": ("checkoutForm", "email"),
    "TICKETS": ("tickets",),
    "INVOICE": ("invoice",),
}

SHELVES = (
    Shelf("contacts", "POST /contacts/v4/contacts/query", "contacts", paging="query/paging",
          item="GET /contacts/v4/contacts/{id}", inside="contact",
          ask="query/fieldsets", ask_item="fieldsets", asks={"FULL": ("info/extendedFields", "info/birthdate")}),
    Shelf("deletedContacts", "GET /contacts/v5/contacts/trash-bin", "contacts", paging="paging.cursor",
          item="GET /contacts/v5/contacts/trash-bin/{id}", inside="contact"),
    Shelf("notes", "POST /crm/notes/v2/notes/query", "notes", item="GET /crm/notes/v2/notes/{id}", inside="note"),
    Shelf("tasks", "POST /crm/tasks/v2/tasks/query", "tasks", item="GET /crm/tasks/v2/tasks/{id}", inside="task"),
    Shelf("attachments", "GET /contacts/v4/attachments/{contact}", "attachments", paging="paging.offset",
          item="GET /contacts/v4/attachments/{contact}/{id}", inside="attachment"),
    Shelf("members", "POST /members/v1/members/query", "members", "metadata", "query/paging",
          item="GET /members/v1/members/{id}", inside="member", knows=("fieldsets",),
          ask="fieldsets", ask_item="fieldsets", asks={"FULL": ("loginEmail", "contact")}),
    Shelf("abouts", "POST /members/v2/abouts/query", "memberAbouts", "metadata", "query/paging",
          item="GET /members/v2/abouts/{id}", inside="memberAbout"),
    Shelf("memberships", "GET /social-groups-proxy/members/v2/members/{member}/memberships", "memberships", "metadata", "offset",
          id="groupId"),
    Shelf("extendedBookings", "POST /_api/bookings-reader/v2/extended-bookings/query", "extendedBookings", id="booking/id",
          knows=("withBookingAttendanceInfo", "withBookingConferencingDetails", "withBookingAllowedActions", "withEcomOrder",
                 "withBookingPolicySettings", "withBookingFeeDetails")),
    Shelf("attendance", "POST /bookings/bookings-attendance/query", "attendances",
          item="GET /bookings/bookings-attendance/{id}", inside="attendance"),
    Shelf("orders", "POST /ecom/v1/orders/search", "orders", "metadata", "search/cursorPaging",
          item="GET /ecom/v1/orders/{id}", inside="order"),
    Shelf("draftOrders", "POST /ecom/v1/draft-orders/query", "draftOrders",
          item="GET /ecom/v1/draft-orders/{id}", inside="draftOrder"),
    Shelf("abandonedCheckouts", "POST /ecom/v1/abandoned-checkout/query", "abandonedCheckouts", "metadata", "query/paging",
          item="GET /ecom/v1/abandoned-checkout/{id}", inside="abandonedCheckout"),
    Shelf("transactions", "POST /ecom/v1/payments/list-by-ids", "orderTransactions", "", "", ids="orderIds", id="orderId",
          item="GET /ecom/v1/payments/orders/{id}", inside="orderTransactions"),
    Shelf("invoices", "POST /ecom/v1/invoices/list-by-ids", "invoicesForOrder", "", "", ids="orderIds", id="orderId"),
    Shelf("planOrders", "GET /pricing-plans/v2/orders", "orders", paging="offset",
          item="GET /pricing-plans/v2/orders/{id}", inside="order"),
    Shelf("loyaltyAccounts", "POST /loyalty-accounts/v1/accounts/search", "accounts", paging="search/cursorPaging",
          item="GET /loyalty-accounts/v1/accounts/{id}", inside="account"),
    Shelf("reviews", "POST /reviews/v1/reviews/query", "reviews", "metadata", item="GET /reviews/v1/reviews/{id}", inside="review",
          knows=("returnPrivateReviews",), shows=_approved),
    Shelf("forms", "POST /form-schema-service/v4/forms/query", "forms", needs={"namespace": "query/filter/namespace/$eq"}),
    Shelf("submissions", f"POST {SUBMISSIONS}/namespace/query", "submissions", "metadata",
          item=f"GET {SUBMISSIONS}/{{id}}", inside="submission", knows=("onlyYourOwn",),
          needs={"namespace": "query/filter/namespace/$eq"}, shows=_everybody),
    Shelf("deletedSubmissions", f"GET {SUBMISSIONS}/trash-bin", "submissions", paging="paging.cursor",
          item=f"GET {SUBMISSIONS}/trash-bin/{{id}}", inside="submission", knows=("namespace", "statuses"),
          needs={"formId": "formId"}, shows=_status),
    Shelf("emailSubscriptions", "POST /email-marketing/v1/email-subscriptions/query", "subscriptions", paging="paging",
          item="GET /email-marketing/v1/email-subscriptions/{id}", inside="subscription", ids="filter/email/$in", id="id",
          knows=("filter",)),
    Shelf("campaigns", "GET /email-marketing/v1/campaigns", "campaigns", "paging", "paging.offset", id="campaignId"),
    Shelf("recipients", "GET /email-marketing/v1/campaigns/{campaign}/statistics/recipients", "recipients",
          paging="paging.cursor", id="contactId", needs={"activity": "activity"}),
    Shelf("comments", "POST /comments/v1/comments/query-cursor", "comments",
          item="GET /comments/v1/comments/{id}", inside="comment", needs={"appId": "appId"}),
    Shelf("posts", "POST /blog/v3/posts/query", "posts", paging="query/paging", item="GET /blog/v3/posts/{id}", inside="post",
          knows=("fieldsets",), ask="fieldsets", ask_item="fieldsets", asks={"CONTENT_TEXT": ("contentText",)}),
    Shelf("draftPosts", f"POST {DRAFTS}/query", "draftPosts", paging="query/paging", item=f"GET {DRAFTS}/{{id}}",
          inside="draftPost", knows=("fieldsets",), ask="fieldsets", ask_item="fieldsets",
          asks={"CONTENT_TEXT": ("contentText",)}),
    Shelf("deletedDraftPosts", f"GET {DRAFTS}/trash-bin", "draftPosts", paging="paging.offset",
          item=f"GET {DRAFTS}/trash-bin/{{id}}", inside="draftPost", knows=("fieldsets",)),
    Shelf("guests", "POST /events/v2/guests/query", "guests", knows=("fields",),
          ask="fields", asks={"GUEST_DETAILS": ("guestDetails",)}),
    Shelf("rsvps", "POST /events/v2/rsvps/query", "rsvps", item="GET /events/v2/rsvps/{id}", inside="rsvp", knows=("fields",),
          ask="fields", ask_item="fields",
          asks={"CONTACT_DETAILS": NAMES, "DETAILS": ("guestList", "additionalGuestDetails"), "FORM": ("form",)}),
    Shelf("eventOrders", "GET /events/v1/orders", "orders", "", "offset", id="orderNumber",
          knows=("fieldset", "orderNumber", "searchPhrase"), ask="fieldset", asks=EVENT_ORDER, shows=_asked_for("orderNumber")),
    Shelf("tickets", "GET /events/v1/tickets", "tickets", "", "offset", id="ticketNumber",
          knows=("fieldset", "ticketNumber", "searchPhrase"), ask="fieldset",
          asks={"GUEST_DETAILS": ("guestDetails", "guestFullName"), "TICKET_DETAILS": ("orderFullName", "name")},
          shows=_asked_for("ticketNumber")),
    Shelf("collections", "GET /wix-data/v2/collections", "collections", paging="paging.offset"),
    Shelf("items", "POST /wix-data/v2/items/query", "dataItems", paging="query/paging", item="GET /wix-data/v2/items/{id}",
          inside="dataItem", knows=("publishPluginOptions",), needs={"dataCollectionId": "dataCollectionId"}, shows=_published),
)  # fmt: skip
