"""Every change of a plan: allow, change, record, return."""
