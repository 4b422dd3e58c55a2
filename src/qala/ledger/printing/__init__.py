"""A statement on paper: PDF/UA by Typst, in the reader's language."""

import json
from collections.abc import Callable
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from qala.ledger.queries import Statement
from qala.ledger.rules import KINDS
from qala.ledger.words import titles, what_for
from qala.ui.assets import VENDOR
from qala.ui.speech import day_words

SOURCE = Path(__file__).with_name("statement.typ")


def statement_pdf(told: Statement, *, language: str, tenge: Callable[[int], str]) -> bytes:
    """The statement as a tagged PDF: every line, the sums, and how to check it."""
    names = titles({told.account.code, *(line.other for line in told.lines)})
    rows = [
        [
            day_words(line.day, language),
            f"{what_for(line)} · {names[line.other]}",
            tenge(line.came) if line.came else "",
            tenge(line.went) if line.went else "",
            tenge(line.balance),
        ]
        for line in told.lines
    ]
    words = {
        "title": _("Statement of account"),
        "account": f"{names[told.account.code]} · {told.account.code} · {KINDS[told.account.kind].get(language)}",
        "days": f"{day_words(told.since, language)} – {day_words(told.until, language)}",
        "opening": [_("Had"), tenge(told.opening)],
        "closing": [_("Has"), tenge(told.closing)],
        "heads": [_("Day"), _("What for"), _("Came"), _("Went"), _("Has")],
        "sums": [_("Together"), "", tenge(told.came), tenge(told.went), ""],
        "rows": rows,
        "lang": language,
        "cut": _("Only the first lines are printed; the file has all.") if told.cut else "",
        "note": _("Made from the books themselves. Each line is a leaf of the public log."),
    }
    fonts = [str(VENDOR)] if VENDOR.is_dir() else []
    inputs = {"told": json.dumps(words, ensure_ascii=False), "title": f"{words['title']}: {told.account.code}"}
    made = typst.compile(str(SOURCE), format="pdf", font_paths=fonts, sys_inputs=inputs, pdf_standards=["ua-1"])
    return bytes(made)
