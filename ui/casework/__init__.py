"""The panel of casework: the list of cases, what is at a case's place, its events, and what may happen to it."""
