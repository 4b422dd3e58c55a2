"""Every change has one function in `actions.py`, and each keeps one rhythm: allow, change, record, return."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import House, called, expect_none, parsed, type_of_function

VERB = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")
CHANGES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
READERS = ("rules", "policies", "queries", "forms", "views", "api", "admin", "tasks", "loaders")
NOT_ROWS = {"cache", "image", "picture", "archive", "document", "workbook"}


def complaints(house: House) -> list[str]:
    said = []
    for part in house.parts():
        for path in house.named(part, "actions"):
            for node in parsed(path).body:
                if isinstance(node, type_of_function) and not node.name.startswith("_"):
                    said += [f"{house.where(path, node.lineno)} {node.name}: {why}" for why in missteps(node, part)]
    return said


def missteps(action: type_of_function, part: Path) -> Iterator[str]:
    arguments = action.args
    if arguments.args or arguments.posonlyargs or arguments.vararg:
        yield "its arguments are not all named"
    if not arguments.kwonlyargs or arguments.kwonlyargs[0].arg != "by":
        yield "its first argument is not `by`"
    if not any(called(decorator) == "atomic" for decorator in action.decorator_list):
        yield "it is not @transaction.atomic"
    body = action.body[1:] if ast.get_docstring(action) is not None else action.body
    if not (body and isinstance(body[0], ast.Expr) and called(body[0].value) == "require"):
        yield "it does not begin with require(may_…)"
    if not (body and isinstance(body[-1], ast.Return) and body[-1].value is not None):
        yield "it does not end by returning what it changed"
    records = [call for call in calls(action) if called(call) in {"record", "record_many"}]
    if not records:
        yield "it records nothing"
    for call in records:
        yield from wrong_verb(call, part)


def wrong_verb(call: ast.Call, part: Path) -> Iterator[str]:
    verb = verb_of(call)
    if verb is None:
        yield "the verb it records is not written out"
    elif not VERB.fullmatch(verb) or not verb.startswith(f"{part.name}."):
        yield f"{verb!r} is not {part.name}.noun.past_participle"


def verb_of(call: ast.Call) -> str | None:
    verb = call.args[1] if len(call.args) > 1 else None
    return verb.value if isinstance(verb, ast.Constant) and isinstance(verb.value, str) else None


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def changes_elsewhere(house: House) -> list[str]:
    """Files that only read or ask, and yet write rows."""
    said = []
    for part in house.parts():
        for path in house.named(part, *READERS):
            for call in calls(parsed(path)):
                function = call.func
                if isinstance(function, ast.Attribute) and function.attr in CHANGES:
                    owner = called(function.value)
                    if owner not in NOT_ROWS and not is_super(function.value):
                        said.append(f"{house.where(path, call.lineno)} changes rows: .{function.attr}(…)")
    return said


def is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) == "super"


def recorded_verbs(house: House) -> set[str]:
    found = set()
    for part in house.parts():
        for path in house.named(part, "actions"):
            for call in calls(parsed(path)):
                if called(call) in {"record", "record_many"} and (verb := verb_of(call)):
                    found.add(verb)
    return found


def test_every_action_allows_changes_records_and_returns(house: House):
    expect_none(complaints(house))


def test_only_actions_change_rows(house: House):
    expect_none(changes_elsewhere(house))


def test_every_recorded_verb_has_a_sentence_in_three_languages(house: House):
    from qala.kernel.cards import journal_sentences

    sentences = journal_sentences()
    assert recorded_verbs(house) - set(sentences) == set()
    expect_none([verb for verb, said in sentences.items() if not (said.kk and said.ru and said.en)])


def test_a_verb_without_a_sentence_is_heard(toy):
    assert recorded_verbs(toy({"src/qala/waste/actions.py": GOOD})) == {"waste.case.accepted"}


GOOD = '''
@transaction.atomic
def accept(*, by: Actor, case: Case) -> Case:
    """Take it."""
    require(may(by, case))
    record(by, "waste.case.accepted", case)
    return case
'''


def test_the_example_of_the_plan_passes(toy):
    assert complaints(toy({"src/qala/waste/actions.py": GOOD})) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("*, by", "by", "not all named"),
        ("*, by: Actor, ", "*, ", "first argument is not `by`"),
        ("@transaction.atomic\n", "", "not @transaction.atomic"),
        ("    require(may(by, case))\n", "    case.save()\n    require(may(by, case))\n", "begin with require"),
        ('    record(by, "waste.case.accepted", case)\n', "", "records nothing"),
        ('"waste.case.accepted"', '"roads.case.accepted"', "past_participle"),
        ('"waste.case.accepted"', "verb", "not written out"),
        ("    return case\n", "", "does not end by returning"),
    ],
)
def test_a_broken_rhythm_is_heard(toy, old, new, why):
    house = toy({"src/qala/waste/actions/cases.py": GOOD.replace(old, new)})
    assert any(why in line for line in complaints(house)), complaints(house)


def test_a_view_that_writes_is_heard(toy):
    house = toy({"src/qala/waste/views.py": "def show(request):\n    Case.objects.create(name=1)\n"})
    assert changes_elsewhere(house) == ["src/qala/waste/views.py:2 changes rows: .create(…)"]
