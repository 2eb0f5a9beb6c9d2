"""inzage: what an organisation holds on one person, across the platforms it rents."""

__version__ = "0.1.0"
