"""The forms of a page with the kind of each field, and what an honest person would type into them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]
TOKEN = "csrfmiddlewaretoken"
UNSENT = ("submit", "button", "reset", "image")


@dataclass
class Form:
    """Where it goes, its fields by name (kind, first value), and the values of its buttons."""

    action: str
    method: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def plausible(self, today: date) -> dict[str, str]:
        """What stands in it, and a likely word where it is empty."""
        likely = {
            "date": str(today + timedelta(days=3)), "month": f"{today:%Y-%m}", "time": "10:00", "number": "7", "textarea": "A reason that is long enough to be taken",
            "datetime-local": f"{today + timedelta(days=3)}T10:00", "email": "a@example.kz", "url": "https://example.kz/", "tel": "+77012345678",
        }  # fmt: skip
        return {name: value or likely.get(kind, "Words 7") for name, (kind, value) in self.fields.items() if kind != "file" and name != TOKEN}


class Reader(HTMLParser):
    """Collects forms; a field outside its form names it by `form=`, which none of ours does."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open = False
        self._select = self._words = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag == "form":
            self._open = True
            self.forms.append(Form(told.get("action", ""), told.get("method", "get").lower()))
        elif self._open:
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        kind = told.get("type", "submit" if tag == "button" else "text")
        if tag in ("input", "button") and kind in UNSENT:
            if name:
                form.buttons.append((name, told.get("value", "")))
        elif tag == "option" and self._select:
            chosen = form.fields[self._select][1]
            if "selected" in told or not chosen:
                form.fields[self._select] = ("select", told.get("value", ""))
        elif name and tag in ("input", "select", "textarea"):
            first = told.get("value", "on" if kind == "checkbox" else "")
            if kind != "radio" or name not in form.fields:
                form.fields[name] = (kind if tag == "input" else tag, first)
            self._select = name if tag == "select" else ""
            self._words = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self._words:
            kind, before = self.forms[-1].fields[self._words]
            self.forms[-1].fields[self._words] = (kind, before + data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._words = ""


def read(page: str) -> Reader:
    """Forms and links of a page."""
    reader = Reader()
    reader.feed(page)
    return reader
