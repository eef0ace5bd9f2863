"""Pages of calls and proposals."""
