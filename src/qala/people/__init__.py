"""People: who acts in the city, for whom, in which role, and with whose consent."""
