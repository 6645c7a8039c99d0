"""The demo county: Guan County in schema and size, in schematic geometry. Never imported by the plugin."""
