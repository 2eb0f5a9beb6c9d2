"""Google Workspace: mail, files, calendars and contacts of every user of a domain."""

from connectors.google_workspace.workspace import GoogleWorkspace

__all__ = ["GoogleWorkspace"]
