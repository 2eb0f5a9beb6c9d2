"""Zoom: users, meetings, who took part, registrants, recordings with their transcripts, webinars, Team Chat and Zoom Phone."""

from connectors.zoom.zoom import Zoom

__all__ = ["Zoom"]
