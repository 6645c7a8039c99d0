"""How layers look: symbols, styles, fonts, forms."""
