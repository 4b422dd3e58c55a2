"""A class: who is in it, and who is there today."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.roster import actions
from qala.roster.forms import STATES, AttendanceForm, DayFilter, TeacherForm
from qala.roster.policies import may_keep, may_see_class, may_submit
from qala.roster.queries import class_presence, class_roster, is_open
from qala.roster.queries.desk import class_at, teachers_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def school_class(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a class on a day, or hand its attendance in."""
    room, person = class_at(slug, pk), reader(request)
    if room is None:
        raise Http404
    require(may_see_class(person, room))
    asked = DayFilter(request.POST if request.method == "POST" else request.GET or None)
    day = asked.chosen
    presence = class_presence(room, day)
    pupils = list(class_roster(room, day))
    states = {pupil.pk: presence.state_of(pupil.pk) for pupil in pupils}
    form = AttendanceForm(pupils, request.POST if request.method == "POST" else None, states)
    trouble = None
    if request.method == "POST":
        try:
            actions.submit_attendance(by=person, school_class=room, day=day, **form.lists())
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            trouble = refusal.reason
        else:
            messages.success(request, _("%(title)s is handed in.") % {"title": room.title})
            return redirect(f"{reverse('roster:school', args=[slug])}?day={day}")
    context = {
        "room": room,
        "day": day,
        "day_form": asked if request.method != "POST" else DayFilter(),
        "form": form,
        "states": STATES,
        "presence": presence,
        "trouble": trouble,
        "may_submit": may_submit(person, room) and day <= today() and is_open(room.school, day),
        "teacher_form": TeacherForm(initial={"teacher": str(room.teacher_id or "")}, teachers=teachers_of(room.school))
        if may_keep(person, room.school)
        else None,
    }
    return render(request, "roster/class.html", context, status=422 if trouble else 200)
