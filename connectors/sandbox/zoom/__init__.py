"""A stand-in for Zoom: it speaks the wire protocol of api.zoom.us and knows no request that Zoom's description does not know."""

from connectors.sandbox.zoom.account import Meeting, Recording, ZoomAccount
from connectors.sandbox.zoom.app import HOSTS, ZoomStandIn

__all__ = ["HOSTS", "Meeting", "Recording", "ZoomAccount", "ZoomStandIn"]
