"""Everything of WordprocessingML and nothing else."""
