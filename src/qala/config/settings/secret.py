"""The secret that signs sessions: from the environment, or made once on this machine for the demo and tests."""

import secrets
from collections.abc import Mapping
from pathlib import Path


def secret_key(environ: Mapping[str, str], var: Path) -> str:
    """QALA_SECRET, else the machine's own in ``var/secret`` (mode 0600, made on first use)."""
    if given := environ.get("QALA_SECRET"):
        return given
    kept = var / "secret"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()
