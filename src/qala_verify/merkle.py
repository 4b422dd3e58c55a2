"""The tree of RFC 9162: leaf = SHA-256(0 ‖ entry), node = SHA-256(1 ‖ left ‖ right), and its two proofs."""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes: pairs become nodes, an odd last one goes up as it is."""
    row = list(leaves)
    while len(row) > 1:
        pairs = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(pairs) * 2 :]
    return row[0] if row else sha256(b"").digest()


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from this leaf, at this place, to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(one) != 32 for one in (leaf, root, *proof)):
        return False
    fn, sn, found = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            found = node_hash(step, found)
            while fn % 2 == 0 and fn:
                fn, sn = fn // 2, sn // 2
        else:
            found = node_hash(found, step)
        fn, sn = fn // 2, sn // 2
    return sn == 0 and found == root


def extends(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with the tree of `old` (2.1.4.2); an empty beginning proves nothing."""
    if not 0 < old <= new:
        return False
    if old == new:
        return old_root == new_root and len(proof) == 0
    fn, sn = old - 1, new - 1
    while fn % 2:
        fn, sn = fn // 2, sn // 2
    path = list(proof) if fn else [old_root, *proof]
    if not path or any(len(one) != 32 for one in (old_root, *path)):
        return False
    older = newer = path[0]
    for step in path[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            older, newer = node_hash(step, older), node_hash(step, newer)
            while fn % 2 == 0 and fn:
                fn, sn = fn // 2, sn // 2
        else:
            newer = node_hash(newer, step)
        fn, sn = fn // 2, sn // 2
    return sn == 0 and older == old_root and newer == new_root
