"""What an unchanged, changed, large, broken or removed file gives the next time."""

import pytest

from connectors.bookkeeping import place
from scanner.errors import CursorExpired
from scanner.model import Cursor, Partition

SHEET = Partition("", "sheet", "a.csv")


def table(*names):
    return "Naam;Plaats\n" + "".join(f"{name};Haarlem\n" for name in names)


def last(pages):
    *_, page = pages
    return page


@pytest.fixture
def delta(tmp_path, connect):
    (tmp_path / "a.csv").write_text(table("Els", "Ria", "Ko"))
    return last(connect(tmp_path).pages(SHEET, None)).delta


def test_an_unchanged_file_gives_nothing_and_the_same_place(tmp_path, connect, delta):
    (tmp_path / "a.csv").touch()
    (page,) = connect(tmp_path).changes(SHEET, delta)
    assert (page.records, page.cursor, page.delta, page.removed) == ((), None, delta, ())


def test_a_changed_file_gives_all_it_holds_and_what_it_lost(tmp_path, connect, delta):
    (tmp_path / "a.csv").write_text(table("Els", "Jo"))
    page = last(connect(tmp_path).changes(SHEET, delta))
    assert [r.ref.record_id for r in page.records] == ["a.csv#/1", "a.csv#/2", "a.csv#/3"]
    assert [ref.record_id for ref in page.removed] == ["a.csv#/4"]
    assert page.delta not in {None, delta}


def test_a_removed_file_loses_all_its_records(tmp_path, connect, delta):
    (tmp_path / "a.csv").unlink()
    (page,) = connect(tmp_path).changes(SHEET, delta)
    assert len(page.removed) == 4
    (again,) = connect(tmp_path).changes(SHEET, page.delta)
    assert (again.records, again.removed) == ((), ())
    (tmp_path / "a.csv").write_text(table("Els"))
    assert len(last(connect(tmp_path).changes(SHEET, page.delta)).records) == 2


def test_a_large_file_is_read_again_when_it_changes(tmp_path, connect, monkeypatch):
    monkeypatch.setattr(place, "MOST_KNOWN", 2)
    (tmp_path / "a.csv").write_text(table("Els", "Ria", "Ko"))
    delta = last(connect(tmp_path).pages(SHEET, None)).delta
    assert last(connect(tmp_path).changes(SHEET, delta)).delta == delta
    (tmp_path / "a.csv").write_text(table("Els"))
    with pytest.raises(CursorExpired):
        list(connect(tmp_path).changes(SHEET, delta))


def test_a_file_that_grew_large_is_read_again(tmp_path, connect, delta, monkeypatch):
    monkeypatch.setattr(place, "MOST_KNOWN", 5)
    (tmp_path / "a.csv").write_text(table(*"abcdefgh"))
    with pytest.raises(CursorExpired):
        list(connect(tmp_path).changes(SHEET, delta))


def test_a_file_with_a_gap_has_no_place_to_go_on_from(tmp_path, connect):
    (tmp_path / "a.csv").write_text(table("Els") + "x" * 500 + "\n")
    assert last(connect(tmp_path, line=100).pages(SHEET, None)).delta is None


@pytest.mark.parametrize("page", [1, 2, 3])
def test_changes_go_on_from_any_page(tmp_path, connect, delta, page):
    (tmp_path / "a.csv").write_text(table("Jo", "Bo"))
    pages = list(connect(tmp_path, page=page).changes(SHEET, delta))
    for index, one in enumerate(pages[:-1]):
        rest = list(connect(tmp_path, page=page).changes(SHEET, one.cursor))
        assert [p.records for p in rest] == [p.records for p in pages[index + 1 :]]
        assert rest[-1].removed == pages[-1].removed != ()


@pytest.mark.parametrize("cursor", ["", "x", "[1]", "{}", "null"])
def test_a_place_of_another_form_is_read_again(tmp_path, connect, delta, cursor):
    with pytest.raises(CursorExpired):
        list(connect(tmp_path).changes(SHEET, Cursor(cursor)))


def test_a_place_in_a_replaced_file_is_read_again(tmp_path, connect):
    (tmp_path / "a.csv").write_text(table("Els", "Ria", "Ko"))
    first = next(connect(tmp_path, page=2).pages(SHEET, None))
    (tmp_path / "a.csv").write_text(table("Els", "Ria"))
    with pytest.raises(CursorExpired):
        list(connect(tmp_path, page=2).pages(SHEET, first.cursor))


def test_the_names_in_a_place_cannot_be_read(tmp_path, connect, delta):
    assert "a.csv" not in delta
