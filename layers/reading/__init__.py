"""Layers into the engine's arrays, in the run's coordinate system: the one place where layers are read."""
