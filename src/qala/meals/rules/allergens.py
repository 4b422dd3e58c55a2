"""What a child may have to do without, as slugs: a short list of what canteens meet.

Source: Codex Alimentarius, CXS 1-1985, section 4.2.1.4; citrus and honey are added as what parents here name.
"""

ALLERGENS = ("gluten", "milk", "egg", "fish", "nuts", "peanut", "soy", "sesame", "citrus", "honey")
