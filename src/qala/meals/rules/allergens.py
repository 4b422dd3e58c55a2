"""What a child may have to do without, as slugs. A short list of what canteens meet (Codex Alimentarius, CXS 1-1985, 4.2.1.4)."""

ALLERGENS = ("gluten", "milk", "egg", "fish", "nuts", "peanut", "soy", "sesame", "citrus", "honey")
