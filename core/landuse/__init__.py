"""Land classes, tallies and everything that is counted by them."""
