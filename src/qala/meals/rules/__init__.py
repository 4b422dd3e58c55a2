"""The arithmetic of school meals. Nothing here knows a database."""
