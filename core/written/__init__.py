"""Numbers, dates and years as people write them into cells: read where they mean one thing, else told."""
