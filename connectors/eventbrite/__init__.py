"""Eventbrite: organisations, their events, and everyone who ordered, attends, or works there."""

from connectors.eventbrite.organiser import Eventbrite

__all__ = ["Eventbrite"]
