"""The arithmetic of roads: register, condition and its decay, works, the columns of a programme. No Django."""
