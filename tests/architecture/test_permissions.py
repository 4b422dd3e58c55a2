"""Every page of a part stands in the part's permission matrix: `PERMISSIONS = [(role, url name, status), …]`.

The matrix is a literal list in one of the part's tests; the test around it asks each address as each role.
Here we only demand that no page of the real URL configuration is left out of it.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import House, expect_none, parsed

TABLE = ast.Assign | ast.AnnAssign | ast.AugAssign


class Page(NamedTuple):
    part: str
    name: str


def pages(resolver: URLResolver, space: str = "") -> Iterator[Page]:
    """Every named address whose view is ours; ninja's operations have their own tests (`test_api.py`)."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from pages(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif (part := part_of(entry)) and entry.name:
            yield Page(part, f"{space}{entry.name}")


def part_of(pattern: URLPattern) -> str:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    words = getattr(view, "__module__", "").split(".")
    return words[1] if words[0] == "qala" and len(words) > 1 else ""


def covered(house: House, part: str) -> set[str]:
    """The words of every test file of the part that holds a `PERMISSIONS = …`: its module-level tables."""
    found: set[str] = set()
    for path in house.python(house.packages / part):
        if "tests" not in path.parts:
            continue
        tables = [node for node in parsed(path).body if isinstance(node, TABLE) and node.value]
        if any("PERMISSIONS" in names_of(node) for node in tables):
            constants = (word.value for node in tables for word in ast.walk(node) if isinstance(word, ast.Constant))
            found |= {word for word in constants if isinstance(word, str)}
    return found


def names_of(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> set[str]:
    """What an assignment assigns to."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {getattr(target, "id", "") for target in targets}


def complaints(house: House, listed: list[Page]) -> list[str]:
    return sorted(
        f"{page.part}: nobody says who may open {page.name}"
        for page in set(listed)
        if not {page.name, page.name.rpartition(":")[2]} & covered(house, page.part)
    )


def test_every_page_says_who_may_open_it(house: House):
    expect_none(complaints(house, list(pages(get_resolver()))))


def test_a_page_without_a_row_is_heard(toy):
    matrix = 'PERMISSIONS = [("guest", "waste:bins", 200)]\nPERMISSIONS += [("guest", "lids", 403)]\n'
    house = toy({"src/qala/waste/tests/test_pages.py": matrix})
    listed = [Page("waste", "waste:bins"), Page("waste", "waste:lids"), Page("waste", "waste:keys")]
    assert complaints(house, listed) == ["waste: nobody says who may open waste:keys"]
