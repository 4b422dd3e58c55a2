"""The arithmetic of roads: condition and its decay, works and digs, and the columns of a repair programme. No Django."""
