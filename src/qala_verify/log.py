"""A published folder: are its records, tiles and checkpoints one tree, signed, and the growth of an earlier one?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from qala_verify.merkle import leaf_hash, root
from qala_verify.notes import Key, Note, read_checkpoint, read_key
from qala_verify.tiles import WIDTH, Rows, files_of, path_of, pieces, place_of, unbundle


@dataclass
class Report:
    """What was found: every fault names its file. `signers` and `witnesses` are of the keys given, never of those in
    the folder; a witness comes with the number of records it put its name under last.
    """

    faults: list[tuple[str, str]] = field(default_factory=list)
    checkpoint: Note | None = None
    signers: list[str] = field(default_factory=list)
    witnesses: list[tuple[str, int]] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def fault(self, file: str, why: str) -> None:
        if (file, why) not in self.faults:
            self.faults.append((file, why))


def check(folder: Path, keys: Sequence[Key], since: Sequence[Note] = (), witnesses: Sequence[Key] = ()) -> Report:
    """Check every published file. `keys`, `witnesses` and `since` were obtained elsewhere, or prove little."""
    report = Report()
    listed = read_listed(folder, report)
    notes = dict(read_notes(folder, report))
    note = report.checkpoint = notes.get("checkpoint")
    if note is None:
        report.fault("checkpoint", "missing_or_broken")
        return report
    for file, one in notes.items():
        check_signatures(file, one, [*keys, *witnesses], listed, report)
    report.signers = [key.name for key in keys if key.name == note.origin and is_signed(note, key)]
    check_cosigned(folder, notes, report)
    for key in witnesses:
        if sizes := [one.size for one in notes.values() if is_signed(one, key)]:
            report.witnesses.append((key.name, max(sizes)))
    if keys and not report.signers:
        report.fault("checkpoint", "not_signed_by_key")
    # A size nobody could publish is found before it keeps us counting for years.
    if note.size > WIDTH * sum(1 for path in (folder / "tile" / "entries").rglob("*") if path.is_file()):
        report.fault("tile/entries", "missing_or_broken")
        return report
    rows = trusted_rows(folder, note, report)
    check_files(folder, note.size, rows, report)
    for file, one in notes.items():
        if one.size > note.size or rows.root(one.size) != one.root or one.origin != note.origin:
            report.fault(file, "other_tree")
    for earlier in since:
        check_since(earlier, note, rows, keys, report)
    return report


def entries(folder: Path, size: int) -> Iterator[bytes]:
    """The published records in their order."""
    for index in range(0, size, WIDTH):
        width = min(WIDTH, size - index)
        found = unbundle(read_tile(folder, "entries", index // WIDTH, width))
        if len(found) < width:
            raise ValueError("the bundle breaks off")
        yield from found[:width]


def read_tile(folder: Path, level: str, index: int, width: int) -> bytes:
    """The bytes of a tile; of the full one where the partial one was tidied away."""
    for wide in (width, WIDTH):
        path = folder / path_of(level, index, wide)
        if path.is_file():
            return path.read_bytes()
    return b""


def read_listed(folder: Path, report: Report) -> list[Key]:
    """The keys the folder itself names: they show a damaged signature, they do not show whose it is."""
    try:
        text = (folder / "keys").read_bytes().decode("utf-8")
        found = [read_key(line) for line in text.splitlines()]
        if found and "".join(f"{key}\n" for key in found) == text:
            return found
    except (OSError, ValueError):
        pass
    report.fault("keys", "missing_or_broken")
    return []


def read_notes(folder: Path, report: Report) -> Iterator[tuple[str, Note]]:
    """Every published checkpoint by its file."""
    for path in [folder / "checkpoint", *sorted(folder.glob("checkpoints/*"))]:
        file = path.relative_to(folder).as_posix()
        try:
            note = read_checkpoint(path.read_bytes().decode("utf-8"))
        except (OSError, ValueError):
            report.fault(file, "missing_or_broken")
            continue
        if path.parent != folder and path.name != str(note.size):
            report.fault(file, "other_tree")
        yield file, note


def check_cosigned(folder: Path, notes: dict[str, Note], report: Report) -> None:
    """The file `cosigned` names the checkpoints under which witnesses put their names last, and these are there."""
    newest: dict[tuple[str, bytes], int] = {}
    for one in sorted(notes.values(), key=lambda note: note.size):
        newest |= {(name, number): one.size for name, number, _body in one.lines if name != one.origin}
    listed = "".join(f"{size}\n" for size in sorted(set(newest.values()))).encode()
    file = folder / "cosigned"
    if (file.read_bytes() if file.is_file() else b"") != listed:
        report.fault("cosigned", "missing_or_broken")


def is_signed(note: Note, key: Key) -> bool:
    try:
        return note.signed_by(key)
    except ValueError:
        return False


def check_signatures(file: str, note: Note, given: Sequence[Key], listed: Sequence[Key], report: Report) -> None:
    """No signature of a known key may be wrong; where the folder lists its signers, nobody else may sign."""
    known = dict.fromkeys([*given, *listed])
    for key in known:
        try:
            note.signed_by(key)
        except ValueError:
            report.fault(file, "wrong_signature")
    for name, number, _body in note.lines:
        if not any((name, number) == (key.name, key.id) for key in known):
            report.unknown.append(name)
            if listed:
                report.fault(file, "unlisted_signer")


def trusted_rows(folder: Path, note: Note, report: Report) -> Rows:
    """The hashes of the tree that was signed, so that each fault has its own name: from the records, else from the
    lowest tiles, else from whichever of the two fits the tile above.
    """
    full, rest = divmod(note.size, WIDTH)
    for most in (hashes_of_records, hashes_of_tile, partial(fitting, full)):
        whole = b"".join(most(folder, index, WIDTH) for index in range(full))
        for last in (hashes_of_records, hashes_of_tile):
            rows = Rows(whole + (last(folder, full, rest) if rest else b""))
            if rows.root(note.size) == note.root:
                return rows
    report.fault("checkpoint", "other_root")
    return rows


def fitting(full: int, folder: Path, index: int, _width: int) -> bytes:
    """The hashes under one place of the tile above: those of the records, or of the lowest tile if only they fit."""
    start = index - index % WIDTH
    above = read_tile(folder, "1", index // WIDTH, min(WIDTH, full - start))[(index - start) * 32 :][:32]
    records, tile = hashes_of_records(folder, index, WIDTH), hashes_of_tile(folder, index, WIDTH)
    return tile if root(pieces(tile, 0, WIDTH)) == above != root(pieces(records, 0, WIDTH)) else records


def hashes_of_records(folder: Path, index: int, width: int) -> bytes:
    try:
        records = unbundle(read_tile(folder, "entries", index, width))[:width]
    except ValueError:
        records = []
    return b"".join(map(leaf_hash, records)).ljust(width * 32, b"\0")


def hashes_of_tile(folder: Path, index: int, width: int) -> bytes:
    return read_tile(folder, "0", index, width)[: width * 32].ljust(width * 32, b"\0")


def check_files(folder: Path, size: int, rows: Rows, report: Report) -> None:
    """Every tile that must be there is there, and every file that is there holds what it must."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for file in files_of(size):
        if file not in found and file.partition(".p/")[0] not in found:
            report.fault(file, "missing_or_broken")
    for file in sorted(found):
        if file in {"checkpoint", "cosigned", "keys"} or (file.startswith("checkpoints/") and file.count("/") == 1):
            continue
        if place_of(file) is None:
            report.fault(file, "stranger")
    for file in damaged_files(folder, rows):
        report.fault(file, "damaged")


