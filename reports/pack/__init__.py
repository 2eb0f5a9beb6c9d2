"""The evidence pack: what the data subject gets, signed, and how anyone checks it."""
