"""Records in Wix's shape, from plain words. Fields are those of Wix's published types; `more` is added as it is."""

from typing import Any

Json = dict[str, Any]
CREATED = "2026-03-02T09:00:00.000Z"
UPDATED = "2026-09-14T16:20:00.000Z"
DATES = {"createdDate": CREATED, "updatedDate": UPDATED}


def contact(key: str, first: str, last: str, emails: tuple[str, ...], phones: tuple[str, ...] = (), **info: Any) -> Json:
    """Return a contact; `info` goes beside name, addresses and numbers."""
    primary: Json = {"email": emails[0]} if emails else {}
    return {
        "id": key,
        "revision": 3,
        "source": {"sourceType": "WIX_FORMS"},
        **DATES,
        "lastActivity": {"activityDate": UPDATED, "activityType": "FORM_SUBMITTED"},
        "primaryInfo": {**primary, **({"phone": phones[0]} if phones else {})},
        "info": {
            "name": {"first": first, "last": last},
            "emails": {"items": [{"id": f"e{n}", "tag": "MAIN", "email": one, "primary": not n} for n, one in enumerate(emails)]},
            "phones": {
                "items": [{"id": f"p{n}", "tag": "MOBILE", "phone": one, "primary": not n} for n, one in enumerate(phones)]
            },
            "labelKeys": {"items": ["custom.cursist"]},
            "extendedFields": {"items": {"emailSubscriptions.subscriptionStatus": "SUBSCRIBED"}},
            **info,
        },
        "primaryEmail": {**primary, "subscriptionStatus": "SUBSCRIBED", "deliverabilityStatus": "VALID"},
    }


def deleted_contact(key: str, first: str, last: str, email: str) -> Json:
    """Return a contact as the trash bin of the fifth version shows it."""
    return {"id": key, "revision": "4", **DATES, "name": {"first": first, "last": last}, "email": {"email": email}}


def note(key: str, contact_id: str, text: str) -> Json:
    """Return a note on a contact."""
    return {"id": key, "revision": "1", **DATES, "contactId": contact_id, "text": text, "type": "NOT_SET"}


def task(key: str, title: str, first: str, last: str, **contact: str) -> Json:
    """Return a task about a contact."""
    return {
        "id": key,
        "revision": "1",
        "title": title,
        **DATES,
        "status": "ACTION_NEEDED",
        "contact": {"firstName": first, "lastName": last, **contact},
    }


def attachment(key: str, file_name: str) -> Json:
    """Return a file with a contact."""
    return {"id": key, "fileName": file_name, "mimeType": "application/pdf", "attachmentType": "OTHER"}


def member(key: str, contact_id: str, first: str, last: str, email: str, **contact: Any) -> Json:
    """Return a member of the site."""
    return {
        "id": key,
        "loginEmail": email,
        "loginEmailVerified": True,
        "status": "APPROVED",
        "contactId": contact_id,
        "contact": {"firstName": first, "lastName": last, "emails": [email], **contact},
        "profile": {"nickname": f"{first} {last}", "slug": f"lid-{key}"},
        "privacyStatus": "PRIVATE",
        **DATES,
    }


def about(key: str, member_id: str, text: str) -> Json:
    """Return what a member says of itself."""
    return {
        "id": key,
        "memberId": member_id,
        "content": {"nodes": [{"type": "PARAGRAPH", "nodes": [{"textData": {"text": text}}]}]},
    }


def membership(group_id: str, role: str) -> Json:
    """Return that a member is in a group."""
    return {"groupId": group_id, "status": "JOINED", "role": {"value": role}}


def booking(key: str, title: str, first: str, last: str, email: str, answers: tuple[str, ...] = (), **contact: Any) -> Json:
    """Return a booking with what else is shown of it."""
    return {
        "booking": {
            "id": key,
            "totalParticipants": 1,
            "bookedEntity": {"title": title, "slot": {"startDate": "2026-10-03T19:30:00", "timezone": "Europe/Amsterdam"}},
            "contactDetails": {"firstName": first, "lastName": last, "email": email, **contact},
            "status": "CONFIRMED",
            **DATES,
        },
        "formSubmissions": [{"label": "Opmerking", "key": f"vraag_{n}", "value": said} for n, said in enumerate(answers)],
        "conferencingDetails": {"guestUrl": "https://vergadering.example/les"},
    }


def attendance(key: str, booking_id: str) -> Json:
    """Return who came to a booking."""
    return {"id": key, "bookingId": booking_id, "status": "ATTENDED", "numberOfAttendees": 1}


def order(key: str, number: str, first: str, last: str, email: str, **more: Any) -> Json:
    """Return an order, a draft of one, or an abandoned checkout as far as they are alike."""
    return {
        "id": key,
        "number": number,
        **DATES,
        "buyerInfo": {"email": email},
        "billingInfo": {"contactDetails": {"firstName": first, "lastName": last}},
        "status": "APPROVED",
        "archived": False,
        "currency": "EUR",
        "priceSummary": {"total": {"amount": "45.00", "formattedAmount": "€ 45,00"}},
        **more,
    }


def checkout(key: str, first: str, last: str, email: str, phone: str = "") -> Json:
    """Return an order that was not finished."""
    return {
        "id": key,
        **DATES,
        "status": "ABANDONED",
        "buyerInfo": {"email": email},
        "contactDetails": {"firstName": first, "lastName": last, "phone": phone},
        "totalPrice": {"amount": "45.00"},
    }


