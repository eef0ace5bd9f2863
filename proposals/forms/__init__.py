"""Forms of calls, of the pages of a proposal, and of its steps."""
