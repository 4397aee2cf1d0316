"""Many contracts in one run: spread over the cores, planned, applied, resumed and summed up."""
