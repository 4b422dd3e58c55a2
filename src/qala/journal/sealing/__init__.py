"""The log's own work, off the hot path: claim what waits, number it, publish it as files, sign.

No action of `actions.py`: a record of each sealing would have to be sealed itself, for ever. What is sealed stands in
`Leaf` and `Checkpoint`, which nobody can change, and in the published folder, which anybody can keep.
"""
