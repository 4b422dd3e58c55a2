"""What gives a person away in free text: patterns in the order in which they name a span.

Every quantifier is bounded, so that hostile text costs linear time. Group 1, where there is one, is the hidden part.
"""

import re

HIDDEN = "•••"

_ZERO_WIDTH = "\u200b-\u200d\u2060\ufeff\u00ad"
_GAP = rf"[\s\-–—‑.(){_ZERO_WIDTH}]"
_MONEY = r"(?!\d)(?!\s{0,2}(?:тг|тенге|теңге|₸|млн|млрд|kzt|tenge))"
_CAP, _LOW = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі"
_NAME = rf"[{_CAP}][{_LOW}]{{1,30}}(?:-[{_CAP}][{_LOW}]{{1,30}})?"
_PLATE = "A-ZАВЕКМНОРСТУХ"

_PATRONYMIC = (
    rf"[{_CAP}](?:[{_LOW}]{{1,20}}(?:(?:ович|евич|ovich|evich)[{_LOW}]{{0,3}}|(?:овн|евн|ичн|ovn|evn)[{_LOW}]{{1,2}})"
    rf"|[{_LOW}]{{2,20}}(?:ұлы|қызы)[{_LOW}]{{0,6}}"
    rf"|[{_LOW}]{{3,20}}(?:улы|кызы|uly|kyzy|qyzy)[{_LOW}]{{0,6}})(?!\w)"
)
_SURNAME = rf"[{_CAP}][{_LOW}]{{1,20}}(?:ов|ев|ин|ова|ева|ина|ский|ская|енко|беков|баев|баева)[{_LOW}]{{0,2}}(?!\w)"
_SHOUTED = rf"[{_CAP}]{{2,30}}"
_SHOUTED_PATRONYMIC = rf"[{_CAP}]{{3,20}}(?:ОВИЧ|ЕВИЧ|ОВНА|ЕВНА|ҰЛЫ|ҚЫЗЫ)[{_CAP}]{{0,6}}(?!\w)"
_INTRODUCTION = (
    r"меня\s+зовут|мо[её]\s+имя|менің\s+атым|менин\s+атым|атым|есімім|аты-жөнім|аты-жөні|"
    r"my\s+name\s+is|meniń\s+atym|menin\s+atym|men[ıi][nń]\s+at[ıy]m|ф\.?\s?и\.?\s?о\.?"
)

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z]\w{4,31}", re.ASCII)
RUN = re.compile(rf"(?<!\d)\d(?:[{_ZERO_WIDTH}]{{0,3}}\d){{11,}}")
GROUPED_CARD = re.compile(rf"(?<!\d)\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?!\d)")
GROUPED_IIN = re.compile(
    rf"(?<!\d)(?:\d{{6}}{_GAP}\d{{6}}|\d{{3}}(?:{_GAP}\d{{3}}){{3}}|\d{{4}}(?:{_GAP}\d{{4}}){{2}}){_MONEY}",
    re.IGNORECASE,
)
PHONES = (
    re.compile(rf"(?<!\d)(?:\+\s?)?[78](?:{_GAP}{{0,3}}\d){{10}}{_MONEY}", re.IGNORECASE),
    re.compile(rf"\+\s?\d(?:{_GAP}{{0,3}}\d){{7,14}}(?!\d)"),
    re.compile(rf"(?<!\d)\(?7(?:0\d|47|[567]\d)\)?(?:{_GAP}{{0,2}}\d){{7}}{_MONEY}", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)(?:тел|телефон\w{{0,4}}|ватсап\w{{0,4}}|whats\s?app|phone|tel)\s?[.:]{{0,2}}\s?№?\s?"
        rf"(\d(?:{_GAP}?\d){{4,11}})(?!\d)",
        re.IGNORECASE,
    ),
)
PLATES = (
    re.compile(rf"(?<!\w)\d{{3}}[ -]?[{_PLATE}]{{2,3}}[ -]?(?:0[1-9]|1\d|20)(?!\w)"),
    re.compile(r"(?<!\w)\d{3}[a-z]{2,3}(?:0[1-9]|1\d|20)(?!\w)"),
    re.compile(rf"(?<!\w)[{_PLATE}][ -]?\d{{3}}[ -]?[{_PLATE}]{{2,3}}(?!\w)"),
)
_FLAT_NUMBER = r"(\d{1,4}(?:[-/]?[^\W\d_](?!\w))?)(?!\d)"
FLATS = (
    re.compile(
        r"(?<!\w)(?:квартир[аеуы]\w{0,2}|кварт|кв|пәтер\w{0,4}|пәт|патер|apartment|apt|flat)\.?\s{0,2}№?\s{0,2}"
        + _FLAT_NUMBER,
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(\d{1,4})\s?-?\s?(?:(?:ші|шы|інші)\s)?(?:пәтер|патер)(?!лі|лер|ли)", re.IGNORECASE),
    re.compile(r"(?<!\d)(\d{1,4})-\s?(?:кв(?!\.?\s?м|артал)|(?:я|й|ой|ю)\s?кв)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:в|из|на)\s(\d{1,4})(?:-?ой|-?й)?\s?квартир[еуы]", re.IGNORECASE),
)
NAMES = (
    re.compile(rf"(?<!\w)(?i:{_INTRODUCTION})\s{{0,3}}[:\-–—]?\s{{0,3}}([^\W\d_]{{3,30}}(?:\s{_NAME}){{0,2}})"),
    re.compile(rf"(?<!\w)(?:Я|Мен|I)\s?,\s({_NAME}(?:\s{_NAME}){{1,2}})"),
    re.compile(rf"(?<!\w)(?:{_NAME}\s){{0,2}}{_PATRONYMIC}(?:\s{_SURNAME})?"),
    re.compile(rf"(?<!\w)(?:{_SHOUTED}\s){{0,2}}{_SHOUTED_PATRONYMIC}"),
    re.compile(rf"(?<!\w){_NAME}\s{_NAME}\s(?:қызы|ұлы)(?!\w)"),
    re.compile(rf"(?<!\w){_NAME}\s[{_CAP}]\.\s?[{_CAP}]\."),
    re.compile(rf"(?<!\w)[{_CAP}]\.\s?[{_CAP}]\.\s?{_NAME}"),
)

#: A street, school or square called after somebody is a place, not a private person.
PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:ул|улиц\w{1,2}|пр|пр-т|просп|проспект\w{0,2}|пер|переул\w{1,4}|мкр|площад\w{1,2}|им|имени|street|avenue)"
    r"\.?\s{0,2}(?:[^\s,.;!?]{1,30}\s)?$",
    re.IGNORECASE,
)
PLACE_AFTER = re.compile(
    r"^\s{0,2}(?:[^\s,.;!?]{1,30}\s)?(?:көше|көш\.|даңғыл|алаң|атындағы|тұйығы|street|avenue|проспект|улиц)",
    re.IGNORECASE,
)
