"""What a person touches: menu, dialogs, docks."""
