"""Google Workspace: what every user of a domain keeps in its services, and what belongs to the domain itself."""

from connectors.google_workspace.workspace import GoogleWorkspace

__all__ = ["GoogleWorkspace"]
