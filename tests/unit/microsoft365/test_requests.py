"""What leaves for Graph: its manners, its pace, and nothing that the token should not see."""

import subprocess
import sys
import threading
import time

from connectors.microsoft365 import Microsoft365
from connectors.microsoft365.graph import PREFER
from connectors.microsoft365.mail import Mail
from connectors.microsoft365.options import Options
from connectors.microsoft365.quotas import READS, in_brackets
from connectors.sandbox.loopback import loopback
from connectors.sandbox.microsoft365.app import HOSTS
from connectors.testing.world import Sweep
from scanner.connector import Secret, System
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier, Partition


def test_every_request_asks_for_ids_that_last(pand):
    pand.mail(1)
    pand.there.event(pand.anna, {"id": "e1", "subject": "Les"})
    pand.sweep()
    assert pand.ms.seen
    assert [template for template, prefer in pand.ms.seen if PREFER not in prefer] == []


def test_a_delta_asks_for_small_pages(pand):
    pand.sweep()
    assert {"maxpagesize" in prefer for template, prefer in pand.ms.seen if template.endswith("messages/delta")} == {True}


def test_no_more_than_four_at_once_in_one_mailbox(pand):
    pand.mail(1)
    most, now, lock = 0, 0, threading.Lock()

    def slow(call):
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1

    connector = pand.connector()
    folders = [Partition(pand.anna, Mail.stream.name, "inbox")] * 12
    list(connector.partitions())
    pand.ms.script = slow
    sweeps = [Sweep() for _ in folders]
    threads = [
        threading.Thread(target=lambda s=sweep, p=place: s.read(p, connector.pages(p, None)))
        for sweep, place in zip(sweeps, folders, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [complaint for sweep in sweeps for complaint in sweep.complaints] == []
    assert most == 4
    assert 429 not in {seen.status for seen in pand.network.seen}


def test_the_token_does_not_go_where_files_are_downloaded(pand):
    pand.there.file("d1", "f1", "brief.txt", b"Mirthe Zandbergen")
    sweep = pand.sweep()
    downloads = [seen for seen in pand.network.seen if seen.host.endswith(".sharepoint.com")]
    assert [list(files) for files in sweep.files.values() if files] == [[b"Mirthe Zandbergen"]]
    assert downloads
    assert all("Authorization" not in seen.headers for seen in downloads)


def test_the_link_that_lets_anybody_read_a_file_is_kept_nowhere(pand):
    pand.there.file("d1", "f1", "brief.txt", b"brief")
    connector = pand.connector()
    record = connector.fetch(next(ref for ref in pand.sweep().records if ref.record_id == "d1/f1"))
    assert "tempauth" not in record.original.open().read().decode()
    assert not any("tempauth" in field.value for field in record.fields)


def test_msal_is_loaded_when_somebody_signs_in_and_not_before():
    program = "import sys, connectors.microsoft365; sys.exit('msal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_path_as_graph_writes_it_in_its_own_links():
    assert (
        in_brackets("/users/{user}/mailFolders/{folder}/messages/delta")
        == "/users('{user}')/mailFolders('{folder}')/messages/delta"
    )
    assert in_brackets("/users/{user}/messages/{id}/$value") == "/users('{user}')/messages('{id}')/$value"
    assert in_brackets("/sites/getAllSites") == "/sites/getAllSites"


def test_on_loopback_it_reads_the_same(pand):
    pand.mail(1)
    pand.there.file("d1", "f1", "brief.txt", b"Mirthe Zandbergen")
    expected, entra = pand.sweep(), pand.ms.entra
    options = Options(entra.tenant_id, entra.client_id, Secret(entra.client_secret))
    with loopback(dict.fromkeys(HOSTS, pand.ms)) as endpoint:
        sweep = pand.sweep(Microsoft365(System("microsoft", options, endpoint=endpoint)))
    assert sweep.complaints == []
    assert sweep.content() == expected.content()


def test_contacts_are_found_by_mail_address_and_users_by_anything(pand):
    hidden = {"id": "k2", "displayName": "Jildou", "emailAddresses": [{"address": "jildou.o'veen@post.example", "name": "J"}]}
    pand.there.contact(pand.anna, hidden, folder="vrijwilligers")
    pand.there.user("weg@pand.example", "Wieger Buma", deleted=True, mobilePhone="+31612345678")

    def found(kind, value):
        subject = DataSubject("s", (Identifier(kind, value),))
        return {(ref.stream, ref.record_id) for ref in pand.connector().search(subject)}

    assert found(EntityType.EMAIL_ADDRESS, "Jildou.O'Veen@post.example") == {("contacts", "vrijwilligers/k2")}
    assert found(EntityType.PERSON, "wieger buma") == {("deletedUsers", "u-weg@pand.example")}
    assert found(EntityType.PHONE_NUMBER, "06-12345678") == {("deletedUsers", "u-weg@pand.example")}
    assert found(EntityType.EMAIL_ADDRESS, "nobody@post.example") == set()


def test_nothing_is_asked_that_could_write():
    posts = {("POST", "/{tenant}/oauth2/v2.0/token"), ("POST", "/{tenant}/oauth2/v2.0/devicecode")}
    assert {(read.method, read.path) for read in READS if read.method != "GET"} == posts