def damaged_files(folder: Path, rows: Rows) -> Iterator[str]:
    """Tiles and bundles that do not hold what they must."""
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder).as_posix()
        if path.is_file() and (place := place_of(file)) and not is_right(path, *place, rows):
            yield file


def is_right(path: Path, level: str, index: int, width: int, rows: Rows) -> bool:
    """Whether a tile or bundle holds what the signed tree says. Beyond the checkpoint lies growth, not yet signed."""
    content = path.read_bytes()
    if level != "entries":
        known = rows.tile(int(level), index, width)
        return len(content) == width * 32 and content.startswith(known)
    try:
        records = unbundle(content)
    except ValueError:
        return False
    hashes = b"".join(map(leaf_hash, records))
    return len(records) == width and hashes.startswith(rows.tile(0, index, width))


def check_since(earlier: Note, note: Note, rows: Rows, keys: Sequence[Key], report: Report) -> None:
    """Whether the tree begins with an earlier one that somebody kept."""
    name = f"--since {earlier.size}"
    if keys and not any(is_signed(earlier, key) for key in keys):
        report.fault(name, "not_signed_by_key")
    if earlier.origin != note.origin or earlier.size == 0:
        report.fault(name, "proves_nothing")
    elif earlier.size > note.size:
        report.fault(name, "shorter")
    elif rows.root(earlier.size) != earlier.root:
        report.fault(name, "rewritten")
    else:
        report.since.append(earlier.size)
