"""Clocks of the office: working days, office hours, when something is due, and whether it was done in time."""
