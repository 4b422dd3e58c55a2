"""`qala bench understanding --json`: how well messages are understood. JSON on stdout, progress on stderr."""

import json
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from understanding_measures import measure  # the threads are set first


def main() -> int:
    print(json.dumps(measure(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
