"""A small invented studio, and one stand-in per platform that speaks its wire protocol."""
