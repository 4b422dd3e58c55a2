"""Money is whole tiyn (1 tenge = 100 tiyn), an `int` everywhere and never a float; one way to print it."""

NARROW_SPACE = "\u202f"


def format_tenge(tiyn: int, language: str = "kk") -> str:
    """«1 234 567,50 ₸»: narrow spaces for thousands, tiyn shown only when there are any."""
    sign = "−" if tiyn < 0 else ""
    whole, rest = divmod(abs(tiyn), 100)
    text = f"{whole:,}".replace(",", NARROW_SPACE)
    if rest:
        text += ("." if language == "en" else ",") + f"{rest:02d}"
    return f"{sign}{text}{NARROW_SPACE}₸"
