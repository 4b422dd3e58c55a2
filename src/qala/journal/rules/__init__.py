"""What the journal and its log are made of, without a database: facts, canonical bytes, tree, tiles, notes, proofs."""

from qala.journal.rules.facts import NotForTheJournal, facts_of

__all__ = ["NotForTheJournal", "facts_of"]