def transactions(order_id: str, provider: str) -> Json:
    """Return the payments of an order."""
    paid = {"paymentMethod": "IDeal", "providerTransactionId": provider}
    return {"orderId": order_id, "payments": [{"id": f"pay-{order_id}", "regularPaymentDetails": paid}], "refunds": []}


def invoices(order_id: str, invoice_id: str) -> Json:
    """Return the invoices of an order."""
    return {"orderId": order_id, "invoicesInfo": [{"id": invoice_id, "appId": "wix-invoices"}]}


def plan_order(key: str, plan: str, contact_id: str, **answers: str) -> Json:
    """Return a membership that was bought."""
    return {
        "id": key,
        "planName": plan,
        "buyer": {"contactId": contact_id, "memberId": f"m-{contact_id}"},
        "status": "ACTIVE",
        **DATES,
        "formData": {"submissionData": answers},
    }


def loyalty(key: str, name: str, email: str) -> Json:
    """Return somebody's points."""
    return {"id": key, "points": {"balance": 40}, **DATES, "contact": {"name": name, "email": email, "displayName": name}}


def review(key: str, author: str, body: str, status: str = "APPROVED") -> Json:
    """Return a review; other than "APPROVED" it is not shown on the site."""
    return {
        "namespace": "stores",
        "id": key,
        "content": {"title": "Beoordeling", "body": body, "rating": 4},
        **DATES,
        "author": {"authorName": author},
        "moderation": {"moderationStatus": status},
    }


def submission(key: str, form_id: str, namespace: str, answers: Json, status: str = "CONFIRMED") -> Json:
    """Return a filled-in form; the keys of its answers are the form's own."""
    return {
        "id": key,
        "formId": form_id,
        "namespace": namespace,
        "status": status,
        "submissions": answers,
        **DATES,
        "submitter": {"visitorId": f"v-{key}"},
        "seen": True,
    }


def subscription(key: str, email: str) -> Json:
    """Return a subscription to the newsletter."""
    return {"id": key, "email": email, "subscriptionStatus": "SUBSCRIBED", "deliverabilityStatus": "VALID", **DATES}


def recipient(contact_id: str, full_name: str, email: str, *, deleted: bool = False) -> Json:
    """Return somebody to whom a mailing went."""
    return {
        "contactId": contact_id,
        "lastActivityDate": UPDATED,
        "emailAddress": email,
        "fullName": full_name,
        "contactDeleted": deleted,
    }


def comment(key: str, member_id: str, text: str) -> Json:
    """Return a comment on a blog post."""
    nodes = [{"type": "PARAGRAPH", "nodes": [{"type": "TEXT", "textData": {"text": text}}]}]
    return {
        "id": key,
        **DATES,
        "content": {"richContent": {"nodes": nodes}},
        "author": {"memberId": member_id},
        "status": "PUBLISHED",
    }


def post(key: str, title: str, text: str) -> Json:
    """Return a blog post or a draft of one."""
    return {"id": key, "title": title, "contentText": text, "memberId": "m-redactie", "editedDate": UPDATED}


def guest(key: str, event_id: str, first: str, last: str, email: str, **details: Any) -> Json:
    """Return a guest of an event."""
    return {
        "id": key,
        "eventId": event_id,
        "guestType": "RSVP",
        **DATES,
        "guestDetails": {"firstName": first, "lastName": last, "email": email, **details},
    }


def rsvp(key: str, event_id: str, first: str, last: str, email: str, along: tuple[str, ...] = (), **more: Any) -> Json:
    """Return a registration, with who comes `along`."""
    guests = [{"index": n, "fullName": name} for n, name in enumerate(along)]
    return {
        "id": key,
        "eventId": event_id,
        **DATES,
        "firstName": first,
        "lastName": last,
        "email": email,
        "form": {"inputValues": [{"inputName": "firstName", "value": first}]},
        "status": "YES",
        "guestList": {"guests": guests},
        "anonymized": False,
        **more,
    }


def event_order(
    number: str, event_id: str, first: str, last: str, email: str, holders: tuple[str, ...] = (), **more: Any
) -> Json:
    """Return an order of tickets, for these `holders`."""
    return {
        "orderNumber": number,
        "eventId": event_id,
        "created": CREATED,
        "firstName": first,
        "lastName": last,
        "fullName": f"{first} {last}",
        "email": email,
        "checkoutForm": {"inputValues": [{"inputName": "email", "value": email}]},
        "status": "PAID",
        "tickets": [{"ticketNumber": f"{number}-{n}", "guestFullName": name} for n, name in enumerate(holders)],
        "invoice": {"grandTotal": {"currency": "EUR", "value": "30.00"}},
        "archived": False,
        **more,
    }


def ticket(number: str, order_number: str, buyer: str, first: str, last: str, email: str) -> Json:
    """Return a ticket, bought by one and used by another."""
    return {
        "ticketNumber": number,
        "orderNumber": order_number,
        "name": "Voorstelling",
        "orderFullName": buyer,
        "guestFullName": f"{first} {last}",
        "guestDetails": {"guestAssigned": True, "firstName": first, "lastName": last, "email": email},
        "archived": False,
    }


def item(key: str, collection: str, **data: Any) -> Json:
    """Return a row of one of the site's own collections."""
    return {"id": key, "dataCollectionId": collection, "data": {"_id": key, "_updatedDate": UPDATED, **data}}
