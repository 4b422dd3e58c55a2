"""The published vectors, lent to us under QALA_SHARED; without them these tests skip and say so."""

import base64
import json

import pytest
from django.conf import settings

VECTORS = settings.SHARED / "data" / "vectors"
lent = pytest.mark.skipif(not VECTORS.is_dir(), reason=f"no vectors at {VECTORS}: set QALA_SHARED")


def cases(kind):
    """(name, case) of the Merkle suite; names are paths."""
    folder = VECTORS / "merkle" / kind
    paths = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    return [(path.relative_to(folder).as_posix(), json.loads(path.read_text())) for path in paths]


def unbase(text):
    return base64.b64decode(text or "")


def hashes(case):
    return [unbase(one) for one in case["proof"] or []]


def canonical_pairs():
    return [(path.name, path.read_bytes(), (VECTORS / "jcs/output" / path.name).read_bytes())
            for path in sorted((VECTORS / "jcs/input").glob("*.json"))]  # fmt: skip


def sample(size):
    """The sample log at a size: its checkpoint's text, its bundle's bytes."""
    folder = VECTORS / "tessera-log"
    bundle = (folder / f"entries/{size}").read_bytes() if size else b""
    return (folder / f"checkpoints/checkpoint.{size}").read_text("utf-8"), bundle


def sample_key():
    return (VECTORS / "tessera-log/log-public-key.txt").read_text()
