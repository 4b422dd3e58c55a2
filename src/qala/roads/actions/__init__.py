"""Every change of the road register: allow, change, record, return."""
