"""What the terminal prints when the city is open."""

import os
from collections.abc import Iterator

from django.utils.translation import override

from qala.demo.queries import placard_page, role_groups

_WORDS = {
    "kk": ("Қала ашық", "Рөлдер", "Автобустағы QR-код", "Тоқтату"),
    "ru": ("Город открыт", "Роли", "QR-код в автобусе", "Остановить"),
    "en": ("The city is open", "Roles to try", "A QR code in a bus", "Stop"),
}


def trying_lines(address: str, environ: dict[str, str] | None = None) -> Iterator[str]:
    """The address, the roles to try with theirs, and how to stop; in the language of the terminal."""
    named = (environ if environ is not None else dict(os.environ)).get("LANG", "")[:2]
    language = named if named in _WORDS else "en"
    opened, roles, code, stop = _WORDS[language]
    with override(language):
        yield ""
        yield f"  {opened}: {address}/"
        yield f"  {code}: {address}{placard_page()}"
        yield f"  {roles}: {address}/demo/"
        for group in role_groups():
            for role in group.roles:
                yield f"    {address}/demo/#{role.slug:<20} {role.title}"
        yield f"  {stop}: Ctrl-C"
        yield ""
