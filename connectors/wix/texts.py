"""What people wrote: forms, mailings, blog, and the site's own collections."""

from connectors.wix.fields import numbers
from connectors.wix.people import CONTACTS
from connectors.wix.rows import BASE, MOST, Along, Row, asked, by_cursor, by_offset, counted, cursor_in_address, in_address
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType as T

# a form belongs to the app that made it, and each app's are asked for apart
NAMESPACES = (
    "wix.form_app.form",
    "wix.bookings.v2.bookings",
    "wix.pricing_plans.v1.custom_form",
    "wix.ecom.v1.checkout",
    "wix.achievements.quizzes.v1.quiz",
    "wix.contacts.v4.contact",
)
OF_NAMESPACE = {"namespace": {"$eq": "{key}"}}
STATUSES = ["PENDING", "CONFIRMED", "PAYMENT_WAITING", "PAYMENT_CANCELED"]
SUBMISSIONS_AT = f"{BASE}/form-submission-service/v4/submissions"
SUBMITTED = numbers("/contactId", "/submitter/memberId")

SUBMISSIONS = Row(
    Stream("submissions", Phrase("Form submissions", "Ingevulde formulieren"), declares=SUBMITTED),
    keys=NAMESPACES,
    url=f"{SUBMISSIONS_AT}/namespace/query",
    items="submissions",
    item=f"{SUBMISSIONS_AT}/{{id}}",
    inside="submission",
    body=asked(filter=OF_NAMESPACE, onlyYourOwn=False),
    paging=by_cursor("query", "submissions", "metadata"),
    modified="updatedDate",
)

FORMS = Row(
    Stream("forms", "Forms"),
    url=f"{BASE}/form-schema-service/v4/forms/query",
    items="forms",
    item="",
    body=asked(filter=OF_NAMESPACE),
    paging=by_cursor("query", "forms"),
)

DELETED_SUBMISSIONS = Row(
    Stream("deletedSubmissions", Phrase("Deleted form submissions", "Verwijderde formulieren"), declares=SUBMITTED),
    keys=NAMESPACES,
    along=Along(FORMS),
    url=f"{SUBMISSIONS_AT}/trash-bin",
    items="submissions",
    item=f"{SUBMISSIONS_AT}/trash-bin/{{id}}",
    inside="submission",
    # where no status is named, only confirmed ones are given
    params=in_address(formId="{parent}", namespace="{key}", statuses=STATUSES),
    paging=cursor_in_address("submissions"),
    modified="updatedDate",
)

SUBSCRIPTIONS = Row(
    Stream(
        "emailSubscriptions",
        Phrase("Newsletter subscriptions", "Inschrijvingen op de nieuwsbrief"),
        declares={"/email": T.EMAIL_ADDRESS},
    ),
    along=Along(CONTACTS, "info/emails/items/*/email", many=MOST),
    url=f"{BASE}/email-marketing/v1/email-subscriptions/query",
    items="subscriptions",
    item=f"{BASE}/email-marketing/v1/email-subscriptions/{{id}}",
    inside="subscription",
    body={"filter": {"email": {"$in": "{parent}"}}, "paging": {"limit": MOST}},
    paging=by_offset("subscriptions", place="paging/offset"),
    modified="updatedDate",
    finds={T.EMAIL_ADDRESS: {"filter": {"email": {"$in": ["{value}"]}}}},
)

CAMPAIGNS = Row(
    Stream("campaigns", "Campaigns"),
    url=f"{BASE}/email-marketing/v1/campaigns",
    items="campaigns",
    item="",
    id="campaignId",
    params=in_address(),
    paging=by_offset("campaigns", place="paging.offset"),
)

