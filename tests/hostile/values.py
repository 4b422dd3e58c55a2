"""What nobody should type, and somebody does. Bytes stand for what no decoder reads."""

UNSEEN = "\x00\x01\x08\x0b\x1b\x7f\x85"
TURNED = "\u202eтурсын\u2066\u200b\ufeff"
MARKED = '<script>alert(7)</script>"><img src=x onerror=alert(7)>{{7*7}}{% load x %}'
ASKED = "'; DROP TABLE people_person; --\\' OR 1=1 %s %(x)s {0} \\x00"
LONG, ENDLESS = "Ұ" * 20_000, "A" * 1_000_000
BROKEN = b"\xff\xfe\xd0 \xc3\x28 \xed\xa0\x80"
NOTHING = ""
BLANK = " \u00a0\u3000\t\r\n "

#: One for each fault of a text; all fields of a form at once.
WORDS: tuple[str | bytes, ...] = (NOTHING, BLANK, UNSEEN, TURNED, MARKED, ASKED, BROKEN, LONG)
NUMBERS = (
    "1e400", "NaN", "-Infinity", "-1", "0", "2147483648", "9223372036854775808", "9" * 5_000, "1_000", "٣", "0x1F", "1,5", "½", "-0.0000001",
)  # fmt: skip
DAYS = ("0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "99999-12-31", "2026-W01-1", "2026-11-23T25:61", "٢٠٢٦-١١-٢٣", "9999-12", "0001-01")
KEYS = (
    "nobody", "../../etc/passwd", "00000000-0000-0000-0000-000000000000", "999999999", "landmark:99999999999999999999",
    "69.6,42.3,NaN,1e999", "inf,inf", "[1]", '{"a": 1}',
)  # fmt: skip
#: One field at a time, all others plausible; None leaves it out.
SINGLE: tuple[str | bytes | None, ...] = (None, *NUMBERS, *DAYS, *KEYS, *WORDS, ENDLESS)
