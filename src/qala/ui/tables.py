"""Tables whose view is its address: sort and page by GET, and a CSV of exactly the rows that the address shows."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from qala.ui.sorting import kazakh_key

BOM = "\ufeff"  # spreadsheets read Kazakh letters only with it


@dataclass(frozen=True)
class Column:
    """One column. `value` gives the plain value (CSV), `show` what the page prints (the value if absent).

    `sort` names the field to order by (a queryset's path); a list is sorted by `value`. `link` gives an address.
    """

    key: str
    title: Any
    value: Callable[[Any], Any]
    show: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    sort: str = ""
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in one cell of one row."""

    column: Column
    content: Any
    address: str = ""


@dataclass(frozen=True)
class Head:
    """A column's head: its title, the address that sorts by it, and how it is sorted now."""

    column: Column
    address: str
    order: str  # "ascending", "descending" or ""


@dataclass
class Table:
    """Rows by columns, as the address asks. The first column names the row. An iterator of rows serves for one CSV."""

    request: HttpRequest
    columns: Sequence[Column]
    rows: QuerySet[Any] | Sequence[Any] | Iterator[Any]
    caption: Any = ""
    note: Any = ""
    filters: BaseForm | None = None
    page_size: int = 50
    fold: bool = True
    name: str = "table"
    empty: Any = ""
    default_sort: str = ""

    def address(self, **changes: str) -> str:
        """This view's address with some words changed; an empty word is left out."""
        query = self.request.GET.copy()
        query.pop("page", None)
        for key, word in changes.items():
            query.pop(key, None)
            if word:
                query[key] = word
        return "?" + query.urlencode()

    @cached_property
    def sorted_by(self) -> tuple[Column | None, bool]:
        """The column and whether downwards. A word that names no sortable column is ignored."""
        word = self.request.GET.get("sort", "") or self.default_sort
        by_key = {column.key: column for column in self.columns if self._sortable(column)}
        return by_key.get(word.lstrip("-")), word.startswith("-")

    def _sortable(self, column: Column) -> bool:
        return bool(column.sort) or not isinstance(self.rows, QuerySet)

    @cached_property
    def heads(self) -> list[Head]:
        now, down = self.sorted_by
        heads = []
        for column in self.columns:
            order = "" if column is not now else ("descending" if down else "ascending")
            turned = f"-{column.key}" if order == "ascending" else column.key
            heads.append(Head(column, self.address(sort=turned) if self._sortable(column) else "", order))
        return heads

    @cached_property
    def ordered(self) -> QuerySet[Any] | Sequence[Any] | Iterator[Any]:
        """All rows of this view in their order."""
        column, down = self.sorted_by
        if column is None:
            return self.rows
        if isinstance(self.rows, QuerySet):
            return self.rows.order_by(f"{'-' if down else ''}{column.sort}", "pk")
        return sorted(self.rows, key=lambda row: _list_key(column.value(row)), reverse=down)

    @cached_property
    def page(self) -> Page[Any]:
        assert not isinstance(self.ordered, Iterator)
        return Paginator(self.ordered, self.page_size).get_page(self.request.GET.get("page"))

    @cached_property
    def body(self) -> list[tuple[Any, list[Cell]]]:
        return [(row, [_cell(column, row) for column in self.columns]) for row in self.page]

    @property
    def csv_address(self) -> str:
        return self.address(format="csv")

    @property
    def wants_csv(self) -> bool:
        return self.request.GET.get("format") == "csv"

    def as_csv(self) -> HttpResponse:
        """Every row of this view, with the columns' keys as heads. Cells that a spreadsheet would run are quoted."""
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow([column.key for column in self.columns])
        rows = self.ordered.iterator(2000) if isinstance(self.ordered, QuerySet) else self.ordered
        for row in rows:
            writer.writerow([_safe(column.value(row)) for column in self.columns])
        answer = HttpResponse(BOM + written.getvalue(), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        return answer


def _cell(column: Column, row: Any) -> Cell:
    content = column.show(row) if column.show else column.value(row)
    return Cell(column, "" if content is None else content, column.link(row) if column.link else "")


def _list_key(value: Any) -> tuple[int, Any]:
    if value is None:
        return (2, 0)
    return (1, kazakh_key(value)) if isinstance(value, str) else (0, value)


def _safe(value: Any) -> Any:
    """A text that begins like a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value
