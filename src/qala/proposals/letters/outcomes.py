"""What may become of a try: it went out, it goes later, or it never will."""


class Later(Exception):
    """The other side cannot take it now. `after` seconds were asked for, or none.

    `ours` says that we asked too much, not that the letter is wrong: other letters of this way wait as well, and no
    try is counted.
    """

    def __init__(self, slug: str, detail: str = "", *, after: float | None = None, ours: bool = False) -> None:
        super().__init__(slug)
        self.slug = slug
        self.detail = detail
        self.after = after
        self.ours = ours


class Never(Exception):
    """This address takes no letters from us, or this way is not set up. `gone` says the follower has left."""

    def __init__(self, slug: str, detail: str = "", *, gone: bool = False) -> None:
        super().__init__(slug)
        self.slug = slug
        self.detail = detail
        self.gone = gone


def told(trouble: Later | Never, address: str) -> str:
    """The trouble for the staff page, without the address that servers like to repeat."""
    detail = trouble.detail.replace(address, "…") if address else trouble.detail
    detail = detail.replace(address.lstrip("+"), "…") if len(address) > 4 else detail
    return f"{trouble.slug}: {detail}"[:200] if detail else trouble.slug
