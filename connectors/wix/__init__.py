"""Wix: contacts, members, bookings, shop, forms, mailings, blog, events and collections of one site."""

from connectors.wix.site import Wix

__all__ = ["Wix"]
