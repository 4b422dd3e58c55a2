"""The published repair programme, brought home as anybody may and recounted by the public's own checker."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from qala.demo.smoke.story import Step
from qala.demo.smoke.visitor import Amiss, Visitor

DOCUMENT = re.compile(r'href="(/roads/programme/\d+\.json)"')
WITHIN_S = 120


class Programme:
    """The programme in force: found on its page, sound, and not sound any more once a figure is changed."""

    def __init__(self, root: str) -> None:
        self.visitor, self.document = Visitor(root), b""

    def published(self) -> None:
        """The page of the programme leads to its document."""
        found = DOCUMENT.search(self.visitor.ok(self.visitor.get("/roads/programme/")).text)
        if not found:
            raise Amiss("no programme is in force, or its page hides the document")
        self.document = self.visitor.ok(self.visitor.get(found[1])).body

    def sound(self) -> None:
        """`python -m qala_verify plan` finds nothing wrong."""
        code, said = checked(self.document)
        if code != 0:
            raise Amiss(f"the checker says {said}")

    def tampered(self) -> None:
        """A worth one point too high, and the checker refuses the whole."""
        told = json.loads(self.document)
        told["value"] += 1
        code, said = checked(json.dumps(told).encode())
        if code != 1:
            raise Amiss(f"a forged worth was answered {code}: {said}")

    def steps(self) -> list[Step]:
        return [(f"programme: {verb.__name__}", verb) for verb in (self.published, self.sound, self.tampered)]


def checked(document: bytes) -> tuple[int, str]:
    """What the checker answers, in a process that loads nothing of the city, and its last line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "programme.json"
        file.write_bytes(document)
        command = [sys.executable, "-m", "qala_verify", "plan", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S, check=False)  # noqa: S603
    said = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, said[-1] if said else ""
