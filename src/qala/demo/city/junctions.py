"""Cuts raw street lines at their junctions: meeting points closer than ``MERGE`` metres become one node."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.ops import substring

from qala.demo.city.quarters import RawLine

MERGE = 14.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A cut piece between two nodes: index of its raw line, its coordinates in frame metres."""

    raw: int
    node_from: int
    node_to: int
    line: LineString


def _meetings(lines: list[LineString]) -> list[tuple[int, float, float, float]]:
    """List (line, x, y, metres along it) of every crossing and both ends of every line."""
    array = np.array(lines, dtype=object)
    left, right = shapely.STRtree(array).query(array, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    found: list[tuple[int, float, float, float]] = []
    for index, line in enumerate(lines):
        for at, (x, y) in ((0.0, line.coords[0]), (line.length, line.coords[-1])):
            found.append((index, x, y, at))
    crossings = shapely.intersection(array[left], array[right])
    for a, b, crossing in zip(left.tolist(), right.tolist(), crossings, strict=True):
        for part in getattr(crossing, "geoms", [crossing]):
            x, y = part.representative_point().coords[0]
            here = shapely.Point(x, y)
            found.extend((i, x, y, float(lines[i].project(here))) for i in (a, b))
    return found


def _clusters(points: list[tuple[float, float]]) -> list[int]:
    """Give each point the number of its node, by union of points within ``MERGE`` metres of each other."""
    parent = list(range(len(points)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    cells: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(points):
        column, row = int(x // MERGE), int(y // MERGE)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for j in cells.get((column + dx, row + dy), ()):
                    if math.hypot(x - points[j][0], y - points[j][1]) <= MERGE:
                        low, high = sorted((root(i), root(j)))
                        parent[high] = low
        cells.setdefault((column, row), []).append(i)
    return [root(i) for i in range(len(points))]


def cut(raw: list[RawLine]) -> list[Piece]:
    """Cut every line at its nodes; pieces come in order of line, then of distance along it."""
    lines = [item.line for item in raw]
    meetings = _meetings(lines)
    cluster = _clusters([(x, y) for _, x, y, _ in meetings])
    members: dict[int, list[tuple[float, float]]] = {}
    stops: list[dict[int, float]] = [{} for _ in lines]
    for (index, x, y, at), node in zip(meetings, cluster, strict=True):
        members.setdefault(node, []).append((x, y))
        stops[index].setdefault(node, at)
    centre = {
        node: (round(sum(x for x, _ in at) / len(at), 1), round(sum(y for _, y in at) / len(at), 1))
        for node, at in members.items()
    }
    pieces = []
    for index, line in enumerate(lines):
        ordered = sorted(stops[index].items(), key=lambda item: item[1])
        if line.is_ring:
            ordered.append((ordered[0][0], line.length))
        for (a, start), (b, end) in itertools.pairwise(ordered):
            inner = list(substring(line, start, end).coords)[1:-1]
            if a == b and end - start < 4 * MERGE:
                continue
            kept = [p for p in inner if math.dist(p, centre[a]) > MERGE and math.dist(p, centre[b]) > MERGE]
            pieces.append(Piece(index, a, b, LineString([centre[a], *kept, centre[b]]).simplify(0.8)))
    return pieces


def connected(pieces: list[Piece]) -> list[Piece]:
    """Keep the one network in which every junction can be reached from every other."""
    parent: dict[int, int] = {}

    def root(i: int) -> int:
        while parent.setdefault(i, i) != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for piece in pieces:
        low, high = sorted((root(piece.node_from), root(piece.node_to)))
        parent[high] = low
    sizes: dict[int, int] = {}
    for piece in pieces:
        sizes[root(piece.node_from)] = sizes.get(root(piece.node_from), 0) + 1
    biggest = max(sizes, key=lambda node: (sizes[node], -node))
    return [piece for piece in pieces if root(piece.node_from) == biggest]
