"""The stand-in refuses what Google's description does not know, and is reached on loopback too."""

import pytest
from werkzeug.test import Client

from connectors.google_workspace import GoogleWorkspace
from connectors.google_workspace.options import Options
from connectors.sandbox.loopback import loopback
from connectors.sandbox.tenant import DriveFile
from scanner.connector import Secret, System
from scanner.model import Partition

ANNA, BRAM = "anna@pand.example", "bram@pand.example"


@pytest.fixture
def get(pand):
    client = Client(pand.google)

    def ask(path, user=ANNA, host="gmail.googleapis.com", **query):
        headers = {"Authorization": f"Bearer {pand.google.oauth.token(user)}"}
        return client.get(path, base_url=f"https://{host}", headers=headers, query_string=query)

    return ask


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/gmail/v1/users/me/messages", {}, 200),
        ("/gmail/v1/users/me/messages", {"max": "5"}, 400),
        ("/gmail/v1/users/me/messages", {"maxResults": "many"}, 400),
        ("/gmail/v1/users/me/messages", {"maxResults": "501"}, 400),
        ("/gmail/v1/users/me/messages", {"pageToken": "made-up"}, 400),
        ("/gmail/v1/users/me/messages", {"fields": "messages/colour"}, 400),
        ("/gmail/v1/users/me/messages", {"fields": "messages/id,nextPageToken"}, 200),
        ("/gmail/v1/users/me/letters", {}, 404),
        (f"/gmail/v1/users/{BRAM}/messages", {}, 403),
        ("/gmail/v1/users/me/history", {}, 400),
        ("/gmail/v1/users/me/history", {"startHistoryId": "1000", "historyTypes": "messageSent"}, 400),
    ],
)
def test_only_what_is_described_is_served(get, path, query, status):
    assert get(path, **query).status_code == status


def test_a_field_mask_leaves_the_rest_out(get):
    page = get("/gmail/v1/users/me/messages", fields="messages/id").json
    assert set(page) == {"messages"}
    assert all(set(message) == {"id"} for message in page["messages"])


def test_a_page_token_belongs_to_its_listing(get):
    token = get("/gmail/v1/users/me/messages").json["nextPageToken"]
    assert get("/gmail/v1/users/me/messages", pageToken=token).status_code == 200
    assert get("/gmail/v1/users/me/messages", pageToken=token, q="hallo").status_code == 400
    assert get("/gmail/v1/users/me/messages", BRAM, pageToken=token).status_code == 400


def test_a_token_without_the_scope_is_refused(pand):
    token = pand.google.oauth.token(ANNA, frozenset({"gmail.readonly"}))
    answer = Client(pand.google).get(
        "/drive/v3/files", base_url="https://www.googleapis.com", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 403
    assert answer.json["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"hallo"', True),
        ("hallo from:a@post.example", True),
        ('{to:nobody@post.example "hallo"}', True),
        ("-hallo", False),
        ("hal", False),
        ("subject:hallo", False),
    ],
)
def test_gmails_question_language(get, query, found):
    assert bool(get("/gmail/v1/users/me/messages", q=query).json.get("messages")) is found


@pytest.mark.parametrize(
    ("query", "status", "names"),
    [
        ("fullText contains 'een'", 200, ["a.txt"]),
        ("trashed = false and (name contains 'a.txt' or name contains 'zz')", 200, ["a.txt"]),
        ("not 'bram@pand.example' in readers", 200, []),
        ("name is 'a.txt'", 400, None),
        ("fullText contains 'een", 400, None),
    ],
)
def test_drives_question_language(get, query, status, names):
    answer = get("/drive/v3/files", host="www.googleapis.com", q=query, fields="files/name")
    assert answer.status_code == status
    if names is not None:
        assert [file["name"] for file in answer.json["files"]] == names


@pytest.mark.parametrize(
    ("host", "path", "query", "status", "items"),
    [
        ("www", "/drive/v3/files/f1/comments", {}, 400, None),
        ("www", "/drive/v3/files/f1/comments", {"fields": "*", "pageSize": "101"}, 400, None),
        ("www", "/drive/v3/files/f1/comments", {"fields": "*"}, 200, 1),
        ("forms", "/v1/forms/form1/responses", {"filter": "timestamp > 2026-01-01T08:00:00Z"}, 403, None),
        ("forms", "/v1/forms/form2/responses", {"filter": "timestamp > 2026-01-01T08:00:00Z"}, 200, 0),
        ("forms", "/v1/forms/form2/responses", {"filter": "answer = x"}, 400, None),
        ("chat", "/v1/spaces/B/messages", {}, 403, None),
        ("chat", "/v1/spaces/A/messages", {"pageSize": "5000"}, 200, 1),
        ("tasks", "/tasks/v1/lists/l1/tasks", {}, 404, None),
        ("tasks", "/tasks/v1/users/@me/lists", {"maxResults": "1001"}, 400, None),
        ("keep", "/v1/notes", {"filter": "trashed = true"}, 200, 0),
        ("keep", "/v1/notes", {"filter": "everything"}, 400, None),
        ("meet", "/v2/conferenceRecords/k9/participants", {}, 404, None),
        ("admin", "/admin/directory/v1/groups", {}, 400, None),
        ("admin", "/admin/directory/v1/groups/les@pand.example/members", {"maxResults": "201"}, 400, None),
    ],
)
def test_the_other_services_are_as_they_are_described(full, host, path, query, status, items):
    full.google.forms.denied.add("form1")
    full.google.drive.put(DriveFile("form1", "x", "application/vnd.google-apps.form", owner=ANNA))
    headers = {"Authorization": f"Bearer {full.google.oauth.token(ANNA)}"}
    answer = Client(full.google).get(path, base_url=f"https://{host}.googleapis.com", headers=headers, query_string=query)
    assert answer.status_code == status
    if items is not None:
        assert sum(len(value) for value in answer.json.values() if isinstance(value, list)) == items


def test_it_is_reached_on_loopback(pand):
    with loopback({"127.0.0.1": pand.google, "gmail.googleapis.com": pand.google}) as endpoint:
        # the host in the path, taken apart by the stand-in itself
        system = System(
            "google",
            Options(users=(ANNA,)),
            endpoint.replace("{host}", "127.0.0.1/{host}"),
            Secret(pand.google.oauth.token(ANNA)),
        )
        connector = GoogleWorkspace(system)
        pages = [list(page.records) for page in connector.pages(Partition(ANNA, "messages"), None)]
        assert sum(map(len, pages)) == 3
        assert [p.key for p in connector.partitions() if isinstance(p, Partition) and p.stream == "events"] == [ANNA]
        assert list(connector.pages(Partition(ANNA, "events", ANNA), None))
