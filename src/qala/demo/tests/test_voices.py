"""Two years of voices: hand-written texts, lawful stories, figures that flatter nobody."""

import io
import itertools
from collections import Counter
from datetime import timedelta

import pytest
from PIL import Image

from qala.demo.city.days import CITY, FIRST, LAST, NOW, is_office_day
from qala.demo.city.departments import CATEGORIES
from qala.demo.city.meetings import meetings
from qala.demo.city.pictures import picture
from qala.demo.city.plan import city_plan, digest
from qala.demo.city.replies import GROUNDS, money_for, words
from qala.demo.city.spelling import KAZAKH_LETTERS
from qala.demo.city.stories import EVENTS, NEEDS_AUTHOR, SHARES, STORIES
from qala.demo.city.storm import INCIDENT
from qala.demo.city.texts import STYLES, base_texts
from qala.demo.city.voices import voices
from qala.kernel.clock import local
from qala.proposals.rules.outcomes import GROUND_SLUGS
from qala.proposals.rules.process import WORKFLOW


@pytest.fixture(scope="module")
def said():
    return voices(city_plan("small"))


def states(voice):
    state = WORKFLOW.start
    for step in voice.steps:
        if step.verb not in EVENTS:
            assert WORKFLOW.allows(state, step.verb), f"{voice.story}: {step.verb} in {state}"
            state = WORKFLOW.after(state, step.verb)
    return state


def test_two_runs_say_the_same(said):
    assert digest(voices(city_plan("small"))) == digest(said)


def test_the_small_city_has_its_voices_in_order_of_time(said):
    assert len(said) == 1816
    assert [voice.number for voice in said] == list(range(1, 1817))
    assert all(one.submitted_at <= two.submitted_at for one, two in itertools.pairwise(said))
    assert said[0].submitted_at.astimezone(CITY).date() >= FIRST
    assert said[-1].submitted_at.astimezone(CITY).date() <= LAST


def test_every_story_is_lawful_and_goes_forward_in_time(said):
    for voice in said:
        states(voice)
        moments = [voice.submitted_at, *(step.at for step in voice.steps)]
        assert moments == sorted(moments), voice.story
        assert moments[-1] < NOW
    assert set(STORIES) == set(SHARES)
    assert {voice.story for voice in said} == {*STORIES, "twin", "storm"}


def test_the_figures_are_not_flattering(said):
    ends = Counter(states(voice) for voice in said)
    closed = sum(ends[state] for state in ("confirmed", "explained", "refused", "forwarded"))
    assert 0.55 < ends["confirmed"] / closed < 0.68
    assert ends["fixed_claimed"] > 30, "some claims nobody confirmed"
    assert ends["assigned"] > 30, "some departments keep silent"
    assert {"received", "triaged", "in_work", "planned"} <= set(ends)


def test_what_is_old_has_ended_but_for_a_plausible_few(said):
    year = NOW - timedelta(days=365)
    old = [states(voice) for voice in said if voice.submitted_at < year]
    lying = Counter(state for state in old if state in ("received", "triaged", "assigned", "in_work", "fixed_claimed"))
    assert set(lying) <= {"assigned", "fixed_claimed", "in_work"}
    assert 3 <= lying.total() <= 0.05 * len(old), lying
    broken = [voice for voice in said if voice.submitted_at < year and states(voice) == "planned"]
    assert 3 <= len(broken) <= 0.04 * len(old)


def test_nobody_confirms_what_they_claimed(said):
    for voice in said:
        claimant = None
        for step in voice.steps:
            if step.verb == "claim_fixed":
                claimant = step.person
                assert step.facts["evidence"]
                assert step.facts["act"]
            if step.verb == "confirm":
                assert step.person is not None
                assert step.person != claimant


def test_only_an_author_speaks_as_one(said):
    for voice in said:
        for step in voice.steps:
            if step.role == "resident" and step.verb != "support":
                assert step.person == voice.author is not None
        assert voice.author is not None or voice.story not in NEEDS_AUTHOR
        assert voice.author is not None or voice.track == "signal"


def test_a_promise_names_owner_day_and_money_or_its_review(said):
    plans = [step for voice in said for step in voice.steps if step.verb == "plan"]
    assert len(plans) > 100
    for step in plans:
        assert step.facts["owner"]
        assert bool(step.facts["money_source"]) == ("due_on" in step.facts)
        assert ("review_on" in step.facts) != ("due_on" in step.facts)
        assert str(step.facts.get("due_on", step.facts.get("review_on"))) > local(step.at).date().isoformat()


def test_only_an_appeal_is_extended_and_only_while_its_term_runs(said):
    extended = [(voice, step) for voice in said for step in voice.steps if step.verb == "extend"]
    assert len(extended) > 10
    for voice, step in extended:
        if voice.story != "twin":
            assert voice.track == "appeal"
            assert step.at - voice.submitted_at < timedelta(days=19), "fifteen working days are three weeks"
        assert step.facts["until_on"] < (voice.submitted_at + timedelta(days=60)).date().isoformat()


def test_works_are_ordered_before_they_start(said):
    for voice in said:
        verbs = [step.verb for step in voice.steps]
        if "start" in verbs and voice.story != "twin":
            assert "order_works" in verbs[: verbs.index("start")]


