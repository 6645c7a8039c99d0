"""Cameras in layers: elevation, obstacles, viewsheds, siting, alerts."""
