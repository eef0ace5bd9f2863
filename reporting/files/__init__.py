"""Files of a report: each renderer takes a snapshot and nothing else."""
