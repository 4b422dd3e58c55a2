"""The nouns of roads: what lies on the streets, its condition, works, warranties and digs."""
