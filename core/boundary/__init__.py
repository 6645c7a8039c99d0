"""Boundary points, sides and neighbours of parcels; cutting an area off."""
