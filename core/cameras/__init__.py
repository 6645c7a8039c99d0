"""Cameras on masts: what they see by their circles and by line of sight, where the next belongs."""
