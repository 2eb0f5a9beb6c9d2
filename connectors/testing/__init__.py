"""The contract every connector keeps, and hostile platforms to keep it against. For tests only."""
