"""The nouns of planning: a plan, its scenarios, the columns taken. What must not be is unstorable."""
