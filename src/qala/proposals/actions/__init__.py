"""Every change of a case, one function each: allow, change, record, return."""
