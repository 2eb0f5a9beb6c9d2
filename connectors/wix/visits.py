"""Bookings and events: who came, or would."""

from connectors.wix.fields import address, guest, numbers
from connectors.wix.rows import BASE, Row, asked, by_cursor, by_offset, in_address
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType as T

BY_ID = {"query/filter": {"id": {"$eq": "{id}"}}}

BOOKINGS = Row(
    Stream(
        "extendedBookings",
        Phrase("Bookings", "Boekingen"),
        declares={
            **guest("/booking/contactDetails"),
            "/booking/contactDetails/phone": T.PHONE_NUMBER,
            **address("/booking/contactDetails/fullAddress", formatted=True),
            **numbers(
                "/booking/contactDetails/contactId",
                "/booking/createdBy/memberId",
                "/booking/createdBy/contactId",
                "/waiver/contactId",
            ),
        },
    ),
    url=f"{BASE}/_api/bookings-reader/v2/extended-bookings/query",
    items="extendedBookings",
    item="",
    id="booking/id",
    # the order needs a permission of its own and is read as one
    body=asked(withBookingAttendanceInfo=True, withBookingConferencingDetails=True),
    again=BY_ID,
    paging=by_cursor("query", "extendedBookings"),
    modified="booking/updatedDate",
)

ATTENDANCE = Row(
    Stream("attendance", Phrase("Attendance of bookings", "Aanwezigheid bij boekingen")),
    url=f"{BASE}/bookings/bookings-attendance/query",
    items="attendances",
    item=f"{BASE}/bookings/bookings-attendance/{{id}}",
    inside="attendance",
    body=asked(),
    paging=by_cursor("query", "attendances"),
)

GUESTS = Row(
    Stream(
        "guests",
        Phrase("Event guests", "Gasten van evenementen"),
        declares={
            **guest("/guestDetails"),
            "/guestDetails/phone": T.PHONE_NUMBER,
            "/guestDetails/address": T.LOCATION,
            "/guestDetails/checkInDetails/*/fullName": T.PERSON,
            **numbers("/contactId", "/memberId"),
        },
    ),
    url=f"{BASE}/events/v2/guests/query",
    items="guests",
    item="",
    # without it, guests come without name and address
    body=asked(fields=["GUEST_DETAILS"]),
    again=BY_ID,
    paging=by_cursor("query", "guests"),
    modified="updatedDate",
)

DETAILS = ["DETAILS", "FORM", "CONTACT_DETAILS"]
RSVPS = Row(
    Stream(
        "rsvps",
        Phrase("Event RSVPs", "Aanmeldingen voor evenementen"),
        declares={
            **guest(""),
            "/guestList/guests/*/fullName": T.PERSON,
            "/additionalGuestDetails/guestNames/*": T.PERSON,
            **numbers("/contactId", "/memberId"),
        },
    ),
    url=f"{BASE}/events/v2/rsvps/query",
    items="rsvps",
    item=f"{BASE}/events/v2/rsvps/{{id}}",
    item_params={"fields": DETAILS},
    inside="rsvp",
    body=asked(fields=DETAILS),
    paging=by_cursor("query", "rsvps"),
    modified="updatedDate",
)

TICKET = {
    "orderFullName": T.PERSON,
    "guestFullName": T.PERSON,
    **{path.lstrip("/"): kind for path, kind in guest("/guestDetails").items()},
    "guestDetails/phone": T.PHONE_NUMBER,
    "guestDetails/contactId": T.CUSTOMER_NUMBER,
    "memberId": T.CUSTOMER_NUMBER,
}

EVENT_ORDERS = Row(
    Stream(
        "eventOrders",
        Phrase("Event ticket orders", "Kaartbestellingen"),
        declares={
            **guest(""),
            "/fullName": T.PERSON,
            **{f"/tickets/*/{path}": kind for path, kind in TICKET.items()},
            **numbers("/contactId", "/memberId"),
        },
    ),
    url=f"{BASE}/events/v1/orders",
    items="orders",
    item="",
    id="orderNumber",
    params=in_address("limit", fieldset=["TICKETS", "DETAILS", "FORM", "INVOICE"]),
    again={"orderNumber": "{id}"},
    paging=by_offset("orders", "", "offset"),
    modified="updated",
    finds={T.EMAIL_ADDRESS: {"searchPhrase": "{value}"}, T.PERSON: {"searchPhrase": "{value}"}},
)

TICKETS = Row(
    Stream("tickets", Phrase("Event tickets", "Toegangskaarten"), declares={f"/{path}": kind for path, kind in TICKET.items()}),
    url=f"{BASE}/events/v1/tickets",
    items="tickets",
    item="",
    id="ticketNumber",
    params=in_address("limit", fieldset=["GUEST_DETAILS", "TICKET_DETAILS", "GUEST_FORM"]),
    again={"ticketNumber": "{id}"},
    paging=by_offset("tickets", "", "offset"),
)

VISITS = (BOOKINGS, ATTENDANCE, GUESTS, RSVPS, EVENT_ORDERS, TICKETS)
