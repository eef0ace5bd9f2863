"""How dates and numbers are written; Django reads these modules by language."""
