"""Every request this connector makes, what it costs, and how much Google allows."""

from scanner.connector import Rate, Read

GMAIL, WWW = "gmail.googleapis.com", "www.googleapis.com"
PEOPLE, ADMIN, TOKENS = "people.googleapis.com", "admin.googleapis.com", "oauth2.googleapis.com"

RATES = (
    Rate(
        "gmail",
        6_000,
        60,
        600,
        "https://developers.google.com/workspace/gmail/api/reference/quota: 6,000 units a minute for each user, for projects"
        " made since 2026-05-01; the prices of the methods are second-hand (2026-11)",
        per_account=True,
    ),
    Rate(
        "drive",
        325_000,
        60,
        20_000,
        "https://developers.google.com/workspace/drive/api/guides/limits: 325,000 units a minute for each user (2026-09-19)",
        per_account=True,
    ),
    Rate(
        "calendar",
        600,
        60,
        60,
        "https://developers.google.com/workspace/calendar/api/guides/quota: 600 requests a minute for each user",
        per_account=True,
    ),
    Rate("people", 90, 60, 20, "not published for each user; this is our own caution", per_account=True),
    Rate("admin", 600, 60, 60, "our own caution, far below https://developers.google.com/workspace/admin/directory/v1/limits"),
    Rate("polling", 1, 1, 1, "how often a download that is being prepared is asked after: our own choice", per_account=True),
    Rate("tokens", 20, 1, 20, "not published; our own caution"),
)

TOKEN = Read("POST", TOKENS, "/token", rate="tokens")

# POST .../download only prepares what drive.readonly may read: its scopes in the discovery document include drive.readonly
READS = (
    Read("GET", GMAIL, "/gmail/v1/users/{userId}/profile", 1, "gmail"),
    Read("GET", GMAIL, "/gmail/v1/users/{userId}/labels", 1, "gmail"),
    Read("GET", GMAIL, "/gmail/v1/users/{userId}/messages", 5, "gmail"),
    Read("GET", GMAIL, "/gmail/v1/users/{userId}/messages/{id}", 20, "gmail"),
    Read("GET", GMAIL, "/gmail/v1/users/{userId}/history", 2, "gmail"),
    Read("GET", WWW, "/drive/v3/about", 5, "drive"),
    Read("GET", WWW, "/drive/v3/drives", 100, "drive"),
    Read("GET", WWW, "/drive/v3/files", 100, "drive"),
    Read("GET", WWW, "/drive/v3/files/{fileId}", 200, "drive"),
    Read("GET", WWW, "/drive/v3/files/{fileId}/export", 200, "drive"),
    Read("POST", WWW, "/drive/v3/files/{fileId}/download", 200, "drive"),
    Read("GET", WWW, "/drive/v3/operations/{name}", 1, "polling"),
    Read("GET", WWW, "/drive/v3/changes/startPageToken", 5, "drive"),
    Read("GET", WWW, "/drive/v3/changes", 100, "drive"),
    Read("GET", WWW, "/calendar/v3/users/me/calendarList", 1, "calendar"),
    Read("GET", WWW, "/calendar/v3/calendars/{calendarId}/events", 1, "calendar"),
    Read("GET", WWW, "/calendar/v3/calendars/{calendarId}/events/{eventId}", 1, "calendar"),
    Read("GET", PEOPLE, "/v1/people/me/connections", 1, "people"),
    Read("GET", PEOPLE, "/v1/otherContacts", 1, "people"),
    Read("GET", PEOPLE, "/v1/people:listDirectoryPeople", 1, "people"),
    Read("GET", PEOPLE, "/v1/people/{id}", 1, "people"),
    Read("GET", ADMIN, "/admin/directory/v1/users", 1, "admin"),
    TOKEN,
)
