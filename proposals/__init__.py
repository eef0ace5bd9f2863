"""Units ask: calls, proposals, their appraisal and what was decided (clauses V.1, V.3)."""
