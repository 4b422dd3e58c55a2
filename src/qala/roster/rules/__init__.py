"""The arithmetic of school: grades, ages, which days are lesson days, who was there."""
