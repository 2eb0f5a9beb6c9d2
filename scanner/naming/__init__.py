"""How people are named: one spelling for letters, and a name taken apart."""
