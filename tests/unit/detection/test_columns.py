"""A column is decided once: from its name and a sample of its cells."""

import pytest

from scanner.detection import make_detector
from scanner.entities import EntityType as T
from scanner.extraction.tables import Rows
from scanner.model import Field, RecordRef

REF = RecordRef("drive", "info@studio.example", "files", "1")
DETECTOR = make_detector()


def bsn(number):
    """The next number that passes the eleven test."""
    while sum(w * int(d) for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), f"{number:09d}", strict=True)) % 11:
        number += 1
    return f"{number:09d}"


def table(*rows):
    """Rows as they are read: `""` is an empty cell."""
    made = Rows()
    texts = [made.row(row) for row in rows]
    return [Field(f"leden.csv!/{number}", row, None, True, columns) for number, (row, columns) in enumerate(texts, start=1)]


def found(fields):
    values = {one.path: one.value for one in fields}
    return [
        (f.path.rpartition("/")[2], f.entity_type, values[f.path][f.start : f.end]) for f in DETECTOR.detect_fields(REF, fields)
    ]


def test_a_thousand_rows_under_tel_are_decided_by_the_heading_and_a_sample():
    rows = [("naam", "tel"), *((f"Speler {chr(65 + n % 26)}", f"{612340000 + n}") for n in range(1000))]
    kinds = found(table(*rows))
    assert len(kinds) == 1000
    assert {kind for _, kind, _ in kinds} == {T.PHONE_NUMBER}


def test_a_mistyped_number_is_what_its_column_is_and_an_empty_word_is_not():
    right = [bsn(100_000_000 + 1000 * n) for n in range(20)]
    rows = [("naam", "bsn"), *(("Speler", number) for number in right), ("Speler", "123456783"), ("Speler", "volgt nog")]
    kinds = found(table(*rows))
    assert len(kinds) == 21
    assert ("22", T.NL_BSN, "123456783") in kinds


def test_numbers_of_which_one_in_eleven_passes_are_no_bsn_whatever_stands_beside_them():
    fields = [Field(f"/passes/{n}/kaart", f"{4_111_111_111_110_000 + n}") for n in range(200)]
    assert found(fields) == []
    assert found([*fields[:1], Field("/other", "x")]) == found(fields[:1])


def test_the_same_path_in_many_items_is_a_column_too():
    fields = [Field(f"/people/{n}/mobiel", f"06-1234567{n}") for n in range(9)] + [Field("/people/9/mobiel", "06-1234567")]
    assert [kind for _, kind, _ in found(fields)] == [T.PHONE_NUMBER] * 10


@pytest.mark.parametrize("empty", [("", "Leiden"), ("noot", ""), ("", "")])
def test_an_empty_cell_takes_no_other_out_of_its_column(empty):
    """Without its first 0 a number is one by its column only."""
    before, after = empty
    rows = [("naam", "opmerking", "tel", "plaats"), *(("Speler", "noot", f"{612340000 + n}", "Leiden") for n in range(3))]
    rows += [("Speler", before, f"{612350000 + n}", after) for n in range(20)]
    kinds = [(kind, value) for _, kind, value in found(table(*rows))]
    assert kinds == [(T.PHONE_NUMBER, row[2]) for row in rows[1:]]


def test_empty_cells_count_neither_for_a_column_nor_against_it():
    rows = [("naam", "tel", "plaats"), *(("Speler", "", "Leiden") for n in range(200))]
    rows[50:50] = [("Speler", f"{612340000 + n}", "Leiden") for n in range(3)]
    assert [kind for _, kind, _ in found(table(*rows))] == [T.PHONE_NUMBER] * 3


def test_a_row_with_one_cell_is_in_its_column():
    rows = [("naam", "tel"), *(("Speler", f"{612340000 + n}") for n in range(9)), ("", "612349999")]
    assert ("11", T.PHONE_NUMBER, "612349999") in found(table(*rows))


def test_a_title_above_a_table_is_not_its_heading():
    rows = [("Deelnemers", "", ""), ("naam", "tel", "plaats"), *(("Speler", f"{612340000 + n}", "") for n in range(9))]
    assert [kind for _, kind, _ in found(table(*rows))] == [T.PHONE_NUMBER] * 9


def test_where_it_is_not_known_which_column_a_cell_is_in_it_is_read_as_text():
    rows = [("naam", "tel", "plaats"), *(("Speler", f"06-1234567{n}", "Leiden") for n in range(5)), ("612345675", "Leiden")]
    fields = [Field(f"leden.csv!/{number}", "\t".join(row), is_row=True) for number, row in enumerate(rows, start=1)]
    assert len(found(fields)) == 5


def test_a_note_in_a_column_of_numbers_is_read_for_what_is_in_it():
    rows = [("naam", "tel"), *(("Speler", f"06-1234567{n}") for n in range(9)), ("Speler", "mail liever: mila@studio.example")]
    assert ("11", T.EMAIL_ADDRESS, "mila@studio.example") in found(table(*rows))


@pytest.mark.parametrize("answer", ["noten", "ja, astma", "lactose en gluten"])
def test_an_answer_to_a_question_about_health_is_health(answer):
    question = [Field("/answers/0/question", "Heb je allergieën of medische bijzonderheden?"), Field("/answers/0/answer", answer)]
    assert T.HEALTH in {kind for _, kind, _ in found(question)}
    assert all(score < 0.5 for score in (f.score for f in DETECTOR.detect_fields(REF, question)))


@pytest.mark.parametrize("answer", ["nee", "Geen.", "n.v.t.", "-", ""])
def test_no_is_no_answer(answer):
    assert found([Field("/answers/0/question", "Heb je allergieën?"), Field("/answers/0/answer", answer)]) == []
