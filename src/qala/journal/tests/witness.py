"""A witness as somebody outside would be: keeps the last checkpoint, cosigns only what grew out of it."""

import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qala.journal.rules.notes import COSIGNATURE, Key, Note, Signature, cosigned
from qala_verify import log as checker
from qala_verify.notes import read_checkpoint, read_key


class Witness:
    def __init__(self, name, log_keys):
        self.private = Ed25519PrivateKey.generate()
        self.key = Key(name, COSIGNATURE, self.private.public_key().public_bytes_raw())
        self.log_keys, self.last = [read_key(str(key)) for key in log_keys], None

    def cosign(self, folder):
        """The newest checkpoint with our line under it; ValueError where it did not grow out of the last."""
        content = (folder / "checkpoint").read_text("utf-8")
        report = checker.check(folder, self.log_keys, [self.last] if self.last else [])
        if report.faults:
            raise ValueError(report.faults)
        self.last = read_checkpoint(content)
        return self.signed(content)

    def signed(self, content):
        note, now = Note.read(content), int(time.time())
        body = now.to_bytes(8, "big") + self.private.sign(cosigned(note.text, now))
        return str(note.with_signatures([Signature(self.key.name, self.key.id, body)]))
