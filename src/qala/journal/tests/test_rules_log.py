"""The tree against a naive recursion, the tiles against the specification, in both programs."""

import itertools
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

import qala_verify.canonical
import qala_verify.merkle
import qala_verify.tiles
from qala.journal.rules import merkle, tiles
from qala.journal.rules.canonical import canonical
from qala.journal.rules.leaves import commitment, entry_of, salt_of, veiled
from qala.journal.rules.notes import Checkpoint, Key, NotANote, Note, Signature
from qala.journal.rules.proofs import Proof

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(300)]
JUDGES = [(merkle.is_included, merkle.is_extended), (qala_verify.merkle.includes, qala_verify.merkle.extends)]


def naive(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return merkle.node_hash(naive(leaves[:half]), naive(leaves[half:]))


ROOTS = [naive(LEAVES[:size]) for size in range(301)]


def node(level, index, leaves=LEAVES, kept={}):  # noqa: B006 - one tree for all
    key = (level, index)
    if key not in kept:
        kept[key] = naive(leaves[index << level : (index + 1) << level])
    return kept[key]


def test_roots_agree_with_the_recursion():
    for size, root in enumerate(ROOTS):
        assert merkle.root(LEAVES[:size]) == root == qala_verify.merkle.root(LEAVES[:size])
        assert merkle.root_of([node(*place) for place in merkle.edge_of(size)]) == root
        assert qala_verify.tiles.Rows(b"".join(LEAVES)).root(size) == root


@pytest.mark.parametrize("judges", JUDGES)
def test_every_pair_of_sizes_is_consistent_and_every_leaf_included(judges):
    included, extended = judges
    for old, new in itertools.combinations_with_replacement(range(1, 301), 2):
        assert extended(old, new, ROOTS[old], ROOTS[new], merkle.consistency_proof(old, new, node))
    for size in range(1, 301):
        for index in {0, size // 3, size - 1}:
            assert included(LEAVES[index], index, size, merkle.inclusion_proof(index, size, node), ROOTS[size])


@pytest.mark.parametrize("judges", JUDGES)
@given(chance=st.randoms(use_true_random=False), new=st.integers(2, 300))
@settings(max_examples=60)
def test_any_damaged_proof_fails(judges, chance, new):
    included, extended = judges
    old, index = chance.randrange(1, new), chance.randrange(new)
    grown, path = merkle.consistency_proof(old, new, node), merkle.inclusion_proof(index, new, node)
    for broken in damaged(grown, chance):
        assert not extended(old, new, ROOTS[old], ROOTS[new], broken)
    for broken in damaged(path, chance):
        assert not included(LEAVES[index], index, new, broken, ROOTS[new])
    assert not extended(0, new, ROOTS[0], ROOTS[new], [])
    assert not extended(new, old, ROOTS[new], ROOTS[old], grown)
    assert not included(LEAVES[index], new, new, path, ROOTS[new])


def damaged(proof, chance):
    for at in range(len(proof)):
        bit = chance.randrange(256)
        flipped = (int.from_bytes(proof[at], "big") ^ 1 << bit).to_bytes(32, "big")
        yield [*proof[:at], flipped, *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
    for at in range(len(proof) + 1):
        yield [*proof[:at], chance.choice(LEAVES), *proof[at:]]


def test_the_specifications_example_of_70000_leaves():
    found = tiles.tiles_of(70_000)
    assert [sum(tile.level == level and tile.width == 256 for tile in found) for level in range(3)] == [273, 1, 0]
    assert [tile.width for tile in found if tile.width < 256] == [112, 17, 1]
    assert len(tiles.bundles_of(70_000)) == 274
    assert tiles.Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert tiles.Tile(-1, 273, 112).path == "tile/entries/273.p/112"
    assert qala_verify.tiles.place_of("tile/0/x001/x234/067") == ("0", 1_234_067, 256)
    assert qala_verify.tiles.place_of("tile/entries/273.p/112") == ("entries", 273, 112)
    assert qala_verify.tiles.place_of("tile/0/x000/067") is None


EDGES = [1, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000]


def test_growth_makes_the_same_tiles_as_one_stroke():
    many = [sha256(number.to_bytes(4, "big")).digest() for number in range(70_000)]
    rows, written, old = qala_verify.tiles.Rows(b"".join(many)), {}, 0

    def read(tile):
        return written.get(tile) or written[tile.full]

    for new in EDGES:
        start = old - old % 256
        grown = dict(tiles.growth(old, new, many[start:new], read))
        assert list(grown) == tiles.tiles_of(new, old)
        written.update(grown)
        root = merkle.root_of([tiles.node_reader(new, read)(*place) for place in merkle.edge_of(new)])
        assert root == rows.root(new)
        for index in {0, new // 2, new - 1}:
            path = merkle.inclusion_proof(index, new, tiles.node_reader(new, read))
            assert merkle.is_included(many[index], index, new, path, root)
            assert qala_verify.merkle.includes(many[index], index, new, path, root)
        if old:
            grown_by = merkle.consistency_proof(old, new, tiles.node_reader(new, read))
            assert qala_verify.merkle.extends(old, new, rows.root(old), root, grown_by)
        old = new
    for tile, content in written.items():
        assert b"".join(content) == rows.tile(tile.level, tile.index, tile.width)


def test_an_entry_too_long_and_a_broken_bundle_are_refused():
    with pytest.raises(ValueError, match="too long"):
        tiles.bundle([b"x" * 65_536])
    whole = tiles.bundle([b"one", b"", b"x" * 65_535])
    assert tiles.unbundle(whole) == qala_verify.tiles.unbundle(whole) == [b"one", b"", b"x" * 65_535]
    for read in (tiles.unbundle, qala_verify.tiles.unbundle):
        for broken in (whole[:-1], whole + b"\0", whole + b"\0\1"):
            with pytest.raises(ValueError, match="breaks off"):
                read(broken)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(values)
def test_both_write_the_same_canonical_bytes(value):
    assert canonical(value) == qala_verify.canonical.canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**53) + 1, 2**53 - 1)))
