"""The pages of school meals."""
