"""What a layer is to Redline: roles, their fields, recognition, settings, search by name."""
