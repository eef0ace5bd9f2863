"""What people do with calls and proposals, as verbs."""
