"""What people called something else on paper are called: a short list of our own, weak evidence by itself."""

_FAMILIES = """
johannes jan johan hans joop han
willem wim wil pim
elisabeth elizabeth liesbeth els elly bep betsy liza lisa
cornelis cees kees cor
cornelia corrie cora
petrus peter piet pieter
jacobus jaap koos jacob sjaak
antonius anton toon ton tom
antonia toos tonny
gerardus gerard gert geert gerrit
hendrik henk hein hendrikus rik
hendrika hennie rika
maria marie marijke ria mia miep
margaretha margriet greet griet margreet
catharina trijntje toos ina katrien
franciscus frans francis
josephus jos joseph joep sjef
theodorus theo dorus
wilhelmina mien willemijn mina
adrianus adriaan arie ad
nicolaas nico klaas niek
matthijs thijs mathijs
alexander alex sander lex
robert rob bob
michael mike michiel
thomas tom
christiaan chris christian
stephanus stefan steven
daniel daan
william bill
katherine kate
margaret peggy
richard dick
edward ed ted eduard
"""

_ALSO: dict[str, frozenset[str]] = {}
for _line in _FAMILIES.split("\n"):
    _names = frozenset(_line.split())
    for _name in _names:
        _ALSO[_name] = _ALSO.get(_name, frozenset()) | _names


def callnames(given: str) -> frozenset[str]:
    """Return other first names a folded first name is known by; empty when we know none."""
    return _ALSO.get(given, frozenset()) - {given}
