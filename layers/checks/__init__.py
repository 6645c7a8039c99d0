"""What a planner has to mend before a number can be trusted."""
