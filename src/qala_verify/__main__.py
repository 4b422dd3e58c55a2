"""``python -m qala_verify fetch|receipt|log|meals|plan …``. Exit 0: proved; 1: not sound; 2: cannot be read."""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from qala_verify import fetch, headers, log, meals, money, plan, receipt
from qala_verify.canonical import canonical, read
from qala_verify.notes import Key, read_checkpoint, read_key
from qala_verify.words import ORDER, say

Say = Callable[..., str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one thing and say what it proves."""
    asked = read_arguments(arguments)

    def words(word: str, *slots: object) -> str:
        return say(asked.language, word, *slots)

    try:
        return WORKS[asked.what](asked, words)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as trouble:
        print(words("unreadable", trouble), file=sys.stderr)
        return 2


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked; an option that nothing would look at is refused."""
    top = parser()
    asked = top.parse_args(arguments)
    if asked.what == "plan" and asked.log is None and (asked.key or asked.witness or asked.need or asked.since):
        top.error("--key, --witness, --need and --since are for the log: name its folder with --log DIR")
    return asked


def parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--key", action="append", default=[], help="the log's key, or a file that holds it")
    shared.add_argument("--witness", action="append", default=[], help="a witness's key, or a file that holds it")
    shared.add_argument("--need", type=int, help="how many of them must have cosigned; one, if any is named")
    shared.add_argument("--language", choices=ORDER, default="en")
    top = argparse.ArgumentParser(prog="qala_verify", description=__doc__)
    kinds = top.add_subparsers(dest="what", required=True)
    mirror = kinds.add_parser("fetch", help="bring the published files home")
    mirror.add_argument("address", help="such as https://city.kz/log/")
    mirror.add_argument("place", type=Path, metavar="DIR")
    mirror.add_argument("--language", choices=ORDER, default="en")
    for name, place in (("receipt", "FILE"), ("log", "DIR"), ("meals", "DIR"), ("plan", "FILE")):
        kind = kinds.add_parser(name, parents=[shared])
        kind.add_argument("place", type=Path, metavar=place)
        if name != "receipt":
            kind.add_argument("--since", action="append", default=[], type=Path, help="a checkpoint kept earlier")
        if name == "meals":
            kind.add_argument("--month", required=True, help="such as 2026-11")
            kind.add_argument("--totals", type=Path, help="the published totals, JSON")
        if name == "plan":
            kind.add_argument("--log", type=Path, metavar="DIR", help="the published log that tells of its adoption")
    return top


def bring(asked: argparse.Namespace, say: Say) -> int:
    brought = fetch.fetch(asked.address, asked.place, lambda count: print(say("bringing", count), flush=True))
    print(say("brought", brought, asked.place))
    return 0


def keys_of(given: Sequence[str]) -> list[Key]:
    """Keys written out, or the lines of files."""
    texts = [Path(one).read_text("utf-8") if Path(one).is_file() else one for one in given]
    return [read_key(line) for text in texts for line in text.splitlines() if line.strip()]


def check_receipt(asked: argparse.Namespace, say: Say) -> int:
    """Is this record in the signed tree, and what does it say? An erased one says nothing any more."""
    found = receipt.read_receipt(asked.place.read_bytes().decode("utf-8"))
    keys = keys_of(asked.key)
    try:
        judged = receipt.judge(found, keys, keys_of(asked.witness))
    except ValueError:
        print(say("wrong_signature"), say("faults", 1), sep="\n")
        return 1
    if not judged.included or (keys and not judged.signers):
        print(say("not_signed_by_key" if judged.included else "not_included"), say("faults", 1), sep="\n")
        return 1
    if found.record is not None and not headers.agrees(found.header, found.record):
        print(canonical(found.header).decode(), canonical(found.record).decode(), say("header_differs"), sep="\n")
        print(say("faults", 1))
        return 1
    print(say("included", found.index))
    print(say("blind") if found.record is None else canonical(found.record).decode())
    print(canonical(found.header).decode())
    return closing(asked, say, judged.signers, [(name, found.checkpoint.size) for name in judged.witnesses])


def check_log(asked: argparse.Namespace, say: Say) -> int:
    """Is the published log one tree, signed, and did it grow out of every checkpoint kept earlier?"""
    report = told_log(asked, asked.place, say)
    return closing(asked, say, report.signers, report.witnesses) if report else 1


def told_log(asked: argparse.Namespace, folder: Path, say: Say) -> log.Report | None:
    """The log checked and told; None where it has a fault."""
    since = [read_checkpoint(path.read_bytes().decode("utf-8")) for path in asked.since]
    report = log.check(folder, keys_of(asked.key), since, keys_of(asked.witness))
    for file, why in report.faults:
        print(f"{file}: {say(why)}")
    if report.faults or report.checkpoint is None:
        print(say("faults", len(report.faults)))
        return None
    print(say("size", report.checkpoint.size))
    for size in report.since:
        print(say("grown", size))
    if not report.since:
        print(say("no_since"))
    return report


def check_meals(asked: argparse.Namespace, say: Say) -> int:
    """The log first; then a month's meals added up from it, held against the totals line by line, and its payments."""
    report = told_log(asked, asked.place, say)
    if report is None:
        return 1
    count = meals.recount(records_of(asked.place), asked.month)
    print(say("recounted", asked.month, count.meals, tenge(count.tiyn)))
    if asked.totals is not None and (wrong := differences(asked, count)):
        print(say("totals_differ"), *wrong, sep="\n")
        return 1
    if asked.totals is not None:
        print(say("totals_agree"))
    if wrong := told_money(asked, say):
        print(*wrong, say("faults", len(wrong)), sep="\n")
        return 1
    return closing(asked, say, report.signers, report.witnesses)


def told_money(asked: argparse.Namespace, say: Say) -> list[str]:
    """What the month's meals, payments and returns come to; and where any month was paid more than its meals."""
    flows = money.follow(records_of(asked.place))
    month = flows.of[asked.month]
    print(say("month_paid", tenge(month.paid), tenge(month.unpaid)))
    print(say("month_returned", tenge(month.returned), tenge(month.meals + month.returned)))
    if month.recover or month.recovered:
        print(say("month_recovered", tenge(month.recover), tenge(month.recovered)))
    if month.is_blind:
        print(say("month_blind"))
    elif month.without_price:
        print(say("month_unpriced", month.without_price, tenge(2 * month.dearest)))
    if flows.old:
        print(say("payments_of_old", flows.old))
    for name, one in sorted(flows.of.items()):
        if name.startswith(f"{asked.month}/") and (one.paid or one.returned):
            sums = (tenge(tiyn) if tiyn else "–" for tiyn in (one.meals, one.paid, one.returned))
            print(say("school_money", name[8:], *sums))
    found = [
        say(word, name, tenge(told), tenge(most), tenge(told - most))
        for word, name, told, most in money.too_much(flows)
    ]
    return found + [say("payment_nameless", place) for place in flows.nameless]


def differences(asked: argparse.Namespace, count: meals.Count) -> list[str]:
    """Where the published totals say something else than the recount."""
    totals = read(asked.totals.read_bytes())
    wrong = meals.differences(count, totals)
    if totals.get("month") != asked.month:
        wrong.insert(0, f"month: {totals.get('month')} ≠ {asked.month}")
    return wrong


def tenge(tiyn: int) -> str:
    """Whole tiyn as people write tenge: 1 628 400 tiyn are 16 284.00."""
    return f"{'-' * (tiyn < 0)}{abs(tiyn) // 100:,}.{abs(tiyn) % 100:02}".replace(",", " ")


def check_plan(asked: argparse.Namespace, say: Say) -> int:
    """Is a repair programme lawful, how much more could any be worth at most, and was this very document adopted?"""
    content = asked.place.read_bytes()
    found = plan.check(read(content))
    print(say("plan_hash", sha256(content).hexdigest()))
    print(say("plan_counted", found.roads, found.courses))
    for word, slots in found.faults:
        print(say(word, *slots))
    if found.faults:
        print(say("faults", len(found.faults)))
        return 1
    print(say("plan_worth", found.value, math.floor(found.bound), f"{float(found.gap) * 100:.6f}"))
    if asked.log is not None:
        return check_adoption(asked, say, sha256(content).hexdigest())
    print(say("plan_no_log"), say("sound"), say("plan_not_proved"), sep="\n")
    return 0


def check_adoption(asked: argparse.Namespace, say: Say, digest: str) -> int:
    """The log first; then the adoption of this very document in it, by its hash."""
    report = told_log(asked, asked.log, say)
    if report is None:
        return 1
    found = list(plan.adoptions(records_of(asked.log)))
    own = [(place, month) for place, month, told in found if told == digest]
    if not own:
        print(say("plan_not_adopted"), say("faults", 1), sep="\n")
        return 1
    for place, month in own:
        print(say("plan_adopted", place, month))
    if others := [str(place) for place, _month, told in found if told != digest]:
        print(say("plan_others", ", ".join(others)))
    return closing(asked, say, report.signers, report.witnesses, "plan_not_proved")


def records_of(folder: Path) -> Iterator[bytes]:
    """The records of a log that was checked."""
    return log.entries(folder, read_checkpoint((folder / "checkpoint").read_text("utf-8")).size)


def closing(
    asked: argparse.Namespace, say: Say, signers: Sequence[str], witnesses: Sequence[tuple[str, int]],
    unproved: str = "not_proved",
) -> int:  # fmt: skip
    """Who stands behind it, and what all this does not prove."""
    print(say("signed", ", ".join(dict.fromkeys(signers))) if signers else say("only_inside"))
    for name, size in witnesses:
        print(say("witnessed", name, size))
    count = len({name for name, _size in witnesses})
    need = int(bool(asked.witness)) if asked.need is None else asked.need
    if count < need:
        print(say("too_few_witnesses", count, need))
        return 1
    print(say("sound"), say(unproved), sep="\n")
    return 0


WORKS = {"fetch": bring, "receipt": check_receipt, "log": check_log, "meals": check_meals, "plan": check_plan}

if __name__ == "__main__":
    sys.exit(main())
