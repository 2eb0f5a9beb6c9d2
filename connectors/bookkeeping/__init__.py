"""Bookkeeping: what lies at the bookkeeper, read from exports."""
