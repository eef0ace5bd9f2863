"""Waiting for the web: a slow first answer is waited for, a server that ended is said so."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from plan_admin import supervisor
from plan_admin.supervisor import wait_for_web

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.fixture
def web() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is there, as a web server would be."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield child
    child.communicate()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def address(server: socket.socket) -> str:
    return f"127.0.0.1:{server.getsockname()[1]}"


def test_an_answer_that_is_slow_or_broken_at_first_is_waited_for(web, listener):
    """The first call gets no answer in time, the second nonsense, the third is cut off."""

    def serve() -> None:
        first, _ = listener.accept()
        second, _ = listener.accept()
        second.sendall(b"nonsense\r\n\r\n")
        second.close()
        listener.accept()[0].close()
        fourth, _ = listener.accept()
        fourth.recv(1000)
        fourth.sendall(OK)
        fourth.close()
        first.close()

    server = threading.Thread(target=serve)
    server.start()
    wait_for_web(web, address(listener), one_answer=0.3)
    server.join(5)
    assert not server.is_alive()


def test_a_server_that_never_answers_is_given_up(web, listener):
    began = time.monotonic()
    with pytest.raises(SystemExit, match="did not start"):
        wait_for_web(web, address(listener), patience=0.5, one_answer=0.2)
    assert time.monotonic() - began < 5


def test_a_server_that_ended_is_not_waited_for():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = address(server)
    began = time.monotonic()
    with pytest.raises(SystemExit, match="did not start"):
        wait_for_web(ended, free)
    assert time.monotonic() - began < 5


def test_what_a_killed_process_left_in_its_folder_is_cleared(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "VAR_DIR", tmp_path)
    folder = supervisor.clean_folder("worker")
    (folder / "openpyxl.x").write_text("half")
    (supervisor.clean_folder("web") / "upload").touch()
    assert supervisor.clean_folder("worker") == tmp_path / "tmp" / "worker"
    assert list(folder.iterdir()) == []
    assert (tmp_path / "tmp" / "web" / "upload").exists()
