"""Every request this connector makes, what it costs, and how much Google allows."""

from scanner.connector import Rate, Read

GMAIL, WWW = "gmail.googleapis.com", "www.googleapis.com"
PEOPLE, ADMIN, TOKENS = "people.googleapis.com", "admin.googleapis.com", "oauth2.googleapis.com"
FORMS, CHAT, TASKS = "forms.googleapis.com", "chat.googleapis.com", "tasks.googleapis.com"
KEEP, MEET = "keep.googleapis.com", "meet.googleapis.com"

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
    Rate(
        "forms",
        390,
        60,
        40,
        "https://developers.google.com/workspace/forms/api/limits: 390 reads a minute for each user (2026-11)",
        per_account=True,
    ),
    Rate(
        "responses",
        180,
        60,
        20,
        "https://developers.google.com/workspace/forms/api/limits: 180 lists of answers a minute for each user (2026-11)",
        per_account=True,
    ),
    Rate("chat", 900, 60, 90, "https://developers.google.com/workspace/chat/limits: 900 reads a minute in a space (2026-11)"),
    Rate("tasks", 50_000, 86_400, 2_000, "https://developers.google.com/workspace/tasks/limits: 50,000 requests a day (2026-11)"),
    Rate("keep", 90, 60, 20, "not published; our own caution", per_account=True),
    Rate("meet", 90, 60, 20, "not published for each user; our own caution", per_account=True),
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
    Read("GET", WWW, "/drive/v3/files/{fileId}/comments", 100, "drive"),
    Read("GET", WWW, "/drive/v3/files/{fileId}/comments/{commentId}", 5, "drive"),
    Read("GET", WWW, "/calendar/v3/users/me/calendarList", 1, "calendar"),
    Read("GET", WWW, "/calendar/v3/calendars/{calendarId}/events", 1, "calendar"),
    Read("GET", WWW, "/calendar/v3/calendars/{calendarId}/events/{eventId}", 1, "calendar"),
    Read("GET", PEOPLE, "/v1/people/me/connections", 1, "people"),
    Read("GET", PEOPLE, "/v1/otherContacts", 1, "people"),
    Read("GET", PEOPLE, "/v1/people:listDirectoryPeople", 1, "people"),
    Read("GET", PEOPLE, "/v1/people/{id}", 1, "people"),
    Read("GET", ADMIN, "/admin/directory/v1/users", 1, "admin"),
    Read("GET", ADMIN, "/admin/directory/v1/users/{userKey}", 1, "admin"),
    Read("GET", ADMIN, "/admin/directory/v1/groups", 1, "admin"),
    Read("GET", ADMIN, "/admin/directory/v1/groups/{groupKey}", 1, "admin"),
    Read("GET", ADMIN, "/admin/directory/v1/groups/{groupKey}/members", 1, "admin"),
    Read("GET", ADMIN, "/admin/directory/v1/groups/{groupKey}/members/{memberKey}", 1, "admin"),
    Read("GET", FORMS, "/v1/forms/{formId}", 1, "forms"),
    Read("GET", FORMS, "/v1/forms/{formId}/responses", 1, "responses"),
    Read("GET", FORMS, "/v1/forms/{formId}/responses/{responseId}", 1, "forms"),
    Read("GET", CHAT, "/v1/spaces", 1, "chat"),
    Read("GET", CHAT, "/v1/spaces/{space}", 1, "chat"),
    Read("GET", CHAT, "/v1/spaces/{space}/messages", 1, "chat"),
    Read("GET", CHAT, "/v1/spaces/{space}/messages/{message}", 1, "chat"),
    Read("GET", CHAT, "/v1/media/{resourceName+}", 1, "chat"),
    Read("GET", TASKS, "/tasks/v1/users/@me/lists", 1, "tasks"),
    Read("GET", TASKS, "/tasks/v1/users/@me/lists/{tasklist}", 1, "tasks"),
    Read("GET", TASKS, "/tasks/v1/lists/{tasklist}/tasks", 1, "tasks"),
    Read("GET", TASKS, "/tasks/v1/lists/{tasklist}/tasks/{task}", 1, "tasks"),
    Read("GET", KEEP, "/v1/notes", 1, "keep"),
    Read("GET", KEEP, "/v1/notes/{note}", 1, "keep"),
    Read("GET", KEEP, "/v1/notes/{note}/attachments/{attachment}", 1, "keep"),
    Read("GET", MEET, "/v2/conferenceRecords", 1, "meet"),
    Read("GET", MEET, "/v2/conferenceRecords/{conference}/participants", 1, "meet"),
    Read("GET", MEET, "/v2/conferenceRecords/{conference}/participants/{participant}", 1, "meet"),
    Read("GET", MEET, "/v2/conferenceRecords/{conference}/transcripts", 1, "meet"),
    Read("GET", MEET, "/v2/conferenceRecords/{conference}/transcripts/{transcript}", 1, "meet"),
    Read("GET", MEET, "/v2/conferenceRecords/{conference}/transcripts/{transcript}/entries", 1, "meet"),
    TOKEN,
)
