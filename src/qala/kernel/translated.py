"""Content in three languages, kept as a small JSON object."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Translated:
    """A text in Kazakh, Russian and English; an empty one falls back in that order."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    def get(self, language: str) -> str:
        return getattr(self, language, "") or self.kk or self.ru or self.en

    def in_language(self) -> str:
        """The text in the reader's language."""
        return self.get((get_language() or "kk")[:2])

    def language(self, wanted: str) -> str:
        """Which language `get` would answer in, so that a page can mark the passage with `lang`."""
        order = (wanted, *LANGUAGES)
        return next((code for code in order if getattr(self, code, "")), wanted)

    def as_dict(self) -> dict[str, str]:
        return {code: text for code, text in asdict(self).items() if text}

    @classmethod
    def of(cls, texts: "Mapping[str, str] | Translated | None") -> "Translated":
        if isinstance(texts, Translated):
            return texts
        return cls(**{code: str((texts or {}).get(code, "")) for code in LANGUAGES})

    def __bool__(self) -> bool:
        return bool(self.kk or self.ru or self.en)

    def __str__(self) -> str:
        return self.in_language()


class TranslatedField(models.JSONField):
    """A `Translated` in a jsonb column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return Translated.of(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Translated:
        return Translated.of(value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return super().get_prep_value(value)
        return super().get_prep_value(Translated.of(value).as_dict())
