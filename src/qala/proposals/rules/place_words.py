"""A place in one language: what a resident typed is said again only where it adds something to the register's name."""

from qala.kernel.translated import LANGUAGES, Translated


def beside(typed: str, name: Translated) -> str | None:
    """What typed words add to a name they begin with: a house number, or '' for nothing.

    None where they speak of something else: those are the author's own words.
    """
    said = typed.strip()
    for language in LANGUAGES:
        known: str = getattr(name, language)
        if known and said.casefold().startswith(known.casefold()):
            rest = said[len(known) :]
            if not rest[:1].isalnum():
                return rest.strip(" ,;·.")
    return None
