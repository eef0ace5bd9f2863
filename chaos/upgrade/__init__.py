"""`make upgrade`: the release before works on while the database is brought to this one (R9)."""
