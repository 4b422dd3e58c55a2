"""Every page of meals, books, schools and the log that a role can reach by links: one of each kind."""

import re
from collections.abc import Iterator

from qala.demo.smoke.visitor import Amiss, Page, Visitor

#: Where the links lead that are followed.
ROOMS = re.compile(r"/(?:my/meals|meals|ledger|schools|me/children|journal|log)/")
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
#: The same page of another object is the same kind: keys, numbers and slugs give way to a star.
PARTICULAR = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)(?:school-\d+|\d+|[A-Z]{2}-[\d-]+|[\w.]+:[^/]+)(?=/)|(?<=checkpoints/)\d+"
)
MOST = 60


def kind_of(path: str) -> str:
    """What a page is, whichever object it shows."""
    return PARTICULAR.sub("*", path.partition("?")[0])


def links(page: Page) -> Iterator[str]:
    """Links of a page into these rooms."""
    for found in LINK.finditer(page.text):
        if ROOMS.match(found[1]):
            yield found[1].replace("&amp;", "&")


def look_into_rooms(visitor: Visitor, first: list[Page], language: str) -> int:
    """Open one page of each kind that these pages and the ones behind them lead to. Returns how many."""
    waiting = [path for page in first for path in links(page)]
    seen = {kind_of(page.path) for page in first}
    wrong: list[str] = []
    opened = 0
    while waiting and opened < MOST:
        path = waiting.pop(0)
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        page = visitor.get(path)
        opened += 1
        if page.status >= 400:
            wrong.append(f"{path} answers {page.status}")
        elif "html" in page.kind:
            if f'<html lang="{language}"' not in page.text:
                wrong.append(f"{path} is not in {language}")
            waiting.extend(links(page))
    if wrong:
        raise Amiss("; ".join(wrong))
    return opened
