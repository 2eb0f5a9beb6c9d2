"""Is this record about this person? Evidence is gathered per party, weighed in bits, and explained."""
