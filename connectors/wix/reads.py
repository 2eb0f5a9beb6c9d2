"""Every request that may be made, one by one. Each POST here is a query: Wix puts filters and pages in a body."""

from connectors.wix.rows import HOST
from connectors.wix.signing import TOKEN
from scanner.connector import Rate, Read

QUERIES = (
    "/contacts/v4/contacts/query",
    "/crm/notes/v2/notes/query",
    "/crm/tasks/v2/tasks/query",
    "/members/v1/members/query",
    "/members/v2/abouts/query",
    "/_api/bookings-reader/v2/extended-bookings/query",
    "/bookings/bookings-attendance/query",
    "/ecom/v1/orders/search",
    "/ecom/v1/draft-orders/query",
    "/ecom/v1/abandoned-checkout/query",
    "/ecom/v1/payments/list-by-ids",
    "/ecom/v1/invoices/list-by-ids",
    "/form-schema-service/v4/forms/query",
    "/form-submission-service/v4/submissions/namespace/query",
    "/email-marketing/v1/email-subscriptions/query",
    "/comments/v1/comments/query-cursor",
    "/blog/v3/posts/query",
    "/blog/v3/draft-posts/query",
    "/events/v2/guests/query",
    "/events/v2/rsvps/query",
    "/loyalty-accounts/v1/accounts/search",
    "/reviews/v1/reviews/query",
    "/wix-data/v2/items/query",
)

LOOKS = (
    "/contacts/v4/contacts/{contactId}",
    "/contacts/v4/attachments/{contactId}",
    "/contacts/v4/attachments/{contactId}/{attachmentId}",
    "/contacts/v5/contacts/trash-bin",
    "/contacts/v5/contacts/trash-bin/{contactId}",
    "/crm/notes/v2/notes/{noteId}",
    "/crm/tasks/v2/tasks/{taskId}",
    "/members/v1/members/{id}",
    "/members/v2/abouts/{id}",
    "/social-groups-proxy/members/v2/members/{memberId}/memberships",
    "/bookings/bookings-attendance/{attendanceId}",
    "/ecom/v1/orders/{id}",
    "/ecom/v1/draft-orders/{draftOrderId}",
    "/ecom/v1/abandoned-checkout/{abandonedCheckoutId}",
    "/ecom/v1/payments/orders/{orderId}",
    "/form-submission-service/v4/submissions/trash-bin",
    "/form-submission-service/v4/submissions/trash-bin/{submissionId}",
    "/form-submission-service/v4/submissions/{submissionId}",
    "/email-marketing/v1/email-subscriptions/{id}",
    "/email-marketing/v1/campaigns",
    "/email-marketing/v1/campaigns/{campaignId}/statistics/recipients",
    "/comments/v1/comments/{commentId}",
    "/blog/v3/posts/{postId}",
    "/blog/v3/draft-posts/trash-bin",
    "/blog/v3/draft-posts/trash-bin/{draftPostId}",
    "/blog/v3/draft-posts/{draftPostId}",
    "/events/v2/rsvps/{rsvpId}",
    "/events/v1/orders",
    "/events/v1/tickets",
    "/pricing-plans/v2/orders",
    "/pricing-plans/v2/orders/{id}",
    "/loyalty-accounts/v1/accounts/{id}",
    "/reviews/v1/reviews/{reviewId}",
    "/wix-data/v2/collections",
    "/wix-data/v2/items/{dataItemId}",
)

RIGHTS = {
    "/contacts/v4/contacts": "CONTACTS.VIEW",
    "/contacts/v4/attachments": "CONTACTS_ATTACHMENTS.VIEW",
    "/crm/notes": "CRM_NOTES.NOTE_READ",
    "/crm/tasks": "CRM_TASKS.TASK_READ",
    "/members/v1": "MEMBERS.MEMBER_READ",
    "/members/v2/abouts/query": "MEMBERS.MEMBER_ABOUT_READ",
    "/_api/bookings-reader": "BOOKINGS.BOOKING_READ",
    "/bookings/bookings-attendance": "BOOKINGS.ATTENDANCE_READ",
    "/ecom/v1/orders/search": "ECOM.READ_ORDERS",
    "/ecom/v1/draft-orders": "ECOM.DRAFT_ORDERS_READ",
    "/ecom/v1/payments": "ECOM.READ_TRANSACTIONS",
    "/ecom/v1/invoices": "ECOM.READ_INVOICES",
    "/email-marketing/v1/email-subscriptions/query": "EMAIL_SUBSCRIPTIONS.VIEW",
    "/comments/v1/comments/query-cursor": "WIX_COMMENTS.COMMENT_QUERY",
    "/blog/v3/draft-posts": "BLOG.READ_DRAFT",
    "/events/v2/guests": "WIX_EVENTS.READ_GUESTS",
    "/events/v1/orders": "WIX_EVENTS.READ_ORDERS",
    "/events/v1/tickets": "WIX_EVENTS.READ_TICKETS",
    "/pricing-plans": "PRICING_PLANS.READ_ORDERS",
    "/loyalty-accounts/v1/accounts/search": "LOYALTY.READ_ACCOUNTS",
    "/reviews": "REVIEWS.READ_REVIEWS",
    "/wix-data/v2/collections": "WIX_DATA.LIST_COLLECTIONS",
}
"""What Wix's own client packages call the permission, by how an address begins; of the others they do not say."""

READS = (
    TOKEN,
    *(
        Read(method, HOST, path, right=next((right for start, right in RIGHTS.items() if path.startswith(start)), ""))
        for method, paths in (("POST", QUERIES), ("GET", LOOKS))
        for path in paths
    ),
)

RATES = (
    Rate(
        "requests",
        units=200,
        seconds=60,
        burst=20,
        source="https://dev.wix.com/docs/rest/articles/get-started/rate-limits (a stored copy, undated)",
    ),
)
