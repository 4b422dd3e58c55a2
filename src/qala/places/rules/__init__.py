"""What a place is: lines and points on the ground, the one Position, and what may be wrong with a file of them.

Nothing here knows a database. Coordinates are WGS 84 degrees, longitude first; lengths are metres.
"""
