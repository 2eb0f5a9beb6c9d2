"""Devices: what lies on the disks of company machines."""
