"""A table of lawful steps as a picture (SVG). Pure: no Django, no library, the same letters for the same table.

States stand one under another in the order of the table. A step that leads on leaves on the right, one that leads back
on the left; all steps to one state share a lane. Colours are the page's; a picture for a file brings its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

Row = tuple[str, str, str]
BIG, SMALL, STATE = 15, 14, 190  # letters of a state, of a verb; where the words of a state are broken
LINE, BEND, LANE, AIR, HEAD = 27, 8, 16, 14, 9  # a line of verbs, a corner, between lanes, around words, an arrow
WIDE, NARROW = frozenset("mwMWшщжюмыфдШЩЖЮМЫФДЪъ@%—"), frozenset(" iljtfrI1.,:;'!|()-іІ")
OWN_COLOURS = """<style>
.workflow { color: #17201f; font-family: "Golos Text", system-ui, "Noto Sans", "DejaVu Sans", sans-serif }
.ground { fill: #faf7f1 } .state rect { fill: #fffefb } .on { color: #00666b } .back { color: #855200 }
@media (prefers-color-scheme: dark) { .workflow { color: #eee9df } .ground { fill: #101718 }
.state rect { fill: #182122 } .on { color: #62c7c4 } .back { color: #ecb965 } }
</style><rect class="ground" width="100%" height="100%"/>"""


class Drawing(str):
    """SVG in which every word is escaped: a template puts it on a page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)

    def standing_alone(self) -> "Drawing":
        """For a file: with its own ground and colours."""
        return Drawing(self.replace("</desc>", "</desc>" + OWN_COLOURS, 1))


@dataclass(frozen=True)
class _Side:
    """The steps of one direction: room for their verbs, where they leave and enter (y), a lane for every goal."""

    rows: Sequence[Row]
    room: float
    leave: Mapping[Row, float]
    enter: Mapping[str, float]
    tracks: Mapping[str, int]
    width: float


def width_of(text: str, size: int) -> float:
    """Pixels that a text takes at most in a plain typeface: rather too much than clipped."""
    return size * sum(0.95 if c in WIDE else 0.42 if c in NARROW else 0.78 if c.isupper() else 0.66 for c in text)


def broken(text: str) -> list[str]:
    """The words of a state in lines, broken between words; one long word keeps its line."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        lines[-1:] = [longer] if not lines[-1] or width_of(longer, BIG) <= STATE else [lines[-1], word]
    return lines


def draw(name: str, title: str, states: Sequence[str], rows: Sequence[Row], words: Mapping[str, str]) -> Drawing:
    """The picture of a table; its description for a screen reader says every step in words."""
    lines = {state: broken(words[state]) for state in states}
    wide = max(width_of(line, BIG) for told in lines.values() for line in told) + 2 * AIR
    ways = [[row for row in rows if (states.index(row[2]) >= states.index(row[0])) is on] for on in (True, False)]
    foot, boxes = 2.0 * LINE, dict[str, tuple[float, float]]()
    for state in states:
        most = max(sum(row[0] == state for row in way) for way in ways)
        boxes[state] = (foot, max(LINE * (1.2 + most), len(lines[state]) * BIG * 1.3 + AIR))
        foot += boxes[state][1] + AIR
    on, back = (_side(way, boxes, words) for way in ways)
    left, across = back.width, back.width + wide + on.width
    told = " ".join(f"{words[state]} → {words[verb]} → {words[after]}." for state, verb, after in rows)
    dot = f"M{left + wide / 2 - 1:.0f} {LINE}a7 7 0 1 1 2 0V{2 * LINE - HEAD}h3.5l-4.5 9-4.5-9h3.5z"
    parts = [f'<desc id="{name}-steps">{escape(told)}</desc><path class="start" fill="currentColor" d="{dot}"/>']
    for way, side, edge in (("on", on, (left + wide, 1)), ("back", back, (left, -1))):
        parts += [_step(way, side, row, edge, words[row[1]]) for row in side.rows]
    parts += [_state(lines[state], (left, wide), *boxes[state]) for state in states]
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" class="workflow" role="img" width="{across:.0f}" '
    opening += f'height="{foot:.0f}" viewBox="0 0 {across:.0f} {foot:.0f}" aria-labelledby="{name}-title" '
    opening += f'aria-describedby="{name}-steps"><title id="{name}-title">{escape(title)}</title>'
    return Drawing("\n".join([opening, *parts, "</svg>\n"]))


def _side(rows: Sequence[Row], boxes: Mapping[str, tuple[float, float]], words: Mapping[str, str]) -> _Side:
    """Where each step leaves, and its lane: short ones nearest, two on one track only where they never meet."""
    room = max((width_of(words[verb], SMALL) for _, verb, _ in rows), default=0) + 2 * AIR
    slots = {row: sum(other[0] == row[0] for other in rows[:n]) for n, row in enumerate(rows)}
    leave = {row: boxes[row[0]][0] + LINE * (slot + 1.7) for row, slot in slots.items()}
    enter = {state: top + LINE * 0.6 for state, (top, _tall) in boxes.items()}
    spans = {goal: [enter[goal], *(leave[row] for row in rows if row[2] == goal)] for _, _, goal in rows}
    taken, tracks = list[tuple[int, float, float]](), dict[str, int]()
    for goal, ends in sorted(spans.items(), key=lambda one: (max(one[1]) - min(one[1]), one[1])):
        met = {track for track, low, high in taken if low <= max(ends) + BEND and min(ends) - BEND <= high}
        tracks[goal] = next(n for n in range(len(met) + 1) if n not in met)
        taken.append((tracks[goal], min(ends) - BEND, max(ends) + BEND))
    return _Side(rows, room, leave, enter, tracks, room + LANE * len(set(tracks.values())) + AIR)


def _step(way: str, side: _Side, row: Row, edge: tuple[float, int], verb: str) -> str:
    """From a box along a line under its verb to the lane, along the lane, back to the goal's edge."""
    (x, sign), start, end = edge, side.leave[row], side.enter[row[2]]
    lane, down = x + sign * (side.room + LANE * side.tracks[row[2]]), BEND if end > start else -BEND
    line = f"M{x:.0f} {start:.1f}H{lane - sign * BEND:.0f}q{sign * BEND} 0 {sign * BEND} {down}V{end - down:.1f}"
    line += f"q0 {down} {-sign * BEND} {down}H{x + sign * HEAD:.0f}"
    text = f'x="{x + sign * side.room / 2:.0f}" y="{start - 5:.1f}" font-size="{SMALL}" text-anchor="middle"'
    return (f'<g class="{way}" data-step="{escape(" ".join(row))}" fill="currentColor"><path d="{line}" fill="none" '
            f'stroke="currentColor" stroke-width="1.5"/><path d="M{x:.0f} {end:.1f}l{sign * HEAD}-4.5v9z"/>'
            f"<text {text}>{escape(verb)}</text></g>")  # fmt: skip


def _state(lines: Sequence[str], across: tuple[float, float], top: float, tall: float) -> str:
    """A rounded box with its words in the middle."""
    (left, wide), first = across, top + tall / 2 + BIG * (0.35 - 0.65 * (len(lines) - 1))
    spots = (f'x="{left + wide / 2:.0f}" y="{first + n * BIG * 1.3:.1f}"' for n in range(len(lines)))
    told = "".join(f"<tspan {spot}>{escape(line)}</tspan>" for spot, line in zip(spots, lines, strict=True))
    return (f'<g class="state"><rect x="{left:.0f}" y="{top:.1f}" width="{wide:.0f}" height="{tall:.1f}" rx="10" '
            f'fill="none" stroke="currentColor"/><text text-anchor="middle" font-size="{BIG}" font-weight="600" '
            f'fill="currentColor">{told}</text></g>')  # fmt: skip
