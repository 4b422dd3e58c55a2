"""Segments as files name them: by the key of their source, which another source may use too."""

from collections.abc import Iterable, Mapping

from qala.places.models import Segment


class NamedSegments:
    """The present segments that some rows name; `segment_source` says of which source a key is, where two have it."""

    def __init__(self, rows: Iterable[Mapping[str, str]], column: str) -> None:
        self._column = column
        self._found: dict[str, list[Segment]] = {}
        keys = {row.get(column, "") for row in rows} - {""}
        for one in Segment.objects.present().filter(source_id__in=keys):
            self._found.setdefault(one.source_id, []).append(one)

    def of(self, row: Mapping[str, str]) -> list[Segment]:
        """The segments a row may mean: one, where it can be taken."""
        source = row.get("segment_source", "")
        there = self._found.get(row.get(self._column, ""), [])
        return [one for one in there if source in {"", one.source}]


def fault_of(there: list[Segment]) -> str:
    """Why a row that may mean these segments cannot be taken."""
    return "ambiguous_segment" if there else "unknown_segment"
