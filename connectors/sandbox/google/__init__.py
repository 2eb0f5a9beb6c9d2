"""A stand-in for Google Workspace that speaks its wire protocol, for an invented organisation."""

from connectors.sandbox.google.app import GoogleStandIn

__all__ = ["GoogleStandIn"]
