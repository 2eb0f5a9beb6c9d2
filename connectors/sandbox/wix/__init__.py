"""A stand-in for Wix: one invented site."""

from connectors.sandbox.wix.app import WixStandIn

__all__ = ["WixStandIn"]
