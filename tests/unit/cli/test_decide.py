"""One decision on all that is of one namesake, and never on what only bears a name."""

import json

import pytest

from scanner import cli
from scanner.cli.house import opened

ROWS = {
    "klanten": "Fenna Zonnebloem;fenna@zonnebloem.example",
    "lente": "Fenna Zonnebloem;fz@tulpnet.example",
    "zomer": "Fenna Zonnebloem;fz@tulpnet.example",
    "herfst": "Fenna Zonnebloem;f.zonnebloem@klaver.example",
    "winter": "Fenna Zonnebloem;",
    "nieuwjaar": "Fenna Zonnebloem;",
}


GUESTS = "".join(
    f"ATTENDEE;CN=Fenna Zonnebloem:mailto:{mailbox}\r\n" for mailbox in ("fz@tulpnet.example", "f.zonnebloem@klaver.example")
)
BOTH = (
    f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260301T100000Z\r\nSUMMARY:Les\r\n{GUESTS}END:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


class Desk:
    """A case of Fenna's over a drop folder with her record, two of a namesake, one of another, and two with a name alone."""

    def __init__(self, folder, capsys):
        (folder / "drop").mkdir()
        (folder / "pc").mkdir()
        (folder / "pc" / "agenda.ics").write_text(BOTH, encoding="utf-8")
        for name, row in ROWS.items():
            (folder / "drop" / f"{name}.csv").write_text(f"Naam;E-mail\n{row}\n", encoding="utf-8")
        self._config = folder / "inzage.toml"
        self._config.write_text(
            "[organisation]\nname = 'Studio'\ncontact = 'privacy@studio.example'\n"
            "[store]\npath = 'state/inzage.db'\nkey = 'key/inzage.key'\n"
            "[systems.books]\nconnector = 'bookkeeping_exports'\nfolder = 'drop'\n"
            "[systems.machine]\nconnector = 'devices'\nfolders = { pc = 'pc' }\n",
            encoding="utf-8",
        )
        self._capsys = capsys
        code, new = self.run("case", "new", "--name", "Fenna Zonnebloem", "--email", "fenna@zonnebloem.example")
        assert code == 0
        self.case = json.loads(new)["case"]
        assert self.run("scan", "--case", self.case)[0] == 0
        with opened(self._config) as house:
            self.handles = {one.record.ref.record_id.partition(".")[0]: one.handle for one in house.cases.kept(self.case)}

    def run(self, *arguments):
        code = cli.run([*arguments, "--json", "--config", str(self._config)])
        printed = self._capsys.readouterr()
        return code, printed.out or printed.err

    def decide(self, *arguments):
        return self.run("case", "decide", self.case, *arguments, "--by", "Kim")

    def decided(self):
        records = json.loads(self.run("case", "show", self.case)[1])["records"]
        names = {handle: name for name, handle in self.handles.items()}
        return {names[one["handle"]] for one in records if one["decision"] == "exclude"}


@pytest.fixture
def desk(tmp_path, capsys):
    return Desk(tmp_path, capsys)


def test_one_decision_is_on_all_of_one_namesake(desk):
    code, out = desk.decide("exclude", desk.handles["zomer"], "--alike")
    assert (code, len(json.loads(out)["records"])) == (0, 2)
    assert desk.decided() == {"lente", "zomer"}


def test_a_record_of_two_namesakes_is_decided_by_itself(desk):
    assert desk.decide("exclude", desk.handles["agenda"], "--alike")[0] == 0
    assert "agenda" in desk.decided()
    assert desk.decided() > {"agenda"}


def test_no_decision_on_one_namesake_takes_both_along(desk):
    for name in ("lente", "herfst"):
        assert desk.decide("exclude", desk.handles[name], "--alike")[0] == 0
    assert desk.decided() == {"lente", "zomer", "herfst"}


def test_what_was_decided_stays_so(desk):
    assert desk.decide("include", desk.handles["lente"])[0] == 0
    assert desk.decide("exclude", desk.handles["zomer"], "--alike")[0] == 0
    assert desk.decided() == {"zomer"}


def test_nobody_is_alike_by_a_name_alone(desk):
    code, told = desk.decide("exclude", desk.handles["winter"], "--alike")
    assert code == 2
    assert "nothing but a name" in told
    assert desk.decided() == set()


def test_one_record_of_its_own_is_alike_to_itself(desk):
    assert desk.decide("exclude", desk.handles["herfst"], "--alike")[0] == 0
    assert desk.decided() == {"herfst"}


def test_a_record_that_is_not_there_is_told(desk):
    code, told = desk.decide("exclude", "00000000000", "--alike")
    assert code == 2
    assert "no record" in told
