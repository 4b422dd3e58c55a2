"""The forms of a page, as a browser without scripts would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """One form: where it goes and what it holds when nobody has typed."""

    action: str = ""
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class FormReader(HTMLParser):
    """Collects the forms of a page, the chosen options and ticked boxes among their values."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._textarea = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.forms.append(Form(told.get("action", ""), told.get("method", "get").lower()))
        elif self._inside:
            self._field(tag, told, {name for name, _value in attrs})

    def _field(self, tag: str, told: dict[str, str], present: set[str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in present or self._select not in form.values):
            form.values[self._select] = told.get("value", "")
        elif tag == "textarea" and name:
            self._textarea = name
            form.values[name] = ""
        elif tag == "input" and name and told.get("type") not in ("submit", "file", "button"):
            ticked = told.get("type") not in ("checkbox", "radio") or "checked" in present
            if ticked:
                form.values[name] = told.get("value", "on" if told.get("type") == "checkbox" else "")
        if name:
            form.names.add(name)

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].values[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""


def forms_of(page: str) -> list[Form]:
    """Every form of a page."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms
