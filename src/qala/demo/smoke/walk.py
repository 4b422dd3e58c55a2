"""The walk itself: try each thing, count what passed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.urls import NoReverseMatch, reverse

from qala.demo.smoke.appeal import Appeal
from qala.demo.smoke.counter import Counter, Log
from qala.demo.smoke.pages import CLOSED, OF_ROLE, PUBLIC
from qala.demo.smoke.plans import Programme
from qala.demo.smoke.programs import Programs
from qala.demo.smoke.rooms import look_into_rooms
from qala.demo.smoke.story import Step, Story
from qala.demo.smoke.visitor import Amiss, Page, Visitor

LANGUAGES = ("kk", "ru", "en")
STEP = re.compile(r'id="([a-z_0-9]+)"(?:(?!id=").)*?action="(/demo/step/\d+/)"', re.DOTALL)
CODE = re.compile(r"/p/[0-9A-Za-z-]+/")


@dataclass
class Walk:
    """What was tried: passed, and failed with the reason."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)

    def attempt(self, name: str, step: Callable[[], object]) -> bool:
        """Try one thing."""
        try:
            step()
        except (Amiss, OSError, ValueError, KeyError, StopIteration) as why:
            self.failed.append(f"{name}: {why}")
            return False
        self.passed += 1
        return True


def walk(root: str, code: str, say: Callable[[str], None] = lambda _line: None) -> Walk:
    """Walk the demo that answers at `root`; `code` is the address of a placard's page."""
    done = Walk()
    say("Public pages in three languages")
    for language in LANGUAGES:
        guest = Visitor(root, language)
        for name in PUBLIC:
            done.attempt(f"{name} ({language})", partial(read, guest, name, language))
    guest = Visitor(root)
    for name in CLOSED:
        done.attempt(f"{name} is closed to a guest", partial(closed, guest, name))
    people: dict[str, Visitor] = {}
    for role in OF_ROLE:
        done.attempt(f"step into {role}", partial(let_in, people, root, role))
    say("The pages of every role in three languages")
    for role, visitor in people.items():
        for language in LANGUAGES:
            visitor.speak(language)
            for name in OF_ROLE[role]:
                done.attempt(f"{role}: {name} ({language})", partial(read, visitor, name, language))
    say("Every kind of page of meals, books, schools and the log")
    for place, (role, visitor) in enumerate(people.items()):
        language = LANGUAGES[place % len(LANGUAGES)]
        visitor.speak(language)
        done.attempt(f"{role}: what its pages lead to ({language})", partial(behind, visitor, role, language))
    say("The whole story, from a code in a bus to the figures")
    tell(done, Story(root, code, people).steps())
    tell(done, Appeal(root, code, people).steps())
    say("Programs")
    for steps in programs(root, people):
        tell(done, steps)
    return done


def programs(root: str, people: Mapping[str, Visitor]) -> Iterator[list[Step]]:
    """What programs do: Open311, a canteen's phone, whoever checks the log or the repair programme."""
    if "administrator" in people:
        yield Programs(root, people["administrator"]).steps()
    if "school_director" in people:
        yield Counter(root, people["school_director"]).steps()
    yield Log(root).steps()
    yield Programme(root).steps()


def tell(done: Walk, steps: list[Step]) -> None:
    """Steps that stand on each other: the first that fails ends the story, and the rest count as failed."""
    for index, (name, step) in enumerate(steps):
        if not done.attempt(name, step):
            done.failed += [f"{later}: not reached" for later, _step in steps[index + 1 :]]
            return


def read(visitor: Visitor, name: str, language: str) -> Page:
    """A page by its name: answered, in its language, without a trace of a fault."""
    try:
        path = reverse(name)
    except NoReverseMatch:
        raise Amiss("no such page yet") from None
    page = visitor.ok(visitor.get(path))
    if "html" in page.kind and f'<html lang="{language}"' not in page.text:
        raise Amiss(f"{path} is not in {language}")
    return page


def behind(visitor: Visitor, role: str, language: str) -> int:
    """What the pages of a role's office lead to."""
    names = (*OF_ROLE[role], "meals:overview", "journal:log")
    return look_into_rooms(visitor, [read(visitor, name, language) for name in names], language)


def closed(visitor: Visitor, name: str) -> None:
    """A guest is shown the door or refused; the page itself stays shut."""
    path = reverse(name)
    page = visitor.get(path)
    if page.status < 400 and page.path == path:
        raise Amiss(f"{path} is open to everybody")


def let_in(people: dict[str, Visitor], root: str, role: str) -> None:
    """Press the role's button on the page of roles."""
    visitor = Visitor(root)
    page = visitor.ok(visitor.get("/demo/"))
    actions = dict(buttons(page))
    if role not in actions:
        raise Amiss("not on the page of roles")
    form = page.form(action=actions[role])
    visitor.post(form.action, form.values)
    if visitor.ok(visitor.get("/me/")).path != "/me/":
        raise Amiss("the button lets nobody in")
    people[role] = visitor


def buttons(page: Page) -> Iterator[tuple[str, str]]:
    """Each role with where its button leads."""
    for found in STEP.finditer(page.text):
        yield found[1], found[2]
