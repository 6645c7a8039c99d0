"""Redline's Processing algorithms: thin, parameters in, core call, outputs out."""
