"""What tools measure from layers: tallies, parcels, change, cover, the live index."""