def test_officials_answer_in_two_languages_and_in_office_hours(said):
    for voice in said:
        for step in voice.steps:
            if step.verb in ("explain", "refuse", "forward", "plan", "claim_fixed", "give_back", "extend"):
                assert step.facts["kk"]
                assert step.facts["ru"]
                assert step.facts["kk"] != step.facts["ru"]
            if step.verb in ("assign", "explain", "refuse", "plan") and voice.story not in ("storm", "twin"):
                assert is_office_day(step.at.astimezone(CITY).date())


def test_every_style_and_category_is_heard(said):
    styles, categories = (Counter(getattr(voice, field) for voice in said) for field in ("style", "category"))
    assert set(styles) == set(STYLES)
    assert min(styles.values()) > 25
    assert set(categories) == set(CATEGORIES)
    assert min(categories.values()) >= 12
    assert max(categories.values()) < 0.15 * len(said)


def test_there_are_hundreds_of_base_texts_in_every_category():
    every = {text for category in CATEGORIES for style in STYLES for text in base_texts(category, style)}
    assert len(every) >= 350
    for category in CATEGORIES:
        assert len(base_texts(category, "kk")) >= 6
        assert len(base_texts(category, "ru")) >= 5
        assert any(set(text) & KAZAKH_LETTERS for text in base_texts(category, "kk"))


def test_a_style_is_written_in_its_letters(said):
    for voice in said:
        if voice.style in ("kk_plain", "en"):
            assert not set(voice.text) & KAZAKH_LETTERS, voice.text
        if voice.style == "kk_latin":
            assert not any("а" <= letter <= "я" for letter in voice.text.lower()), voice.text
        assert "{" not in voice.text


def test_texts_differ_from_each_other(said):
    assert len({voice.text for voice in said}) > 0.95 * len(said)


def test_one_blackout_is_one_incident_told_sixty_times(said):
    storm = [voice for voice in said if voice.incident == INCIDENT]
    assert len(storm) == 60
    assert storm[-1].submitted_at - storm[0].submitted_at < timedelta(minutes=45)
    assert {voice.district for voice in storm} == {"turan"}
    told = [step for voice in storm for step in voice.steps]
    assert [step.verb for step in told if step.verb.endswith("_incident") and step.verb != "join_incident"] == [
        "answer_incident",
        "close_incident",
    ], "one answer to all"


def test_a_twin_points_at_an_earlier_voice_about_the_same_thing(said):
    twins = [voice for voice in said if voice.same_as]
    assert len(twins) > 80
    for twin in twins:
        first = said[twin.same_as - 1]
        assert first.number < twin.number
        assert (first.category, first.segment) == (twin.category, twin.segment)
        assert any(step.verb == "link_duplicate" and step.facts["of"] == first.number for step in twin.steps)
    assert any(said[twin.same_as - 1].language != twin.language for twin in twins)


def test_a_voice_from_a_bus_has_no_point(said):
    kinds = {placard.key: placard for placard in city_plan("small").placards}
    buses = [voice for voice in said if voice.placard and kinds[voice.placard].kind == "bus"]
    assert buses
    assert all(voice.point is None and not voice.landmark for voice in buses)
    for voice in said:
        if voice.placard:
            assert kinds[voice.placard].installed_on <= voice.submitted_at.astimezone(CITY).date()


def test_grounds_of_refusal_are_those_of_the_house():
    assert set(GROUNDS) == GROUND_SLUGS
    for category in CATEGORIES:
        assert money_for(category).startswith("QB-")


def test_every_kind_of_reply_has_words_in_three_languages():
    from random import Random

    for verb in ("plan", "unfunded", "explain", "forward", "come_back", "give_back", "extend", "contest", "redate"):
        kk, ru, en = words(verb, "*", Random(1), due="2026-12-01", office="abai", number="ABA-1")
        assert kk
        assert ru
        assert en
        assert "{" not in kk + ru + en


def test_meetings_come_once_a_month_with_questions():
    held = list(meetings(city_plan("small")))
    assert len(held) == 26
    assert all(meeting.held_at.weekday() == 3 for meeting in held)
    assert min(len(meeting.questions) for meeting in held) >= 4
    assert held == list(meetings(city_plan("small")))


@pytest.mark.parametrize(
    "kind", ["pothole", "pavement", "lamp", "rubbish", "swing", "tree", "puddle", "stop", "cars", "street"]
)
def test_a_drawn_photo_is_small_and_tells_where_it_was_taken(kind):
    point = (69.5912345, 42.3198765)
    drawn = picture(kind, 5, point=point, taken_at=NOW, seed=1)
    again = picture(kind, 5, point=point, taken_at=NOW, seed=1)
    assert drawn == again
    assert len(drawn.jpeg) < 60_000
    image = Image.open(io.BytesIO(drawn.jpeg))
    assert image.size == (640, 480)
    position = image.getexif().get_ifd(0x8825)
    degrees, minutes, seconds = (float(part) for part in position[2])
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(point[1], abs=1e-5)
    assert position[3] == "E"


def test_some_photos_show_a_face_or_a_plate_that_must_be_covered():
    drawn = [picture("pothole", number, point=None, taken_at=NOW, seed=1) for number in range(24)]
    assert any(one.faces for one in drawn)
    assert any(one.plates for one in drawn)
    assert any(not one.faces and not one.plates for one in drawn)
    for one in drawn:
        for left, top, right, bottom in (*one.faces, *one.plates):
            assert 0 <= left < right <= 640
            assert 0 <= top < bottom <= 480
