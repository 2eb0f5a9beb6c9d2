"""Microsoft 365 for one invented organisation, on the wire as Graph v1.0 and the Entra sign-in are."""

from connectors.sandbox.microsoft365.app import MicrosoftStandIn

__all__ = ["MicrosoftStandIn"]
