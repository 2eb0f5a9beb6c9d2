"""Microsoft 365: mail, calendars, contacts, files, lists, tasks, Teams and the directory of an organisation."""

from connectors.microsoft365.microsoft import Microsoft365

__all__ = ["Microsoft365"]