RECIPIENTS = Row(
    Stream(
        "recipients",
        Phrase("Recipients of mailings", "Ontvangers van mailings"),
        declares={"/emailAddress": T.EMAIL_ADDRESS, "/fullName": T.PERSON, **numbers("/contactId")},
    ),
    # who was sent what, and what is known of their reading it; the other activities are these turned round
    along=Along(CAMPAIGNS, "campaignId", parts=("SENT", "NOT_SENT", "DELIVERED", "BOUNCED", "OPENED", "CLICKED")),
    url=f"{BASE}/email-marketing/v1/campaigns/{{parent}}/statistics/recipients",
    items="recipients",
    item="",
    id="contactId",
    params=in_address(activity="{part}"),
    paging=cursor_in_address("recipients"),
)

WROTE = numbers("/author/memberId", "/author/visitorId", "/author/userId")
BLOG = "14bcded7-0066-7c35-14d7-466cb3f09103"

COMMENTS = Row(
    Stream("comments", Phrase("Comments on the blog", "Reacties op het blog"), declares=WROTE),
    url=f"{BASE}/comments/v1/comments/query-cursor",
    items="comments",
    item=f"{BASE}/comments/v1/comments/{{id}}",
    inside="comment",
    body=asked(appId=BLOG),
    paging=by_cursor("query", "comments"),
    modified="updatedDate",
)

TEXT = "CONTENT_TEXT"
POSTS = Row(
    Stream("posts", Phrase("Blog posts", "Blogberichten"), declares=numbers("/memberId")),
    url=f"{BASE}/blog/v3/posts/query",
    items="posts",
    item=f"{BASE}/blog/v3/posts/{{id}}",
    item_params={"fieldsets": TEXT},
    inside="post",
    body=counted(fieldsets=[TEXT]),
    paging=by_offset("posts"),
    modified="lastPublishedDate",
)

DRAFTS = Row(
    Stream("draftPosts", Phrase("Blog drafts", "Conceptblogs"), declares=numbers("/memberId")),
    url=f"{BASE}/blog/v3/draft-posts/query",
    items="draftPosts",
    item=f"{BASE}/blog/v3/draft-posts/{{id}}",
    item_params={"fieldsets": TEXT},
    inside="draftPost",
    body=counted(fieldsets=[TEXT]),
    paging=by_offset("draftPosts"),
    modified="editedDate",
)

DELETED_DRAFTS = Row(
    Stream("deletedDraftPosts", Phrase("Deleted blog posts", "Verwijderde blogberichten"), declares=numbers("/memberId")),
    url=f"{BASE}/blog/v3/draft-posts/trash-bin",
    items="draftPosts",
    item=f"{BASE}/blog/v3/draft-posts/trash-bin/{{id}}",
    inside="draftPost",
    params=in_address(fieldsets=TEXT),
    paging=by_offset("draftPosts", place="paging.offset"),
    modified="editedDate",
)

COLLECTIONS = Row(
    Stream("collections", "Collections"),
    url=f"{BASE}/wix-data/v2/collections",
    items="collections",
    item="",
    params=in_address(),
    paging=by_offset("collections", place="paging.offset"),
)

ITEMS = Row(
    Stream(
        "items",
        Phrase("Collections of the site", "Verzamelingen van de site"),
        ignores={"/data/_createdDate": "when the row was made", "/data/_updatedDate": "when the row was changed"},
    ),
    keys=COLLECTIONS,
    url=f"{BASE}/wix-data/v2/items/query",
    items="dataItems",
    item=f"{BASE}/wix-data/v2/items/{{id}}",
    item_params={"dataCollectionId": "{key}"},
    inside="dataItem",
    body=counted(dataCollectionId="{key}", publishPluginOptions={"includeDraftItems": True}),
    paging=by_offset("dataItems"),
    modified="data/_updatedDate",
)

TEXTS = (
    SUBMISSIONS,
    DELETED_SUBMISSIONS,
    SUBSCRIPTIONS,
    RECIPIENTS,
    COMMENTS,
    POSTS,
    DRAFTS,
    DELETED_DRAFTS,
    ITEMS,
)
