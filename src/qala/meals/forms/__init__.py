"""What people type on the pages of school meals."""
