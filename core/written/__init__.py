"""Numbers, dates, years and answers as people write them into cells: read where they mean one thing, else told."""
