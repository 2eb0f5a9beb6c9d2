"""Mailchimp: audiences, and everyone who is, was, or asked to be on them."""

from connectors.mailchimp.newsletter import Mailchimp
from connectors.mailchimp.signing import Options

__all__ = ["Mailchimp", "Options"]
