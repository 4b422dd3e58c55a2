"""The pool of connections: silent ones are trusted, fallen ones replaced, and an absent server is told soon."""

import socket
import time

import psycopg
import pytest
from django.db import connections
from psycopg_pool import PoolTimeout

from qala.config.database.engine.patience import PatientConnection, waiting_at_most
from qala.config.database.engine.pool import Pool, has_fallen
from qala.config.database.urls import POOL, address_of

AGES = 60.0


@pytest.fixture
def address(db):
    """The test's database, as the application reaches it."""
    return address_of(connections["default"].settings_dict).url


@pytest.fixture
def pool(address):
    with Pool(address, min_size=0, max_size=4, timeout=AGES, reconnect_timeout=0.3, open=True) as opened:
        yield opened


def pid_of(connection):
    return connection.info.backend_pid


def end(address, *pids):
    with psycopg.connect(address, autocommit=True) as other:
        for pid in pids:
            assert other.execute("SELECT pg_terminate_backend(%s)", [pid]).fetchone() == (True,)
            while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
                time.sleep(0.01)


def test_a_silent_connection_is_given_again_without_a_question(pool):
    connection = pool.getconn()
    first = pid_of(connection)
    pool.putconn(connection)
    again = pool.getconn()
    assert pid_of(again) == first
    assert not has_fallen(again)
    pool.putconn(again)


def test_all_fallen_connections_are_replaced_before_anybody_gets_one(pool, address):
    taken = [pool.getconn() for _turn in range(3)]
    fallen = {pid_of(one) for one in taken}
    for one in taken:
        pool.putconn(one)
    end(address, *fallen)
    living = pool.getconn()
    assert pid_of(living) not in fallen
    assert living.execute("SELECT 1").fetchone() == (1,)
    living.commit()
    pool.putconn(living)


def test_a_notice_is_no_farewell(pool, address):
    connection = pool.getconn()
    connection.autocommit = True
    connection.execute("LISTEN storm")
    pool.putconn(connection)
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("NOTIFY storm")
        other.execute("SELECT 1")
    again = pool.getconn()
    assert again is connection
    assert not has_fallen(again)
    pool.putconn(again)


def test_where_no_server_answers_the_second_visitor_is_told_at_once():
    with socket.socket() as door:  # bound and never listening: every knock is refused
        door.bind(("127.0.0.1", 0))
        nowhere = f"postgresql://app:secret@127.0.0.1:{door.getsockname()[1]}/nothing"
        with Pool(nowhere, min_size=0, max_size=4, timeout=AGES, reconnect_timeout=0.3, open=True) as pool:
            with pytest.raises(PoolTimeout):
                pool.getconn(timeout=0.5)
            began = time.monotonic()
            with pytest.raises(PoolTimeout):
                pool.getconn()
            assert time.monotonic() - began < AGES / 2


def test_django_makes_this_pool_and_gives_it_sessions_as_it_needs_them(db, monkeypatch):
    known = connections["default"].settings_dict
    pooled = known | {"OPTIONS": {**known["OPTIONS"], "pool": dict(POOL)}}
    monkeypatch.setitem(connections.settings, "pooled", pooled)
    wrapper = connections["pooled"]
    try:
        assert isinstance(wrapper.pool, Pool)
        assert wrapper.pool.timeout == 3
        wrapper.pool.open()
        connection = wrapper.pool.getconn()
        assert connection.autocommit
        assert connection.info.parameter_status("TimeZone") == "UTC"
        wrapper.pool.putconn(connection)
    finally:
        wrapper.close_pool()
        del connections["pooled"]
    assert connections["default"].pool is None


def test_a_server_that_took_a_question_and_says_nothing_is_given_up(address):
    with psycopg.connect(address, autocommit=True) as other, PatientConnection.connect(address) as connection:
        asking = pid_of(connection)
        with waiting_at_most(0.2), pytest.raises(psycopg.OperationalError, match=r"said nothing for 0\.2 s"):
            connection.execute("SELECT pg_sleep(300)")
        assert connection.closed
        until = time.monotonic() + AGES  # the question is taken back: nobody's work goes on in the server
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [asking]).fetchone():
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_job_waits_as_long_as_it_takes(address):
    with PatientConnection.connect(address) as connection:
        with waiting_at_most(30):
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert connection.execute("SELECT pg_sleep(0.3), 2").fetchone()[1] == 2