def test_what_was_written_reads_back(value):
    assert qala_verify.canonical.read(canonical(value)) == value


@pytest.mark.parametrize("value", [2**53, float("nan"), float("inf"), {"a": object()}, "\ud800"])
def test_what_json_cannot_say_is_refused_by_both(value):
    for write in (canonical, qala_verify.canonical.canonical):
        with pytest.raises(ValueError):
            write(value)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "NaN", "[Infinity]"])
def test_the_checker_reads_strictly(text):
    with pytest.raises(ValueError):
        qala_verify.canonical.read(text)


def test_a_salt_is_of_one_row_and_a_record_of_one_salt():
    secret = b"s" * 32
    salts = {salt_of(secret, source, row) for source in (1, 2, 256) for row in (0, 1, 256, 2**40)}
    assert len(salts) == 12
    record = {"actor": "person:6f1e", "object": "a.b:1"}
    assert commitment(b"1" * 32, record) != commitment(b"2" * 32, record)
    seen, elsewhere = veiled(record, secret)["actor"], veiled(record, b"t" * 32)["actor"]
    assert seen.startswith("person:~")
    assert "6f1e" not in seen != elsewhere
    assert veiled({"actor": "job:x"}, secret) == {"actor": "job:x"}
    assert entry_of({"kind": "x"}, b"\1") == b'{"commitment":"01","header":{"kind":"x"}}'


KEY = Key("a.kz/log", 1, b"k" * 32)


@pytest.mark.parametrize(
    "broken",
    [
        "", "a\n", "a\n\n", "a\n\n- x AAAAAAAA\n", "a\n\n— x y AAAAAAAA\n", "a\n\n— x AAAA\n", "a\n\n— x AAAAAAAA",
        "a\n\n— x AAAAAAB=\n", "a\tb\n\n— x AAAAAAAA\n",
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused(broken):
    with pytest.raises(NotANote):
        Note.read(broken)


@pytest.mark.parametrize("text", ["a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "\n1\nAAAA\n"])
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NotANote):
        Checkpoint.read(text)


def test_keys_notes_and_proofs_come_back_as_they_went():
    assert Key.read(str(KEY)) == KEY
    with pytest.raises(NotANote, match="its own id"):
        Key.read(str(KEY).replace("a.kz", "b.kz"))
    note = Note(Checkpoint("a.kz/log", 7, ROOTS[7]).text, (Signature("a.kz/log", KEY.id, b"s" * 64),))
    assert Note.read(str(note)) == note
    proof = Proof(3, tuple(LEAVES[:3]), note, b'{"x":1}')
    assert Proof.read(str(proof)) == proof
    for broken in (str(proof).replace("@v1", "@v2"), str(proof).replace("index 3", "index x"), str(proof)[30:]):
        with pytest.raises(NotANote):
            Proof.read(broken)
