"""The catalogues of Kazakh and Russian texts: collect, write, compile, check. No system gettext is needed.

English sentences stand in code and templates; each part keeps `locale/{kk,ru}/LC_MESSAGES/django.po` beside them.
`qala messages` writes these files anew in a fixed order and without dates or line numbers, so that a diff shows
words only. The compiled `.mo` files are made at set-up (`python -m qala.config.messages compile`).
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
TEMPLATES = {".html", ".txt", ".xml", ".svg", ".typ"}
LEFT_OUT = {"tests", "migrations", "locale", "static", "node_modules"}
SLOTS = re.compile(r"%\(\w+\)[sdf]|\{\w*\}|%[sd]|</?\w+")


def parts(house: Path = HOUSE) -> list[Path]:
    """Folders of the parts, in the order of their names."""
    return sorted(folder for folder in house.iterdir() if (folder / "__init__.py").exists())


def collected(part: Path) -> Catalog:
    """Every sentence the part shows, with the files it stands in; empty catalogue where it shows none."""
    found = Catalog(charset="utf-8")
    for path in sorted(part.rglob("*")):
        where = path.relative_to(part)
        if path.is_file() and not LEFT_OUT & set(where.parts):
            for line, message, comments, context in sentences(path):
                found.add(message, locations=[(where.as_posix(), line)], auto_comments=comments, context=context)
    return found


def sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Calls of gettext in a Python file, or in what Django makes of a template."""
    if path.suffix == ".py":
        source = path.read_text("utf-8")
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        # In one pair of brackets Python's tokenizer minds no indentation.
        source = f"({templatize(path.read_text('utf-8'), origin=str(path))})"
    else:
        return
    yield from extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=("Translators",))


def catalogue(part: Path, language: str) -> Path:
    return part / "locale" / language / "LC_MESSAGES" / "django.po"


def stored(part: Path, language: str) -> Catalog:
    """What translators have written so far."""
    path = catalogue(part, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as lines:
        return read_po(lines, locale=language, charset="utf-8")


def update(part: Path, language: str) -> int:
    """Bring the catalogue in line with the sources, keeping translations; count the sentences still untranslated."""
    wanted, kept = collected(part), stored(part, language)
    path = catalogue(part, language)
    if not len(wanted):
        path.unlink(missing_ok=True)
        return 0
    fresh = Catalog(locale=language, charset="utf-8")
    missing = 0
    for message in wanted:
        if not message.id:
            continue
        old = kept.get(message.id, message.context) or kept.get(first_of(message), message.context)
        translation = old.string if old and isinstance(old.string, tuple) == isinstance(message.id, tuple) else ""
        locations = sorted({(file, 0) for file, _ in message.locations})
        fresh.add(
            message.id,
            translation,
            locations,
            old.flags if old else (),
            auto_comments=message.auto_comments,
            context=message.context,
        )
        missing += not filled(fresh.get(message.id, message.context))
    body = io.BytesIO()
    write_po(body, fresh, width=110, omit_header=True, sort_output=True, include_lineno=False)
    text = header(language) + body.getvalue().decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    return missing


def first_of(message: Message) -> str:
    return forms_of(message.id)[0]


def forms_of(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """One text or several plural ones, as a tuple of several."""
    return tuple(text) if isinstance(text, list | tuple) else (str(text or ""),)


def filled(message: Message | None) -> bool:
    """Whether each form has a text and no translator's doubt hangs on it."""
    return message is not None and not message.fuzzy and all(forms_of(message.string))


def header(language: str) -> str:
    fields = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": Catalog(locale=language).plural_forms,
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'


def compile_all(house: Path = HOUSE) -> int:
    """Write each `.mo` beside its `.po`; count them."""
    made = 0
    for source in sorted(house.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        scratch = target.with_suffix(".mo.new")
        with source.open("rb") as lines, scratch.open("wb") as compiled:
            write_mo(compiled, read_po(lines, locale=source.parent.parent.name, charset="utf-8"))
        scratch.replace(target)
        made += 1
    return made


def complaints(part: Path, language: str) -> list[str]:
    """What keeps the catalogue from being complete, one line each, empty when a reader meets no gap."""
    wanted, have = collected(part), stored(part, language)
    where = f"{part.name}/{language}"
    said = []
    for message in wanted:
        if message.id:
            written = have.get(message.id, message.context)
            if not filled(written):
                said.append(f"{where}: not translated: {first_of(message)!r}")
            elif written is not None:
                said += [f"{where}: {fault}: {first_of(message)!r}" for fault in faults(message, written)]
    ids = {(message.id, message.context) for message in wanted}
    said += [
        f"{where}: nobody says this any more: {first_of(message)!r}"
        for message in have
        if message.id and (message.id, message.context) not in ids
    ]
    return said


def faults(message: Message, written: Message) -> list[str]:
    """Slots that differ, a form left as it was in English, loud marks."""
    source, forms = forms_of(message.id), forms_of(written.string)
    slots = [sorted(SLOTS.findall(text)) for text in source]
    found = []
    if any(sorted(SLOTS.findall(form)) not in slots for form in forms):
        found.append("other slots than the source")
    if any("!" in form for form in (*source, *forms)):
        found.append("an exclamation mark")
    if source[0] in forms and len(re.findall(r"[a-z]{2,}", SLOTS.sub("", source[0]))) > 1:
        found.append("left in English")
    return found


if __name__ == "__main__":
    if sys.argv[1:] != ["compile"]:
        raise SystemExit("python -m qala.config.messages compile")
    compile_all()
