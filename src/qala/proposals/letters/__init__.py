"""How a letter is worded and how it leaves the house: texts, and one adapter for each way."""
