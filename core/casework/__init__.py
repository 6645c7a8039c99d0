"""Casework: what state a task is in, what may happen next, the log of what happened, and what it adds up to."""
