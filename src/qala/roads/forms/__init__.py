"""What a person types about roads → clean values."""
