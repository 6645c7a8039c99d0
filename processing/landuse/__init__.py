"""Land-use tallies and what is told from them."""
