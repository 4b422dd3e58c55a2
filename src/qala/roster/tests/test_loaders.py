"""Registers from outside: taken in once, the same the second time, refused by line and reason."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import PersonFactory, iin
from qala.roster import loaders, queries
from qala.roster.actions.registers import take_register
from qala.roster.models import Enrolment, Pupil, SchoolClass
from qala.roster.tests.factories import SchoolFactory, SchoolYearFactory
from qala.roster.tests.journal import told

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
HEAD = "pupil_key,family,given,patronymic,birth_date,iin,school,grade,letter,from,until\n"
ONE = "K1,Ахмет,Әлия,Серікқызы,2017-03-04,,school-a,3,А,2026-09-01,\n"
TWO = "K2,Ли,Иван,,05.06.2017,,7,3,А,01.09.2026,\n"


@pytest.fixture(autouse=True)
def school(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+05:00")
    SchoolYearFactory()
    return SchoolFactory(organisation__slug="school-a", number="7", source_id="ORG-7")


def reading(text, name="pupils.csv"):
    return loaders.read_plain(text.encode(), name, TODAY)


def take(text):
    return loaders.load(by=Job("roster.load"), reading=reading(text), on=TODAY)


def codes(text):
    return [(row.line, row.code) for row in reading(text).refused]


def test_a_file_is_taken_in_and_changes_nothing_the_second_time(school):
    assert take(HEAD + ONE + TWO).counts["new pupils"] == 2
    assert {pupil.person.family for pupil in queries.pupils_of(school, TODAY)} == {"Ахмет", "Ли"}
    again = take(HEAD + ONE + TWO)
    assert again.is_empty
    assert again.same == 2
    assert (Pupil.objects.count(), SchoolClass.objects.count()) == (2, 1)
    assert told("roster.register.loaded").facts["pupils"] == 2


@pytest.mark.parametrize(
    "head",
    [
        "оқушы_кілті;тегі;аты;әкесінің аты;туған күні;жсн;мектеп;сынып;әріп;бастап;дейін\n",
        "ключ_ученика;Фамилия;Имя;Отчество;Дата рождения;ИИН;Школа;Класс;Буква;с;до\n",
    ],
)
def test_kazakh_and_russian_headers_and_semicolons_are_understood(head):
    assert take("\ufeff" + head + ONE.replace(",", ";")).counts["new pupils"] == 1


def test_a_moved_pupil_moves_and_a_missing_one_is_shown_and_kept(school):
    take(HEAD + ONE + TWO)
    found = take(HEAD + ONE.replace(",А,2026-09-01", ",Б,2026-11-02"))
    assert (found.counts["moved"], found.gone) == (1, 1)
    pupil = Pupil.objects.get(source_id="K1")
    assert queries.enrolment_on(pupil, TODAY).school_class.letter == "Б"
    assert queries.pupils_of(school, TODAY).count() == 2


def test_an_end_in_the_file_ends_the_enrolment_and_a_new_child_may_come_with_two_classes(school):
    take(HEAD + ONE)
    assert take(HEAD + ONE.replace(",\n", ",2026-11-10\n")).counts["left"] == 1
    assert not queries.pupils_of(school, TODAY).exists()
    two = ONE.replace("K1", "K9").replace("Ахмет", "Ким")
    take(HEAD + two.replace(",\n", ",2026-10-01\n") + two.replace("А,2026-09-01", "Б,2026-10-01"))
    assert Enrolment.objects.filter(pupil__source_id="K9").count() == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ONE.replace("school-a", "school-z"), "unknown_school"),
        (ONE.replace("2017-03-04", "2027-03-04"), "born_in_the_future"),
        (ONE.replace("2017-03-04", "весной"), "unreadable_day"),
        (ONE.replace("04,,sch", "04,123456789012,sch"), "iin_check"),
        (ONE.replace(",3,А", ",13,А"), "wrong_class"),
        (ONE.replace(",\n", ",2026-08-01\n"), "ends_before_it_begins"),
        (ONE.replace(",\n", ",,,extra\n"), "wrong_width"),
    ],
)
def test_a_bad_row_is_refused_by_line_and_reason(row, code):
    assert codes(HEAD + TWO + row) == [(3, code)]


def test_doubled_rows_two_children_of_one_key_and_one_iin_are_refused():
    number = iin(born="170304", century="5")
    with_iin = ONE.replace("04,,sch", f"04,{number},sch")
    text = HEAD + with_iin + with_iin + ONE.replace("Ахмет", "Басқа") + TWO.replace("2017,,7", f"2017,{number},7")
    assert codes(text) == [(3, "duplicate"), (4, "pupil_told_twice"), (5, "iin_of_another")]


def test_a_child_in_two_classes_at_once_is_refused_in_the_file_and_against_the_register():
    assert codes(HEAD + ONE + ONE.replace(",А,2026-09-01", ",Б,2026-10-01")) == [(3, "enrolment_overlaps")]
    take(HEAD + ONE.replace("2026-09-01", "2026-10-01"))
    found = take(HEAD + ONE.replace(",А,", ",Б,"))
    assert [row.code for row in found.refused] == ["enrolment_overlaps"]


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        ((HEAD + ONE).encode("cp1251", "replace"), "wrong_encoding"),
        ((HEAD + ONE)[:-20].encode(), "cut_file"),
        ((HEAD + '"K1,Ахмет\n').encode(), "cut_file"),
        (b"pupil_key,family\nK1,x\n", "missing_columns"),
    ],
)
def test_an_unreadable_file_is_refused_as_a_whole(octets, code):
    with pytest.raises(Refusal) as no:
        loaders.read_plain(octets, "pupils.csv", TODAY)
    assert no.value.code == code


def bundle(folder, **changed):
    files = {
        "manifest": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n",
        "orgs": "sourcedId,name,type,identifier\nO,School,school,ORG-7\nP,Ghost,school,ORG-8\n",
        "academicSessions": "sourcedId,title,type,startDate,endDate\nT,Year,schoolYear,2026-09-01,2027-05-25\n",
        "classes": "sourcedId,title,grades,schoolSourcedId,termSourcedIds\nC1,3А,03,O,T\n",
        "users": "sourcedId,givenName,familyName,middleName,userIds\nU1,Әлия,Ахмет,,\nU2,Иван,Ли,,\nU3,T,Teacher,,\n",
        "enrollments": "sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate\n"
        "E1,C1,U1,student,,\nE2,C1,U2,student,2026-10-05,\nE3,C1,U3,teacher,,\n",
        "demographics": "sourcedId,birthDate\nU1,2017-03-04\nU2,2017-05-06\n",
    } | changed
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return loaders.read(folder)


def test_oneroster_is_taken_in_once(tmp_path, school):
    told_by = loaders.read_oneroster(bundle(tmp_path), TODAY)
    assert not told_by.refused
    assert loaders.load(by=Job("roster.load"), reading=told_by, on=TODAY).counts["new pupils"] == 2
    assert loaders.load(by=Job("roster.load"), reading=told_by, on=TODAY).is_empty
    assert queries.pupils_of(school, date(2026, 9, 1)).count() == 1
    assert queries.pupils_of(school, TODAY).count() == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (
            {"classes": "sourcedId,title,grades,schoolSourcedId,termSourcedIds\nC1,3А,03,O,T\nC2,3Б,03,P,T\n"},
            "unknown_school",
        ),
        ({"demographics": "sourcedId,birthDate\nU1,2017-03-04\nU2,2030-05-06\n"}, "born_in_the_future"),
        (
            {
                "users": "sourcedId,givenName,familyName,middleName,userIds\n"
                "U1,Әлия,Ахмет,,\nU1,Әлия,Ахмет,,\nU2,Иван,Ли,,{IIN:123456789012}\n"
            },
            "duplicate",
        ),
    ],
)
def test_oneroster_rows_are_refused_by_file_line_and_reason(tmp_path, changed, code):
    refused = loaders.read_oneroster(bundle(tmp_path, **changed), TODAY).refused
    assert (3, code) in [(row.line, row.code) for row in refused]


def test_another_version_or_a_missing_file_is_refused(tmp_path):
    files = bundle(tmp_path, manifest="propertyName,value\noneroster.version,1.1\n")
    with pytest.raises(Refusal) as no:
        loaders.read_oneroster(files, TODAY)
    assert no.value.code == "wrong_version"
    del files["users.csv"]
    with pytest.raises(Refusal) as no:
        loaders.read_oneroster(files, TODAY)
    assert no.value.code == "missing_file"


def test_the_command_tells_what_it_did_and_fails_on_a_refused_file(tmp_path, capsys):
    path = tmp_path / "pupils.csv"
    path.write_text(HEAD + ONE + TWO, "utf-8")
    call_command("load_roster", str(path), "--diff")
    assert not Pupil.objects.exists()
    call_command("load_roster", str(path))
    assert "new pupils 2" in capsys.readouterr().out
    path.write_text(HEAD + ONE + TWO.replace(",7,", ",99,"), "utf-8")
    with pytest.raises(CommandError) as no:
        call_command("load_roster", str(path))
    assert no.value.returncode == 1
    assert "line 3: no such school" in capsys.readouterr().out


def test_a_stranger_takes_no_register_in():
    with pytest.raises(Forbidden):
        take_register(by=PersonFactory(), year=SchoolYearFactory(), places=[], known_classes={})
