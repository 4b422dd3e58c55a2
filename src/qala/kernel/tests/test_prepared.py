"""A statement is told to a connection once, and asked by its name afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction

from qala.kernel.prepared import Prepared

pytestmark = pytest.mark.django_db
SUM = Prepared("kernel_test_sum", "SELECT %s::int + %s::int, 'half of 100 %%'")


def asked(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement.on(cursor), values)
        return cursor.fetchone()


def told():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall() if name.startswith("kernel_test_")]


def test_it_answers_as_its_text_does(settings):
    prepared = asked(SUM, 2, 3)
    settings.PREPARED_STATEMENTS = False
    with connection.cursor() as cursor:
        assert SUM.on(cursor) == SUM.statement
    assert asked(SUM, 2, 3) == prepared == (5, "half of 100 %")


def test_the_connection_is_told_once(django_assert_num_queries):
    for turn in range(7):  # PostgreSQL takes one plan for all from the sixth time on
        with django_assert_num_queries(1):
            assert asked(SUM, turn, 1)[0] == turn + 1
    assert told().count(SUM.name) == 1


def test_a_statement_without_values():
    assert asked(Prepared("kernel_test_one", "SELECT 1")) == (1,)


def test_it_travels_among_others():
    with connection.cursor() as cursor:
        cursor.execute(f"{SUM.on(cursor)};{SUM.on(cursor)}", [1, 2, 3, 4])
        first = cursor.fetchone()[0]
        cursor.nextset()
        assert (first, cursor.fetchone()[0]) == (3, 7)


def test_one_that_cannot_be_told_is_refused_each_time_as_django_refuses():
    wrong = Prepared("kernel_test_wrong", "SELECT * FROM kernel_no_such_table WHERE id = %s")
    for _turn in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            asked(wrong, 1)
    assert wrong.name not in told()


def test_it_outlives_a_transaction_that_is_rolled_back():
    late = Prepared("kernel_test_late", "SELECT %s::int")
    with transaction.atomic():
        asked(late, 1)
        transaction.set_rollback(True)
    assert asked(late, 4) == (4,)
