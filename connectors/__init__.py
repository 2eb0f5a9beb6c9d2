"""Connectors, one room each. Nobody imports one: they arrive by entry point."""
