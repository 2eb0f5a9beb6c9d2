"""The shop, memberships that are paid for, points and reviews."""

from connectors.wix.fields import address, contact_details, numbers
from connectors.wix.rows import BASE, MOST, Along, AtOnce, Row, asked, by_cursor, by_offset, counted, in_address
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType as T

# the buyer's address goes with the name on the bill: declared, it would be a person of its own, without that name
BUYER = numbers("/buyerInfo/contactId", "/buyerInfo/memberId")
PARTIES = {
    **BUYER,
    **contact_details("/billingInfo/contactDetails"),
    **address("/billingInfo/address"),
    **contact_details("/recipientInfo/contactDetails"),
    **address("/recipientInfo/address"),
    **contact_details("/shippingInfo/logistics/shippingDestination/contactDetails"),
    **address("/shippingInfo/logistics/shippingDestination/address"),
}
BY_BUYER = {T.EMAIL_ADDRESS: {"filter": {"buyerInfo.email": {"$eq": "{value}"}}}}

ORDERS = Row(
    Stream(
        "orders",
        Phrase("Shop orders", "Bestellingen"),
        declares={**PARTIES, "/activities/*/authorEmail": T.EMAIL_ADDRESS},
    ),
    url=f"{BASE}/ecom/v1/orders/search",
    items="orders",
    item=f"{BASE}/ecom/v1/orders/{{id}}",
    inside="order",
    body=asked("search"),
    paging=by_cursor("search", "orders", "metadata"),
    modified="updatedDate",
    screen="https://manage.wix.com/dashboard/{site}/ecom-platform/order-details/{id}",
    finds={kind: {f"search/{place}": value for place, value in more.items()} for kind, more in BY_BUYER.items()},
)

DRAFT_ORDERS = Row(
    Stream("draftOrders", Phrase("Draft orders", "Conceptbestellingen"), declares=PARTIES),
    url=f"{BASE}/ecom/v1/draft-orders/query",
    items="draftOrders",
    item=f"{BASE}/ecom/v1/draft-orders/{{id}}",
    inside="draftOrder",
    body=asked(),
    paging=by_cursor("query", "draftOrders"),
    modified="updatedDate",
)

ABANDONED = Row(
    Stream(
        "abandonedCheckouts",
        Phrase("Abandoned checkouts", "Afgebroken bestellingen"),
        declares={**BUYER, **contact_details("/contactDetails")},
    ),
    url=f"{BASE}/ecom/v1/abandoned-checkout/query",
    items="abandonedCheckouts",
    item=f"{BASE}/ecom/v1/abandoned-checkout/{{id}}",
    inside="abandonedCheckout",
    body=counted(),
    paging=by_offset("abandonedCheckouts", "metadata"),
    modified="updatedDate",
)

TRANSACTIONS = Row(
    Stream("transactions", Phrase("Payments and refunds", "Betalingen en terugbetalingen")),
    along=Along(ORDERS, many=MOST),
    url=f"{BASE}/ecom/v1/payments/list-by-ids",
    items="orderTransactions",
    item=f"{BASE}/ecom/v1/payments/orders/{{id}}",
    inside="orderTransactions",
    id="orderId",
    body={"orderIds": "{parent}"},
    paging=AtOnce(),
)

INVOICES = Row(
    Stream("invoices", Phrase("Invoices of orders", "Facturen bij bestellingen")),
    along=Along(ORDERS, many=MOST),
    url=f"{BASE}/ecom/v1/invoices/list-by-ids",
    items="invoicesForOrder",
    item="",
    id="orderId",
    body={"orderIds": "{parent}"},
    again={"orderIds": ["{id}"]},
    paging=AtOnce(),
)

PLAN_ORDERS = Row(
    Stream(
        "planOrders",
        Phrase("Pricing plan orders", "Abonnementen"),
        declares=numbers("/buyer/contactId", "/buyer/memberId"),
    ),
    url=f"{BASE}/pricing-plans/v2/orders",
    items="orders",
    item=f"{BASE}/pricing-plans/v2/orders/{{id}}",
    inside="order",
    params=in_address("limit"),
    paging=by_offset("orders", place="offset"),
    modified="updatedDate",
)

LOYALTY = Row(
    Stream(
        "loyaltyAccounts",
        Phrase("Loyalty accounts", "Spaarpunten"),
        declares={
            "/contact/name": T.PERSON,
            "/contact/displayName": T.PERSON,
            "/contact/email": T.EMAIL_ADDRESS,
            **numbers("/contactId", "/memberId", "/contact/id"),
        },
    ),
    url=f"{BASE}/loyalty-accounts/v1/accounts/search",
    items="accounts",
    item=f"{BASE}/loyalty-accounts/v1/accounts/{{id}}",
    inside="account",
    body=asked("search"),
    paging=by_cursor("search", "accounts"),
    modified="updatedDate",
)

REVIEWS = Row(
    Stream(
        "reviews",
        Phrase("Reviews", "Beoordelingen"),
        declares={"/author/authorName": T.PERSON, **numbers("/author/contactId")},
    ),
    url=f"{BASE}/reviews/v1/reviews/query",
    items="reviews",
    item=f"{BASE}/reviews/v1/reviews/{{id}}",
    inside="review",
    # otherwise those that wait for approval, or were turned down, are left out
    body=asked(returnPrivateReviews=True),
    item_params={"returnPrivateReviews": "true"},
    paging=by_cursor("query", "reviews", "metadata"),
    modified="updatedDate",
)

SALES = (ORDERS, DRAFT_ORDERS, ABANDONED, TRANSACTIONS, INVOICES, PLAN_ORDERS, LOYALTY, REVIEWS)
