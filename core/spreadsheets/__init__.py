"""Reading people's workbooks safely, and writing lists that are safe to open."""
