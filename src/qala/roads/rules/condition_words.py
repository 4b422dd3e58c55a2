"""Distresses, severities, grades and procedures in three languages: the one place of these words."""

from qala.kernel.translated import Translated
from qala.roads.rules.sections import BANDS


def _said(kk: str, ru: str, en: str) -> Translated:
    return Translated(kk=kk, ru=ru, en=en)


DISTRESS_WORDS = {
    "alligator": _said("торлы жарықтар", "сетка трещин", "alligator cracking"),
    "bleeding": _said("битумның шығуы", "выпотевание битума", "bleeding"),
    "block": _said("ірі торлы жарықтар", "крупная сетка трещин", "block cracking"),
    "corrugation": _said("тарақ тәрізді толқын", "гребёнка", "corrugation"),
    "depression": _said("шөккен жер", "просадка", "depression"),
    "patch": _said("жамау немесе қазылған жердің төсемі", "заплата или след раскопки", "patch or utility cut"),
    "railroad": _said("теміржол өткелі", "железнодорожный переезд", "railroad crossing"),
    "rutting": _said("дөңгелек ізі", "колея", "rutting"),
    "shoving": _said("төсемнің ығысуы", "сдвиг", "shoving"),
    "slippage": _said("сырғыма жарық", "трещины сдвига", "slippage cracking"),
    "swell": _said("көтерілген жер", "вспучивание", "swell"),
    "weathering": _said("бетінің үгілуі", "выветривание", "weathering"),
    "ravelling": _said("тас түйірлерінің түсуі", "выкрашивание", "ravelling"),
    "polished": _said("тайғақ болып тегістелген", "отполированная поверхность", "polished aggregate"),
    "bumps": _said("дөңес пен ойыс", "бугры и впадины", "bumps and sags"),
    "edge": _said("жиектегі жарық", "трещина у кромки", "edge cracking"),
    "reflection": _said("астыңғы қабаттан шыққан жарық", "отражённая трещина", "joint reflection cracking"),
    "shoulder_drop": _said("жол жиегінің төмендеуі", "понижение обочины", "lane to shoulder drop-off"),
    "crack": _said("бойлық не көлденең жарық", "продольная или поперечная трещина", "long or cross crack"),
    "pothole": _said("шұңқыр", "выбоина", "pothole"),
    "blowup": _said("плитаның көтерілуі", "выпор плит", "blow-up"),
    "corner_break": _said("бұрышының сынуы", "скол угла плиты", "corner break"),
    "divided": _said("бөлініп кеткен плита", "расколотая плита", "divided slab"),
    "durability": _said("аяздан бүлінген бетон", "разрушение бетона от мороза", "durability cracking"),
    "faulting": _said("плиталар арасындағы саты", "уступ между плитами", "faulting"),
    "joint_seal": _said("жіктің бітемесі бүлінген", "повреждён заполнитель шва", "joint seal damage"),
    "linear": _said("сызықты жарық", "линейная трещина", "linear cracking"),
    "large_patch": _said("үлкен жамау", "большая заплата", "large patch"),
    "small_patch": _said("кішкене жамау", "малая заплата", "small patch"),
    "punchout": _said("ойылып түскен бөлік", "выкол", "punch-out"),
    "scaling": _said("бетінің қабыршықтануы", "шелушение", "scaling"),
    "corner_spall": _said("бұрышының үгілуі", "выкрашивание угла", "corner spalling"),
    "joint_spall": _said("жік жиегінің үгілуі", "выкрашивание шва", "joint spalling"),
    "popouts": _said("бетіндегі ұсақ ойықтар", "мелкие выбоины", "pop-outs"),
    "pumping": _said("судың сығылып шығуы", "выплеск воды из швов", "pumping"),
    "shrinkage": _said("шөгу жарығы", "усадочная трещина", "shrinkage crack"),
}
REPORTED_WORDS = {"road_surface": _said("жол төсемі нашар", "плохое покрытие", "bad surface")}
SEVERITY_WORDS = {
    "none": _said("дәрежесіз", "без степени", "no degree"),
    "low": _said("жеңіл", "слабая", "low"),
    "medium": _said("орташа", "средняя", "medium"),
    "high": _said("ауыр", "сильная", "high"),
}
GRADE_WORDS = {band.slug: band.title for band in BANDS} | {
    "excellent": _said("өте жақсы", "отлично", "excellent"),
    "unsatisfactory": _said("қанағаттанарлықсыз", "неудовлетворительно", "unsatisfactory"),
}
PROCEDURE_WORDS = {
    "astm-d6433": _said("PCI, ASTM D6433", "PCI, ASTM D6433", "PCI, ASTM D6433"),
    "iri": _said("тегістігі (IRI), м/км", "ровность (IRI), м/км", "evenness (IRI), m/km"),
    "deflection": _said("иілуі, мм", "прогиб, мм", "deflection, mm"),
    "visual": _said("көзбен бағалау, 1–10", "оценка на глаз, 1–10", "rated by eye, 1–10"),
}
METHOD_WORDS = {
    "own history": _said("қаланың өз тарихы бойынша", "по истории самого города", "by the city's own history"),
    "own history, nearest level": _said(
        "қаланың өз тарихы бойынша, ең жақын деңгейден", "по истории самого города, по ближайшему уровню",
        "by the city's own history, from the nearest level",
    ),
    "reference": _said("анықтамалық қисық бойынша", "по справочной кривой", "by a reference curve"),
    "as rated": _said("тозуы белгісіз, баға сол күйі", "износ неизвестен, как оценили", "as rated, wear not known"),
}
MEASURE_WORDS = {
    "area": _said("м²", "м²", "m²"),
    "length": _said("м", "м", "m"),
    "count": _said("дана", "шт.", "pieces"),
    "slabs": _said("плита", "плит", "slabs"),
}
TURNED_WORDS = {
    "unknown_segment": _said("мұндай бөлік жоқ", "нет такого участка", "there is no such segment"),
    "ambiguous_segment": _said(
        "бұл кілт екі дереккөзде бар: segment_source бағанында атаңыз",
        "такой ключ есть в двух источниках: назовите источник в столбце segment_source",
        "two sources have this key: name the source in a column segment_source",
    ),
    "not_a_number": _said("сан емес", "не число", "not a number"),
    "unknown_word": _said("белгісіз сөз", "неизвестное слово", "a word nobody knows"),
    "beyond_segment": _said("бөліктің соңынан асады", "за концом участка", "beyond the end of the segment"),
    "wrong_size": _said("көлемі бөлікке сай емес", "размер не подходит к участку", "the size does not fit the section"),
    "no_unit_size": _said(
        "жеребедегі бөлік асфальтта 225 ± 90 м², бетонда 20 ± 8 плита болады; одан кішісі тек бүтін учаске",
        "единица по жребию: 225 ± 90 м² асфальта или 20 ± 8 плит; меньше бывает только весь участок целиком",
        "a drawn unit is 225 ± 90 m² of asphalt or 20 ± 8 slabs; only a whole section may be smaller",
    ),
    "unknown_distress": _said("бұл төсемде ондай ақау болмайды", "такого дефекта на этом покрытии нет",
                              "this surface has no such distress"),
    "unknown_severity": _said("бұл ақауда ондай дәреже жоқ", "у дефекта нет такой степени",
                              "this distress has no such degree"),
    "quantity_not_positive": _said("саны нөлден үлкен емес", "количество не больше нуля",
                                   "the quantity is not above zero"),
    "more_than_the_unit": _said("ақау бөліктің өзінен үлкен", "дефект больше участка",
                                "the distress is larger than the unit"),
    "overlapping_references": _said("басқа бөлікпен қабаттасады", "лежит на другом участке", "it lies on another unit"),
    "empty_survey": _said("тексеруде бөлік жоқ", "в обследовании нет участков", "the survey holds no unit"),
}  # fmt: skip
