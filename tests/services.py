"""Throw-away PostgreSQL and Redis from the system's packages, each in a folder of its own on a free local port.

``python -m tests.services postgres redis -- COMMAND`` runs a command with both in its environment.
"""

import contextlib
import glob
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path


class Missing(Exception):
    """The service is not installed; the text says what to install."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(check, seconds=30, pause=0.1, what="the service"):
    """Ask until the check holds; a check may raise while the service starts."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(Exception):
            if answer := check():
                return answer
        time.sleep(pause)
    raise TimeoutError(f"{what} did not answer within {seconds} s")


def postgres_program(name):
    """The newest installed version; Debian keeps the server's programs out of PATH."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    program = found[-1] if found else shutil.which(name)
    if not program:
        raise Missing("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return program


def unprivileged():
    """The server refuses to run as root, so root lends it the account of the package or of nobody."""
    if os.geteuid():
        return [], None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return ["runuser", "-u", name, "--"], name


@contextlib.contextmanager
def stopping(process):
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def postgres(database="mentorship"):
    """A cluster without durability, for this run only. Yields its URL."""
    initdb, server, createdb = map(postgres_program, ("initdb", "postgres", "createdb"))
    prefix, owner = unprivileged()
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        if owner:
            shutil.chown(folder, owner)
        data, port = f"{folder}/data", free_port()
        plain = {"cwd": folder, "stdout": subprocess.DEVNULL}
        subprocess.run(
            [*prefix, initdb, "-D", data, "-U", "school", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True,
            **plain,
        )
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
        options |= {"synchronous_commit": "off", "full_page_writes": "off", "max_connections": 60}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (
            open(f"{folder}/log", "w") as log,
            stopping(subprocess.Popen([*prefix, server, "-D", data, *settings], cwd=folder, stdout=log, stderr=log)),
        ):
            create = [createdb, "-h", "127.0.0.1", "-p", str(port), "-U", "school", database]
            quiet = {"capture_output": True, "cwd": folder}
            wait_for(lambda: subprocess.run(create, **quiet).returncode == 0, what="PostgreSQL")
            yield f"postgres://school@127.0.0.1:{port}/{database}"


@contextlib.contextmanager
def redis(*options):
    """A Redis that keeps nothing unless the options say so, with a password. Yields its URL."""
    server = shutil.which("redis-server")
    if not server:
        raise Missing("Redis is not installed (Debian: apt-get install redis-server)")
    port, password = free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="redis-", ignore_cleanup_errors=True) as folder:
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--requirepass", password]
        command += list(options) or ["--save", "", "--appendonly", "no"]
        with stopping(subprocess.Popen(command, stdout=subprocess.DEVNULL)):
            wait_for(lambda: redis_answers(port, password), what="Redis")
            yield f"redis://:{password}@127.0.0.1:{port}/0"


def redis_answers(port, password):
    with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        time.sleep(0.05)
        return b"PONG" in line.recv(200)


SERVICES = {"postgres": (postgres, "MENTORSHIP_DATABASE_URL"), "redis": (redis, "MENTORSHIP_BROKER_URL")}


def main(arguments):
    names, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        for name in names:
            service, variable = SERVICES[name]
            environment[variable] = stack.enter_context(service())
        return subprocess.run(command, env=environment, cwd=Path(__file__).parents[1]).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Missing as error:
        sys.exit(str(error))
