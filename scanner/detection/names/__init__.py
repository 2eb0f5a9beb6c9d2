"""People named in prose: whom the organisation knows, whom the words around a name betray, and what looks like a name."""

from scanner.detection.names.finder import NOBODY, NameFinder
from scanner.detection.names.roster import Roster

__all__ = ["NOBODY", "NameFinder", "Roster"]
