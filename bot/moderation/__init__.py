"""Watching what is posted in groups, for their admins."""
