"""Fictional, plainly marked data for trying the system out; refused on a server."""
