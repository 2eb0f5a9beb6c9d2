"""What comes out of a run: the inventory, one person, the certificate, the evidence pack."""
