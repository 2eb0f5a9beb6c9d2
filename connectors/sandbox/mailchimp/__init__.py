"""A stand-in for Mailchimp: one account's audiences on its wire protocol."""

from connectors.sandbox.mailchimp.app import CENTRE, HOST, MailchimpStandIn, subscriber_hash

__all__ = ["CENTRE", "HOST", "MailchimpStandIn", "subscriber_hash"]
