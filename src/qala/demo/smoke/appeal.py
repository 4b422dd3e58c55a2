"""A second story: somebody signs with a name, the city refuses, the author contests."""

from qala.demo.smoke.story import Step, Story
from qala.demo.smoke.visitor import Amiss

REASON_KK = "Бұл көшеде аялдама жоспарда жоқ, 2027 жылғы жоспарда қаралады."
REASON_RU = "Остановки на этой улице в плане нет, рассмотрим в плане на 2027 год."


class Appeal(Story):
    """An official message from the first press to the objection against its refusal."""

    said = "Аялдамаға күннен қорғайтын шатыр қойыңыздар, жазда тұруға болмайды"
    fields = {"official": "on", "name": "Сәдуақасова Айман", "postal_address": "Шымкент, Тәуке хан даңғылы, 5"}

    def refuse(self) -> None:
        self._verb("signer", "refuse", ground="against_plan", text_kk=REASON_KK, text_ru=REASON_RU)

    def read_why(self) -> None:
        """The author reads the reasons in the language of the message."""
        if REASON_KK not in self.resident.ok(self.resident.get(self.talon)).text:
            raise Amiss(f"the talon of {self.number} does not give the reasons")

    def contest(self) -> None:
        page = self.resident.ok(self.resident.get(self.talon))
        after = self.resident.send(page, {"words": "Өткен жылғы жоспарда бар еді"}, action="/contest/")
        if "/contest/" in after.text:
            raise Amiss(f"the objection to {self.number} changed nothing")

    def steps(self) -> list[Step]:
        verbs = (self.send, self.release, self.triage, self.assign, self.refuse, self.read_why, self.contest)
        return [(f"appeal: {verb.__name__}", verb) for verb in verbs]
