"""Contacts and members, and what is kept with them."""

from connectors.wix.fields import address, guest, numbers
from connectors.wix.rows import BASE, Along, Row, asked, by_cursor, by_offset, counted, cursor_in_address, in_address
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType as T

OLDEST_FIRST = [{"fieldName": "createdDate", "order": "ASC"}]

CONTACTS = Row(
    Stream(
        "contacts",
        Phrase("Contacts", "Contacten"),
        declares={
            "/info/name/first": T.PERSON,
            "/info/name/last": T.PERSON,
            "/info/emails/items/*/email": T.EMAIL_ADDRESS,
            "/info/phones/items/*/phone": T.PHONE_NUMBER,
            "/info/phones/items/*/e164Phone": T.PHONE_NUMBER,
            **address("/info/addresses/items/*/address", formatted=True),
            "/info/birthdate": T.DATE_OF_BIRTH,
            **numbers("/id"),
            # primaryInfo, primaryEmail and primaryPhone repeat one of these beside the person's object: declared, each would
            # be a person of its own, and a household's mailbox would stand there without the name that goes with it
        },
        ignores={"/revision": "counts the changes"},
    ),
    url=f"{BASE}/contacts/v4/contacts/query",
    items="contacts",
    item=f"{BASE}/contacts/v4/contacts/{{id}}",
    item_params={"fieldsets": "FULL"},
    inside="contact",
    body=counted(inside={"fieldsets": ["FULL"], "sort": OLDEST_FIRST}),
    paging=by_offset("contacts"),
    modified="updatedDate",
    screen="https://manage.wix.com/dashboard/{site}/contacts/view/{id}",
    finds={T.EMAIL_ADDRESS: {"query/filter": {"info.emails.email": {"$eq": "{value}"}}}},
)

DELETED_CONTACTS = Row(
    Stream(
        "deletedContacts",
        Phrase("Deleted contacts", "Verwijderde contacten"),
        # the fifth version of contacts, which alone has a trash bin, lays them out in its own way
        declares={
            "/name/first": T.PERSON,
            "/name/last": T.PERSON,
            "/email/email": T.EMAIL_ADDRESS,
            "/additionalEmails/*/email": T.EMAIL_ADDRESS,
            "/phone/phone": T.PHONE_NUMBER,
            "/phone/e164": T.PHONE_NUMBER,
            "/additionalPhones/*/phone": T.PHONE_NUMBER,
            **address("/addresses/*/address", formatted=True),
            **numbers("/id"),
        },
    ),
    url=f"{BASE}/contacts/v5/contacts/trash-bin",
    items="contacts",
    item=f"{BASE}/contacts/v5/contacts/trash-bin/{{id}}",
    inside="contact",
    params=in_address(),
    paging=cursor_in_address("contacts"),
    modified="updatedDate",
)

NOTES = Row(
    Stream("notes", Phrase("Notes on contacts", "Notities bij contacten"), declares=numbers("/contactId")),
    url=f"{BASE}/crm/notes/v2/notes/query",
    items="notes",
    item=f"{BASE}/crm/notes/v2/notes/{{id}}",
    inside="note",
    body=asked(),
    paging=by_cursor("query", "notes"),
    modified="updatedDate",
)

TASKS = Row(
    Stream(
        "tasks",
        Phrase("Tasks", "Taken"),
        declares={**guest("/contact"), "/contact/phone": T.PHONE_NUMBER, **numbers("/contact/id")},
    ),
    url=f"{BASE}/crm/tasks/v2/tasks/query",
    items="tasks",
    item=f"{BASE}/crm/tasks/v2/tasks/{{id}}",
    inside="task",
    body=asked(),
    paging=by_cursor("query", "tasks"),
    modified="updatedDate",
)

ATTACHMENTS = Row(
    Stream("attachments", Phrase("Files with contacts", "Bestanden bij contacten")),
    along=Along(CONTACTS),
    url=f"{BASE}/contacts/v4/attachments/{{parent}}",
    items="attachments",
    item=f"{BASE}/contacts/v4/attachments/{{parent}}/{{id}}",
    inside="attachment",
    params=in_address(),
    paging=by_offset("attachments", place="paging.offset"),
)

MEMBERS = Row(
    Stream(
        "members",
        Phrase("Site members", "Leden van de site"),
        declares={
            # loginEmail and profile/nickname are the contact's too: declared, they would be persons of their own
            "/contact/firstName": T.PERSON,
            "/contact/lastName": T.PERSON,
            "/contact/emails/*": T.EMAIL_ADDRESS,
            "/contact/phones/*": T.PHONE_NUMBER,
            **address("/contact/addresses/*"),
            "/contact/birthdate": T.DATE_OF_BIRTH,
            "/profile/slug": T.SOCIAL_HANDLE,
            **numbers("/id", "/contactId"),
        },
    ),
    url=f"{BASE}/members/v1/members/query",
    items="members",
    item=f"{BASE}/members/v1/members/{{id}}",
    item_params={"fieldsets": "FULL"},
    inside="member",
    # without it, members come without their address
    body=counted(fieldsets=["FULL"], inside={"sort": OLDEST_FIRST}),
    paging=by_offset("members", "metadata"),
    modified="updatedDate",
    finds={T.EMAIL_ADDRESS: {"query/filter": {"loginEmail": {"$eq": "{value}"}}}},
)

ABOUTS = Row(
    Stream(
        "abouts", Phrase("What members say of themselves", "Wat leden over zichzelf schrijven"), declares=numbers("/memberId")
    ),
    url=f"{BASE}/members/v2/abouts/query",
    items="memberAbouts",
    item=f"{BASE}/members/v2/abouts/{{id}}",
    inside="memberAbout",
    body=counted(),
    paging=by_offset("memberAbouts", "metadata"),
)

MEMBERSHIPS = Row(
    Stream("memberships", Phrase("Members of groups", "Leden van groepen")),
    along=Along(MEMBERS),
    url=f"{BASE}/social-groups-proxy/members/v2/members/{{parent}}/memberships",
    items="memberships",
    item="",
    id="groupId",
    params=in_address("limit"),
    paging=by_offset("memberships", "metadata", "offset"),
)

PEOPLE = (CONTACTS, DELETED_CONTACTS, NOTES, TASKS, ATTACHMENTS, MEMBERS, ABOUTS, MEMBERSHIPS)
