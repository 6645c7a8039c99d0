"""The live tally: a county kept in memory, a dock with its numbers, a map tool that asks it."""
