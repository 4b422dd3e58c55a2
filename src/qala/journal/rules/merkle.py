"""The tree of RFC 9162: hashes, a compact right edge for appending, proofs and how they are judged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY = sha256(b"").digest()

#: Hash of the complete subtree `(level, index)`: the leaves from index·2^level on, 2^level of them.
Node = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def edge_of(size: int) -> list[tuple[int, int]]:
    """The complete subtrees a tree of `size` leaves is made of, widest first, as (level, index)."""
    levels = [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]
    return [(level, (size >> level) - 1) for level in levels]


def root_of(edge: Sequence[bytes]) -> bytes:
    """The root over complete subtrees given widest first; SHA-256 of nothing for none."""
    if not edge:
        return EMPTY
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    edge: list[bytes] = []
    for count, leaf in enumerate(leaves):
        edge.append(leaf)
        for _ in range(((count + 1) & ~count).bit_length() - 1):
            right = edge.pop()
            edge[-1] = node_hash(edge[-1], right)
    return root_of(edge)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The path from leaf `index` to the root of a tree of `size` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} does not stand in a tree of {size}")
    return _path(index, 0, size, node)


def _path(index: int, start: int, size: int, node: Node) -> list[bytes]:
    if size == 1:
        return []
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return [*_path(index, start, half, node), _span(start + half, size - half, node)]
    return [*_path(index - half, start + half, size - half, node), _span(start, half, node)]


def _span(start: int, size: int, node: Node) -> bytes:
    """The root over leaves start … start + size − 1, where start is a multiple of the widest subtree."""
    edge = [(level, (start >> level) + index) for level, index in edge_of(size)]
    return root_of([node(level, index) for level, index in edge])


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """What shows that the first `old` of `new` leaves are the older tree (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} is no beginning of one of {new}")
    return _subproof(old, 0, new, node, known=True)


def _subproof(old: int, start: int, size: int, node: Node, *, known: bool) -> list[bytes]:
    if old == size:
        return [] if known else [_span(start, size, node)]
    half = 1 << (size - 1).bit_length() - 1
    if old <= half:
        return [*_subproof(old, start, half, node, known=known), _span(start + half, size - half, node)]
    return [*_subproof(old - half, start + half, size - half, node, known=False), _span(start, half, node)]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Judge an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(one) != 32 for one in (leaf, root, *proof)):
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


@dataclass(frozen=True)
class Step:
    """One step up the tree: the neighbour, on which side it stands, and the hash of both."""

    is_left: bool
    beside: bytes
    found: bytes


def climb(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> list[Step]:
    """The way from a leaf to the root, step by step, as far as the proof leads; `is_included` judges it."""
    at, last, found, steps = index, size - 1, leaf, []
    for beside in proof:
        is_left = bool(at & 1 or at == last)
        found = node_hash(beside, found) if is_left else node_hash(found, beside)
        steps.append(Step(is_left, beside, found))
        while is_left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return steps


def is_extended(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Judge a consistency proof (RFC 9162, 2.1.4.2). The empty tree is refused: it would be a beginning of anything."""
    if not 0 < old <= new:
        return False
    if old == new:
        return old_root == new_root and not proof
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path or any(len(one) != 32 for one in (old_root, *path)):
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = node_hash(step, older), node_hash(step, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, step)
        at, last = at >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root
