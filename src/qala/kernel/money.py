"""Money is whole tiyn (1 tenge = 100 tiyn). No floats, one rounding rule, one way to print."""

from decimal import ROUND_HALF_EVEN, Decimal

NARROW_SPACE = "\u202f"


class Tiyn(int):
    """An amount of money in whole tiyn."""

    @classmethod
    def from_tenge(cls, tenge: Decimal | int | str) -> "Tiyn":
        """Round half to even at the tiyn: the one place where money is rounded. A float is refused."""
        if isinstance(tenge, float):
            raise TypeError("money is never a float")
        return cls((Decimal(tenge) * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))

    @property
    def tenge(self) -> Decimal:
        return Decimal(int(self)) / 100


def format_tenge(tiyn: int, language: str = "kk") -> str:
    """«1 234 567,50 ₸»: narrow spaces for thousands, tiyn shown only when there are any."""
    sign = "−" if tiyn < 0 else ""
    whole, rest = divmod(abs(tiyn), 100)
    text = f"{whole:,}".replace(",", NARROW_SPACE)
    if rest:
        text += ("." if language == "en" else ",") + f"{rest:02d}"
    return f"{sign}{text}{NARROW_SPACE}₸"
