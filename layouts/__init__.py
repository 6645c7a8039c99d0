"""Map sheets: page templates, atlas, live tables, PDF."""
