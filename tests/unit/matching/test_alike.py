import pytest

from scanner.matching.alike import Alike, alike

TABLE = [
    ("Jan de Vries", "JAN DE VRIES", Alike.SAME),
    ("Jan de Vries", "Vries, Jan de", Alike.SAME),
    ("Jan de Vries", "dhr. J. de Vries", Alike.INITIALS),
    ("Jan de Vries", "Jan Vries", Alike.SAME),
    ("Jan de Vries", "Jan Peter de Vries", Alike.SAME),
    ("Jan de Vries", "Jna de Vreis", Alike.SLIP),
    ("Jan de Vries", "Johannes de Vries", Alike.SLIP),
    ("Jan Peter Bos", "Janpeter Bos", Alike.SAME),
    ("Ana Kooistra", "A. Kooistra", Alike.INITIALS),
    ("Zoë Weiß", "ZOE WEISS", Alike.SAME),
    ("Lieke in 't Veld", "Lieke Veld", Alike.SAME),
    ("de Vries", "Jan de Vries", Alike.PARTLY),
    ("Jan", "Jan de Vries", Alike.PARTLY),
    ("J. V.", "Jan Vermeer", Alike.PARTLY),
    ("", "Jan", Alike.PARTLY),
    ("Jan de Vries", "Piet de Vries", Alike.OTHER),
    ("Jan de Vries", "Jan Bakker", Alike.OTHER),
    ("J. de Vries", "P. de Vries", Alike.OTHER),
    ("Ilse Wijnands-Kroon", "Ilse Wijnands", Alike.SAME),
    ("Ilse Wijnands-Kroon", "Pieter Wijnands", Alike.OTHER),
]


@pytest.mark.parametrize(("one", "other", "level"), TABLE)
def test_lays_names_side_by_side(one, other, level):
    assert alike(one, other) is level
    assert alike(other, one) is level
