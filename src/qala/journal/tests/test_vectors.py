"""Outside judges: every published vector passes in the server's code and in the public's checker."""

import json

import pytest

import qala_verify.canonical
import qala_verify.ed25519
import qala_verify.merkle
import qala_verify.notes
import qala_verify.tiles
from qala.journal.rules import merkle, notes, tiles
from qala.journal.rules.canonical import canonical
from qala.journal.sealing.keys import is_sound
from qala.journal.tests import vectors

pytestmark = vectors.lent
INCLUSION, CONSISTENCY = vectors.cases("inclusion"), vectors.cases("consistency")


@pytest.mark.parametrize("judge", [merkle.is_included, qala_verify.merkle.includes])
@pytest.mark.parametrize(("name", "case"), INCLUSION, ids=[name for name, _ in INCLUSION])
def test_inclusion(judge, name, case):
    leaf, root = vectors.unbase(case["leafHash"]), vectors.unbase(case["root"])
    assert judge(leaf, case["leafIdx"], case["treeSize"], vectors.hashes(case), root) is not case["wantErr"]


@pytest.mark.parametrize("judge", [merkle.is_extended, qala_verify.merkle.extends])
@pytest.mark.parametrize(("name", "case"), CONSISTENCY, ids=[name for name, _ in CONSISTENCY])
def test_consistency(judge, name, case):
    roots = vectors.unbase(case["root1"]), vectors.unbase(case["root2"])
    assert judge(case["size1"], case["size2"], *roots, vectors.hashes(case)) is not case["wantErr"]


def test_the_suites_are_whole():
    assert (len(INCLUSION), sum(not case["wantErr"] for _, case in INCLUSION)) == (49, 3)
    assert (len(CONSISTENCY), sum(not case["wantErr"] for _, case in CONSISTENCY)) == (49, 2)
    assert sum(case["size1"] == 0 and case["wantErr"] for _, case in CONSISTENCY) == 5
    assert len(vectors.canonical_pairs()) == 6


@pytest.mark.parametrize("write", [canonical, qala_verify.canonical.canonical])
def test_canonical_json(write):
    for name, text, wanted in vectors.canonical_pairs():
        assert write(json.loads(text)) == wanted, name


@pytest.mark.parametrize("size", range(16))
def test_the_sample_log_in_the_server(size):
    content, bundle = vectors.sample(size)
    note, key = notes.Note.read(content), notes.Key.read(vectors.sample_key())
    checkpoint = notes.Checkpoint.read(note.text)
    entries = tiles.unbundle(bundle)
    assert note.signed_by(key, is_sound)
    assert str(note) == content
    assert checkpoint.text == note.text
    assert (checkpoint.size, len(entries)) == (size, size)
    assert tiles.bundle(entries) == bundle
    assert merkle.root(map(merkle.leaf_hash, entries)) == checkpoint.root


@pytest.mark.parametrize("size", range(16))
def test_the_sample_log_in_the_checker(size):
    content, bundle = vectors.sample(size)
    note, key = qala_verify.notes.read_checkpoint(content), qala_verify.notes.read_key(vectors.sample_key())
    leaves = [qala_verify.merkle.leaf_hash(entry) for entry in qala_verify.tiles.unbundle(bundle)]
    assert note.signed_by(key)
    assert note.size == len(leaves) == size
    assert qala_verify.merkle.root(leaves) == note.root == qala_verify.tiles.Rows(b"".join(leaves)).root(size)


def test_a_flipped_bit_of_a_signature_is_no_signature():
    content, _ = vectors.sample(15)
    key = qala_verify.notes.read_key(vectors.sample_key())
    note = qala_verify.notes.read_checkpoint(content)
    message, signature = note.text.encode(), note.lines[0][2]
    for bit in range(0, 512, 7):
        broken = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
        assert not qala_verify.ed25519.is_sound(key.public, message, broken)
        assert not is_sound(key.public, message, broken)
    order = qala_verify.ed25519.ORDER.to_bytes(32, "little")
    more = (int.from_bytes(signature[32:], "little") + int.from_bytes(order, "little")).to_bytes(32, "little")
    assert not qala_verify.ed25519.is_sound(key.public, message, signature[:32] + more)
