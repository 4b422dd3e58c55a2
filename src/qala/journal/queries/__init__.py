"""Questions to the journal: the lines of an object's history; what is sealed stands in `queries.log`."""

from qala.journal.queries.lines import Line, as_record, history, sentence

__all__ = ["Line", "as_record", "history", "sentence"]
