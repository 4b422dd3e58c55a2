"""The life of a plan."""

from django.utils.translation import pgettext_lazy

from qala.kernel.workflow import Workflow

WORDS = {
    "asked": pgettext_lazy("plan", "asked for"),
    "failed": pgettext_lazy("plan", "not possible"),
    "solved": pgettext_lazy("plan", "ready"),
    "adopted": pgettext_lazy("plan", "adopted"),
    "superseded": pgettext_lazy("plan", "replaced"),
    "set_aside": pgettext_lazy("plan", "set aside"),
    "solve": pgettext_lazy("plan", "Solve"),
    "fail": pgettext_lazy("plan", "Say why not"),
    "adopt": pgettext_lazy("plan", "Adopt"),
    "replace": pgettext_lazy("plan", "Replace"),
}

WORKFLOW = Workflow(
    "plan",
    [
        ("asked", "solve", "solved"),
        ("asked", "fail", "failed"),
        ("asked", "set_aside", "set_aside"),
        ("solved", "adopt", "adopted"),
        ("solved", "set_aside", "set_aside"),
        ("failed", "set_aside", "set_aside"),
        ("adopted", "replace", "superseded"),
    ],
    start="asked",
    words=WORDS,
)
