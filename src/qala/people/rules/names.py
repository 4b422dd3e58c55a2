"""A person's name and the forms it is written in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """Family name, given name, and the patronymic where a person uses one."""

    family: str = ""
    given: str = ""
    patronymic: str = ""

    @property
    def full(self) -> str:
        """All parts, family name first, as on a document."""
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)

    @property
    def short(self) -> str:
        """Family name and initials, as in a list: «Сейітқызы А. Б.»."""
        initials = [f"{part[0]}." for part in (self.given, self.patronymic) if part]
        if not self.family:
            return self.given
        return " ".join([self.family, *initials])

    @property
    def initials(self) -> str:
        """The first letters of given and family name, for a small round sign beside a name."""
        return "".join(part[0] for part in (self.given, self.family) if part).upper()

    def spoken(self, language: str) -> str:
        """Return how a letter addresses the person: Russian uses the patronymic, Kazakh and English do not."""
        if language == "ru" and self.given and self.patronymic:
            return f"{self.given} {self.patronymic}"
        return self.given or self.family
