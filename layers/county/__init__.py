"""A county's layers found, loaded as a project, kept in a workspace."""
