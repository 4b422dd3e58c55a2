"""The verbs of digs: who may, when, what they ask, which action they are."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from qala.people.models import Person
from qala.roads.actions import cuts, papers
from qala.roads.forms import asked
from qala.roads.forms import digs as forms
from qala.roads.models import Cut, Wait
from qala.roads.policies import may_do_dig, may_inspect_dig, may_permit_digs, may_prove, may_test_trench
from qala.roads.rules.cuts import CUT, UNCOVERED
from qala.roads.views.step import Step, Told, table_step
from qala.roads.views.steps_works import keep_paper


def _permits(by: Person, _cut: Cut) -> bool:
    return may_permit_digs(by)


def _may_permit(by: Person, cut: Cut) -> bool:
    return may_permit_digs(by) and cut.permitted_at is None


def _withdraws(by: Person, cut: Cut) -> bool:
    return may_do_dig(by, cut) or may_permit_digs(by)


def _is_open(cut: Cut) -> bool:
    return cut.opened_at is not None and cut.state != "inspected"


def _override(by: Person, cut: Cut, told: Told) -> object:
    conflict = get_object_or_404(cut.conflicts, pk=told["conflict"])
    return cuts.override_conflict(by=by, conflict=conflict, reason=told["reason"])


def _test(by: Person, cut: Cut, told: Told) -> object:
    return cuts.test_trench(by=by, cut=cut, passed=told["passed"] == "yes", protocol=told["protocol"])


def _picture(by: Person, cut: Cut, told: Told) -> object:
    picture = papers.Picture(told["photo"].read(), told["taken_on"])
    return papers.attach_picture(by=by, cut=cut, picture=picture)


def _check(by: Person, cut: Cut, _told: Told) -> object:
    return cuts.check_cut(by=by, cut=cut)


def _has_conflict(cut: Cut) -> bool:
    return cut.state in {"conflict_checked", "permitted"} and any(not one.overridden_by for one in cut.conflicts.all())


STEPS = (
    Step(
        "check", CUT.words["check"], _check, _permits, lambda cut: cut.state in {"requested", "conflict_checked"},
        lead=_("Every obstacle is written down, so that whoever permits the dig answers for each."),
    ),
    Step(
        "check_again", _("check for conflicts again"), _check, _permits, lambda cut: cut.state == "permitted",
        lead=_("What came in the way since is written down; the dig is opened when somebody answers for it."),
        aside=True,
    ),
    Step(
        "override", _("take a conflict upon yourself"), _override, _permits, _has_conflict, forms.override,
        _("Your name and your reason stand with it."),
    ),
    table_step(CUT, "permit", lambda by, cut, told: cuts.permit_cut(by=by, cut=cut, **told), _may_permit, forms.permit),
    table_step(CUT, "open", lambda by, cut, _told: cuts.open_cut(by=by, cut=cut), may_do_dig),
    Step(
        "test", _("write down a compaction test"), _test, may_test_trench, _is_open, lambda _cut: asked.tested(),
        _("Nothing is covered for good or paved over before a test has passed."),
    ),
    table_step(CUT, "backfill", lambda by, cut, _told: cuts.backfill_cut(by=by, cut=cut), may_do_dig),
    table_step(
        CUT, "cover", lambda by, cut, told: cuts.cover_cut(by=by, cut=cut, until=told["until"]), may_do_dig,
        forms.cover, lead=_("Past that day the operator gets no new permit until the permanent cover lies."),
    ),
    table_step(CUT, "pave", lambda by, cut, _told: cuts.pave_cut(by=by, cut=cut), may_do_dig),
    table_step(
        CUT, "put_off", lambda by, cut, told: cuts.put_off_cut(by=by, cut=cut, wait=Wait(**told)), _permits,
        lambda _cut: asked.wait(), aside=True,
    ),
    table_step(
        CUT, "inspect", lambda by, cut, _told: cuts.inspect_cut(by=by, cut=cut), may_inspect_dig,
        lead=_("From today the operator answers for the place."),
    ),
    Step("picture", _("add a photo"), _picture, may_prove, _is_open, forms.picture, aside=True),
    Step("paper", _("attach a paper"), keep_paper, may_prove, lambda cut: cut.state != "withdrawn",
         lambda _cut: asked.paper(), aside=True),
    table_step(
        CUT, "withdraw", lambda by, cut, told: cuts.withdraw_cut(by=by, cut=cut, reason=told["reason"]), _withdraws,
        lambda _cut: asked.why(), harm=True,
    ),
)  # fmt: skip


def first_steps(cut: Cut) -> tuple[str, ...]:
    """What comes next: an open conflict before the permit, a test that passed before any cover."""
    newest = cut.newest_test
    if cut.state == "conflict_checked":
        return ("override", "permit", "check") if _has_conflict(cut) else ("permit", "check")
    if cut.state in (*UNCOVERED, "permanent_cover") and (newest is None or not newest.passed):
        return ("permit", "test", "backfill", "cover") if cut.state == "opened" else ("test", "cover")
    return ("override", "permit", "backfill", "pave", "inspect")


def absent_steps(by: Person, cut: Cut) -> list[Any]:
    """Why a verb that people look for is not there."""
    said: list[Any] = []
    if _is_open(cut) and not may_test_trench(by, cut) and may_do_dig(by, cut):
        said.append(_("An inspector's test failed: only an inspector tests it again."))
    if cut.state == "permanent_cover" and not may_inspect_dig(by, cut):
        said.append(_("A road inspector of no operator looks at it."))
    if cut.state in {"requested", "conflict_checked"} and not may_permit_digs(by):
        said.append(_("The road engineer permits digs."))
    return said
