"""Slots of the plan become words: days as people say them, bodies by their names, in each language."""

import re
from datetime import date
from typing import Any

from qala.demo.city.shapes import CityPlan, StepPlan
from qala.kernel.translated import LANGUAGES, Translated
from qala.ui.speech import day_words

_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
_BY_HAND = {
    "kk": "Алдымен осы мекеме қарасын: орны соның аумағында.",
    "ru": "Сначала пусть посмотрит это учреждение: место на его территории.",
    "en": "Let this office look first: the place lies in its area.",
}
_DAYS = ("due_on", "review_on", "until_on")
_SPOKEN = {"answer": "words", "confirm": "words", "contest": "words", "ask": "question", "give_back": "reason"}


class Wording:
    """What officials and residents said, ready to be stored."""

    def __init__(self, plan: CityPlan) -> None:
        self.names = {body.slug: body.name for body in plan.departments}
        self.of_category = {category: body.slug for body in plan.departments for category in body.categories}
        self.slugs = re.compile(rf"\b({'|'.join(sorted(self.names, key=len, reverse=True))})\b")

    def default_of(self, category: str) -> str:
        return self.of_category[category]

    def by_hand(self, language: str) -> str:
        return _BY_HAND[language]

    def said(self, facts: dict[str, Any], language: str) -> str:
        """One text with its slots in words."""
        text = _DAY.sub(lambda found: day_words(date.fromisoformat(found[1]), language), str(facts.get(language, "")))
        return self.slugs.sub(lambda found: self.names[found[1]].get(language), text)

    def facts(self, step: StepPlan, language: str) -> dict[str, Any]:
        """The step's facts as the loader reads them: days as days, answers in three languages, talk in the author's."""
        told: dict[str, Any] = {
            key: value for key, value in step.facts.items() if key not in {*LANGUAGES, "evidence", "notice", "of"}
        }
        for name in _DAYS:
            if name in told:
                told[name] = date.fromisoformat(str(told[name]))
        words = Translated(**{code: self.said(dict(step.facts), code) for code in LANGUAGES})
        if not words:
            return told
        if step.verb in _SPOKEN:
            told[_SPOKEN[step.verb]] = words.get(language)
        elif step.verb == "order_works":
            told["task"] = words.kk
        elif step.verb == "claim_fixed":
            told["note"] = words.kk
        elif step.verb == "answer_incident":
            told["text"] = words
        else:
            told["reason"] = words
        if step.verb == "forward":
            told["to"] = self.names[str(told["to"])].kk
        return told
