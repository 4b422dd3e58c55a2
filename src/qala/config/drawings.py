"""The pictures of workflow tables that the docs show: `docs/images/workflow-<name>-<language>.svg`.

A page asks for a picture by linking it; `qala workflow --docs` draws every one that is asked for.
"""

import importlib
import pkgutil
import re
from pathlib import Path

from django.utils.translation import override

import qala
from qala.kernel.drawing import Drawing
from qala.kernel.workflow import Workflow

DOCS = Path(__file__).resolve().parents[3] / "docs"
ASKED = re.compile(r"images/(workflow-([a-z_]+)-(kk|ru|en)\.svg)")


def tables() -> dict[str, Workflow]:
    """Every table of every part's rules, by its name."""
    found: dict[str, Workflow] = {}
    for module in pkgutil.walk_packages(qala.__path__, "qala."):
        if re.fullmatch(r"qala\.\w+\.rules(\.\w+)*", module.name):
            things = vars(importlib.import_module(module.name)).values()
            found |= {thing.name: thing for thing in things if isinstance(thing, Workflow)}
    return dict(sorted(found.items()))


def drawn(table: Workflow, language: str) -> Drawing:
    """A picture that stands alone, in one language."""
    with override(language):
        return table.svg().standing_alone()


def asked_for(docs: Path = DOCS) -> dict[Path, Drawing]:
    """The pictures that the docs link, as they are to be. A KeyError names a table that nobody has."""
    texts = [page.read_text("utf-8") for page in sorted(docs.rglob("*.md"))]
    links = sorted({link for text in texts for link in ASKED.findall(text)})
    known = tables() if links else {}
    return {docs / "images" / file: drawn(known[name], language) for file, name, language in links}
