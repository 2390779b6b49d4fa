"""Why a rule fired and why one did not, and the rules' own examples. Start with `explanation`."""
