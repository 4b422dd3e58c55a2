"""What roads print on paper."""
