"""A stand-in for Eventbrite: one account on its wire protocol."""

from connectors.sandbox.eventbrite.account import Account
from connectors.sandbox.eventbrite.app import HOST, EventbriteStandIn

__all__ = ["HOST", "Account", "EventbriteStandIn"]
