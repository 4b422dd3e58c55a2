"""Where a term comes from, in three languages. Sources are typed once in the register; unknown ones stay as typed."""

import re

from qala.kernel.translated import LANGUAGES, Translated

_LAW = re.compile(r"Code 350-VI, art\. (\d+)")
_KNOWN = {
    "City promise": Translated(kk="қаланың уәдесі", ru="обещание города", en="City promise"),
    "City promise, as art. 65": Translated(
        kk="қаланың уәдесі, 65-баптағыдай", ru="обещание города, как в ст. 65", en="City promise, as art. 65"
    ),
    "assumption, to be set by the city": Translated(
        kk="болжам, нақтысын қала белгілейді", ru="предположение, решит город", en="assumption, to be set by the city"
    ),
    "Signalen: a question waits 5 days": Translated(
        kk="Signalen: сұрақ 5 күн күтеді", ru="Signalen: вопрос ждёт 5 дней", en="Signalen: a question waits 5 days"
    ),
    "Signalen: feedback is asked within 14 days": Translated(
        kk="Signalen: пікір 14 күн ішінде сұралады", ru="Signalen: мнение спрашивают 14 дней",
        en="Signalen: feedback is asked within 14 days",
    ),
    "FixMyStreet: questionnaire after 4 weeks": Translated(
        kk="FixMyStreet: сауалнама 4 аптадан кейін", ru="FixMyStreet: опрос через 4 недели",
        en="FixMyStreet: questionnaire after 4 weeks",
    ),
}  # fmt: skip


def source_words(source: str) -> Translated:
    """A source as people read it; its parts stand between semicolons."""
    parts = [_part(part) for part in source.split("; ")]
    return Translated(**{code: "; ".join(part.get(code) for part in parts) for code in LANGUAGES})


def _part(part: str) -> Translated:
    law = _LAW.fullmatch(part)
    if law:
        article = law[1]
        return Translated(
            kk=f"ҚР ӘРПК № 350-VI, {article}-бап",
            ru=f"АППК РК № 350-VI, ст. {article}",
            en=f"Administrative Procedure Code 350-VI, art. {article}",
        )
    return _KNOWN.get(part, Translated(kk=part, ru=part, en=part))
