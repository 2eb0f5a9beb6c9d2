"""What lies where at Eventbrite, and how each list is asked for.

Sources: the v3 blueprint (Apiary, copy of March 2025) unless a line says otherwise. From memory: that attendees read "Info Requested"
until their details are entered, and the fields of a member. Contact lists are no longer in the blueprint; their
addresses are those of Eventbrite's migration table of 2020.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.eventbrite.client import HOST
from scanner.connector import Phrase, Rate, Read, Stream
from scanner.entities import EntityType

INFO_REQUESTED = "Info Requested"
"""What stands for the name and mailbox of an attendee whose buyer did not say who comes."""

ORDER_PARTS = ("survey", "survey_responses", "answers", "refund_requests", "merchandise", "concierge", "contact_list_preferences")
ATTENDEE_PARTS = (
    "survey",
    "survey_responses",
    "answers",
    "promotional_code",
    "assigned_number",
    "assigned_unit",
    "contact_list_preferences",
)
EVENT_PARTS = ("organizer", "venue")

_OWN_ADDRESS = {"/resource_uri": "the record's own address in the interface"}
_NAMES = {
    "/name": EntityType.PERSON,
    "/first_name": EntityType.PERSON,
    "/last_name": EntityType.PERSON,
}
_REFUND = {
    f"/refund_requests{item}/{name}": kind
    for item in ("", "/*")
    for name, kind in (("from_email", EntityType.EMAIL_ADDRESS), ("from_name", EntityType.PERSON))
}
_ADDRESS_LINES = ("address_1", "address_2", "localized_address_display", "localized_multi_line_address_display/*")


@dataclass(frozen=True, slots=True)
class Source:
    """How a stream is read.

    `path` has `{account}` (the organisation), and `{scope}` where it is asked for one event or contact list after the other:
    `scope` names the stream of these. `one` is a record's own address, with `{id}`; "": it is looked for in its list.
    `items` is the key of the list, "": the answer is the record. `parts` are expansions, `statuses` are asked for in turn.
    """

    stream: Stream
    path: str
    items: str
    one: str = ""
    scope: str = ""
    ids: tuple[str, ...] = ("id",)
    parts: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[str, ...] = ("",)
    incremental: bool = False


USER = Source(
    Stream(
        "user",
        Phrase("Your own account", "Uw eigen account"),
        {**_NAMES, "/emails/*/email": EntityType.EMAIL_ADDRESS},
        _OWN_ADDRESS,
    ),
    "/users/me/",
    "",
    one="/users/me/",
)
ORGANISATIONS = Source(
    Stream("organizations", Phrase("Organisations", "Organisaties"), {}, _OWN_ADDRESS),
    "/users/me/organizations/",
    "organizations",
)
EVENTS = Source(
    Stream(
        "events",
        Phrase("Events", "Evenementen"),
        {"/organizer/twitter": EntityType.SOCIAL_HANDLE, "/organizer/facebook": EntityType.SOCIAL_HANDLE},
        {**_OWN_ADDRESS, "/organizer/resource_uri": "an address in the interface", "/venue/resource_uri": "the same"},
    ),
    "/organizations/{account}/events/",
    "events",
    one="/events/{id}/",
    parts=EVENT_PARTS,
    # series_filter: without it the parents of series are left out; created_asc: a new event does not move the others
    params={"status": "all", "time_filter": "all", "series_filter": "allevents", "order_by": "created_asc", "page_size": "50"},
)
ORDERS = Source(
    Stream(
        "orders",
        Phrase("Orders", "Bestellingen"),
        {**_NAMES, "/email": EntityType.EMAIL_ADDRESS, **_REFUND},
        _OWN_ADDRESS,
    ),
    "/organizations/{account}/orders/",
    "orders",
    one="/orders/{id}/",
    parts=ORDER_PARTS,
    # "both": attending and not, and what was deleted
    params={"status": "both"},
    incremental=True,
)
ATTENDEES = Source(
    Stream(
        "attendees",
        Phrase("Attendees", "Deelnemers"),
        {
            **{f"/profile{name}": kind for name, kind in _NAMES.items()},
            "/profile/email": EntityType.EMAIL_ADDRESS,
            "/profile/cell_phone": EntityType.PHONE_NUMBER,
            "/profile/work_phone": EntityType.PHONE_NUMBER,
            "/profile/birth_date": EntityType.DATE_OF_BIRTH,
            "/profile/website": EntityType.URL,
            "/profile/blog": EntityType.URL,
            **{f"/profile/addresses/*/{line}": EntityType.LOCATION for line in _ADDRESS_LINES},
            "/invited_by": EntityType.PERSON,
        },
        _OWN_ADDRESS,
    ),
    "/organizations/{account}/attendees/",
    "attendees",
    one="/events/{scope}/attendees/{id}/",
    ids=("event_id", "id"),
    parts=ATTENDEE_PARTS,
    # without a status the vendor chooses; "not_attending" includes the deleted
    statuses=("attending", "not_attending"),
    incremental=True,
)
UNPAID = Source(
    ATTENDEES.stream,
    "/events/{scope}/attendees/",
    "attendees",
    one=ATTENDEES.one,
    scope="events",
    ids=ATTENDEES.ids,
    parts=ATTENDEE_PARTS,
    # a status that only an event's own list knows
    statuses=("unpaid",),
    incremental=True,
)
TEAMS = Source(
    Stream(
        "teams",
        Phrase("Teams", "Teams"),
        {"/creator/name": EntityType.PERSON, "/creator/emails/*/email": EntityType.EMAIL_ADDRESS},
    ),
    "/events/{scope}/teams/",
    "teams",
    one="/events/{scope}/teams/{id}/",
    scope="events",
)
MEMBERS = Source(
    Stream(
        "members",
        Phrase("People who work in the account", "Mensen die in het account werken"),
        {
            f"{at}{path}": kind
            for at in ("", "/user")
            for path, kind in {
                **_NAMES,
                "/email": EntityType.EMAIL_ADDRESS,
                "/emails/*/email": EntityType.EMAIL_ADDRESS,
            }.items()
        },
        _OWN_ADDRESS,
    ),
    "/organizations/{account}/members/",
    "members",
)
ROLES = Source(
    Stream(
        "roles",
        Phrase("Roles in the account", "Rollen in het account"),
        {},
        {**_OWN_ADDRESS, "/permissions": "names of the platform's own permissions"},
    ),
    "/organizations/{account}/roles/",
    "roles",
)
LISTS = Source(
    Stream("contact_lists", Phrase("Contact lists", "Contactlijsten")),
    "/organizations/{account}/contact_lists/",
    "contact_lists",
)
CONTACTS = Source(
    Stream(
        "contacts",
        Phrase("Contacts on contact lists", "Contacten op contactlijsten"),
        {"/contact": EntityType.EMAIL_ADDRESS, "/first_name": EntityType.PERSON, "/last_name": EntityType.PERSON},
        _OWN_ADDRESS,
    ),
    "/organizations/{account}/contact_lists/{scope}/contacts/",
    "contacts",
    scope="contact_lists",
)
OF_THE_OWNER = (USER, ORGANISATIONS)
OF_AN_ORGANISATION = (EVENTS, ORDERS, ATTENDEES, TEAMS, MEMBERS, ROLES, CONTACTS)
SOURCES = {source.stream.name: source for source in (*OF_THE_OWNER, *OF_AN_ORGANISATION)}

READS = tuple(
    Read("GET", HOST, f"/v3{path}")
    for path in (
        "/users/me/",
        "/users/me/organizations/",
        "/organizations/{organization_id}/events/",
        "/events/{event_id}/",
        "/organizations/{organization_id}/orders/",
        "/orders/{order_id}/",
        "/organizations/{organization_id}/attendees/",
        "/events/{event_id}/attendees/",
        "/events/{event_id}/attendees/{attendee_id}/",
        "/events/{event_id}/questions/",
        "/events/{event_id}/canned_questions/",
        "/events/{event_id}/teams/",
        "/events/{event_id}/teams/{team_id}/",
        "/organizations/{organization_id}/members/",
        "/organizations/{organization_id}/roles/",
        "/organizations/{organization_id}/contact_lists/",
        "/organizations/{organization_id}/contact_lists/{list_id}/contacts/",
    )
)
# 2,000 in any hour: what is saved up and what comes in meanwhile are spent together
RATES = (Rate("calls", units=2000, seconds=3600, burst=100, source='the v3 blueprint, "Common Errors": 2,000 calls an hour'),)

NOT_COVERED = (
    (
        Phrase("Notes on orders and attendees", "Notities bij bestellingen en deelnemers"),
        Phrase(
            "The interface has no way to them. Open each order that was found in Eventbrite and look at its notes.",
            "De interface geeft ze niet. Open elke gevonden bestelling in Eventbrite en kijk bij de notities.",
        ),
    ),
    (
        Phrase("Mail that Eventbrite sent for you", "E-mail die Eventbrite voor u verstuurde"),
        Phrase(
            "Campaigns, reminders and messages to attendees: look under Marketing and under each event's Emails to attendees.",
            "Campagnes, herinneringen en berichten aan deelnemers: kijk bij Marketing en bij de e-mails van elk evenement.",
        ),
    ),
    (
        Phrase("Pages of events: full texts and pictures", "Pagina's van evenementen: volledige teksten en foto's"),
        Phrase(
            "Names and summaries are read, the pages themselves are not. Look at the pages of the events that the person had a part in.",
            "Namen en samenvattingen worden gelezen, de pagina's zelf niet. Bekijk de pagina's van de evenementen waaraan de persoon meewerkte.",
        ),
    ),
    (
        Phrase("Payments and payouts", "Betalingen en uitbetalingen"),
        Phrase(
            "Card and bank details stay with Eventbrite. Ask Eventbrite's support for what it holds as a processor.",
            "Kaart- en bankgegevens blijven bij Eventbrite. Vraag de helpdesk van Eventbrite wat die als verwerker bewaart.",
        ),
    ),
)
