"""Parcels and approval."""
