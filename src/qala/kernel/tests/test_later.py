"""A statement that nobody waits for goes with the next one or with the commit, and never where it was taken back."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg.pq import TransactionStatus

from qala.kernel.kept import kept
from qala.kernel.prepared import Prepared

INSERT = Prepared("kernel_test_later", "INSERT INTO kernel_test_said (word) VALUES (%s)")


@pytest.fixture
def table(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kernel_test_said (word varchar(8) UNIQUE)")
    yield
    connection.close()


def words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM kernel_test_said ORDER BY word")
        return [word for (word,) in cursor.fetchall()]


def broken(*said):
    """Say words in a block of its own, then break it."""
    with transaction.atomic():
        for word in said:
            INSERT.later([word])
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM kernel_no_such_table")


def given_up(*said):
    with transaction.atomic():
        for word in said:
            INSERT.later([word])
        raise RuntimeError


def said(*words):
    with transaction.atomic():
        for word in words:
            INSERT.later([word])


@pytest.mark.usefixtures("table")
def test_it_goes_with_the_commit_in_one_trip(django_assert_num_queries):
    with django_assert_num_queries(2):  # BEGIN; both words with COMMIT
        said("a", "b")
    assert words() == ["a", "b"]


@pytest.mark.usefixtures("table")
def test_where_nothing_went_before_it_the_trip_is_the_transaction():
    said("a")
    seen = []

    def look(execute, *told):
        seen.append((connection.connection.info.transaction_status, connection.connection.autocommit))
        return execute(*told)

    with connection.execute_wrapper(look):
        said("b", "c")
    assert seen == [(TransactionStatus.IDLE, True)]
    with pytest.raises(RuntimeError):
        given_up("d")
    assert words() == ["a", "b", "c"]


@pytest.mark.usefixtures("table")
def test_the_next_statement_finds_it_there():
    with transaction.atomic():
        INSERT.later(["a"])
        assert words() == ["a"]


@pytest.mark.usefixtures("table")
def test_outside_a_transaction_it_goes_at_once():
    INSERT.later(["a"])
    assert words() == ["a"]


@pytest.mark.usefixtures("table")
def test_a_transaction_taken_back_takes_it_back():
    with pytest.raises(RuntimeError):
        given_up("a")
    INSERT.later(["b"])
    assert words() == ["b"]


@pytest.mark.usefixtures("table")
def test_a_savepoint_taken_back_takes_back_only_its_own():
    with transaction.atomic():
        INSERT.later(["kept"])
        with pytest.raises(RuntimeError):
            given_up("lost")
        with pytest.raises(DatabaseError):
            broken("lost too")
        INSERT.later(["last"])
    assert words() == ["kept", "last"]


@pytest.mark.usefixtures("table")
def test_what_it_breaks_is_told_by_the_commit_and_nothing_stays():
    INSERT.later(["a"])
    with pytest.raises(IntegrityError):
        said("b", "a")
    assert words() == ["a"]


def test_an_answer_is_kept_for_a_moment(settings):
    answers = iter("abc")
    read = kept(lambda: next(answers))
    settings.KEPT_S = 60
    assert read() == read() == "a"
    settings.KEPT_S = 0
    assert read() == "b"
