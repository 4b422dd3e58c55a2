"""Columns of the auditor's tables. Amounts in files are tiyn."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qala.ledger.rules import KINDS
from qala.ledger.words import what_for
from qala.ui.tables import Column
from qala.ui.templatetags.ui import day, tenge


def trial_columns(since: date, until: date, titles: Mapping[str, str]) -> list[Column]:
    """Account, kind, opening, came, went, closing, floor."""

    def address(line: Any) -> str:
        return f"{reverse('ledger:account', args=[line.account.code])}?since={since}&until={until}"

    return [
        Column("account", _("Account"), lambda line: line.account.code, show=_title(titles), link=address),
        Column("kind", _("What it is"), lambda line: line.account.kind, show=_kind),
        _money("opening", _("Had"), "opening"),
        _money("came", _("Came"), "came"),
        _money("went", _("Went"), "went"),
        _money("closing", _("Has"), "closing"),
        Column("floor", _("Never below"), lambda line: line.account.floor, show=_floor, number=True),
    ]


def budget_columns(titles: Mapping[str, str]) -> list[Column]:
    """Account, kind, given, passed on, free."""
    return [
        Column(
            "account", _("Account"), lambda line: line.account.code, show=_title(titles),
            link=lambda line: reverse("ledger:account", args=[line.account.code]),
        ),
        Column("kind", _("What it is"), lambda line: line.account.kind, show=_kind),
        _money("given", _("Given"), "given"),
        _money("passed_on", _("Passed on"), "passed_on"),
        _money("free", _("Free"), "free"),
    ]  # fmt: skip


def statement_columns(titles: Mapping[str, str]) -> list[Column]:
    """Day, what for, the other account, came, went, balance, key."""
    return [
        Column("day", _("Day"), lambda line: line.day, show=lambda line: day(line.day)),
        Column("code", _("What for"), _what_for, show=what_for),
        Column("other", _("With"), lambda line: line.other, show=lambda line: titles[line.other], link=_other),
        _money("came", _("Came"), "came"),
        _money("went", _("Went"), "went"),
        _money("balance", _("Has"), "balance"),
        Column("key", _("Key"), lambda line: str(line.key), show=lambda line: str(line.key)[:8]),
    ]


def _title(titles: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda line: titles[line.account.code]


def _what_for(line: Any) -> str:
    return f"{line.code}:{line.phase}{':reversal' if line.is_reversal else ''}"


def _other(line: Any) -> str:
    return reverse("ledger:account", args=[line.other])


def _money(key: str, title: str, name: str) -> Column:
    return Column(
        key, title, lambda line: getattr(line, name), show=lambda line: tenge(getattr(line, name)), number=True
    )


def _kind(line: Any) -> str:
    return KINDS[line.account.kind].in_language()


def _floor(line: Any) -> str:
    return tenge(line.account.floor)
