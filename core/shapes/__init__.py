"""Polygons as flat arrays, and well-known binary to and from them."""
