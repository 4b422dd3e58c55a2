"""Run by test_database.py in a process of its own; not collected with the platform's tests."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections
from procrastinate.contrib.django import app

from qala.config.database import DatabaseTrouble
from qala.config.database.grants import grant_application
from qala.config.tests.village.models import Page, Well

pytestmark = pytest.mark.django_db


def test_the_tests_are_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        user, database = cursor.fetchone()
    assert user == "qala_app"
    assert database.startswith("qala_test_clone_")


@pytest.mark.parametrize("time", ["once", "again"])
def test_an_ordinary_test_rolls_back(time):
    assert [well.name for well in Well.objects.all()] == ["Қайнарбұлақ"]
    Well.objects.create(name="Бадам")


def test_a_page_can_be_added_and_read():
    Page.objects.create(text="бірінші")
    assert Page.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE village_page SET text = ''",
        "DELETE FROM village_page",
        "TRUNCATE village_page",
        "DROP TABLE village_page",
        "ALTER TABLE village_page DISABLE TRIGGER ALL",
        "SELECT setval('village_page_id_seq', 1)",
        "TRUNCATE village_well",
        "DROP TABLE village_well",
        "CREATE TABLE mine (a int)",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "SET ROLE qala_owner",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_may_not(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_jobs_can_be_deferred():
    app.configure_task("village.count").defer(n=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'village.count'")
        assert cursor.fetchone() == (1,)


def test_extensions_are_there_without_a_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('қаласы', 'қаласи') > 0.5, lower('ҚӘҒҢӨҰҮҺІ'), 1 <-> 3")
        assert cursor.fetchone() == (True, "қәғңөұүһі", 2)
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        if cursor.fetchone():  # Debian's server has none
            cursor.execute("SELECT '[1,2]'::vector <-> '[1,4]'")
            assert cursor.fetchone() == (2.0,)


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_commits(database_environment):
    well = Well.objects.create(name="Сайрам")
    Page.objects.create(text="мәңгі")
    with psycopg.connect(database_environment["DATABASE_URL"]) as another:
        assert another.execute("SELECT count(*) FROM village_page").fetchone() == (1,)
    code = "import os, psycopg; c = psycopg.connect(os.environ['DATABASE_OWNER_URL']); print(c.execute('SELECT max(id) FROM village_well').fetchone()[0])"
    program = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | database_environment, capture_output=True, text=True, check=True
    )
    assert program.stdout.strip() == str(well.pk)


@pytest.mark.parametrize("time", ["once", "again"])
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_starts_from_the_template(time):
    assert not Page.objects.exists()
    assert [(well.pk, well.name) for well in Well.objects.all()] == [(1, "Қайнарбұлақ")]
    Well.objects.create(name="Сайрам")
    Page.objects.create(text=time)


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_is_another_role():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("qala_owner",)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(("role", "said"), [("qala_owner", "is the owner"), ("postgres", "superuser"), ("akim", "does not exist")])
def test_grants_are_for_a_plain_role(role, said):
    with pytest.raises(DatabaseTrouble, match=said):
        grant_application(connections["owner"], role)
