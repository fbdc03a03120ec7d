"""The real command: its help, exit codes, closed pipes, signals and a terminal."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_case import Run

COMMAND = [sys.executable, "-m", "bedside.cli"]


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "BEDSIDE_DATA": str(tmp_path / "data"), "NO_COLOR": "1", "TERM": "dumb"}


def test_help_and_version(run: Run) -> None:
    for words in ((), ("--help",), ("play", "--help"), ("scenario", "import", "-h")):
        result = run(*words)
        assert result.exit_code == 0
        assert "Usage:" in result.stdout
    assert run("--version").stdout.startswith("bedside ")


@pytest.mark.parametrize(
    "words", [("nope",), ("serve", "--port", "abc"), ("play", "--nope"), ("scenario", "import", "x")]
)
def test_wrong_use_is_told_in_a_line_with_code_two(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert "→ see `bedside" in result.stderr


def test_serve_warns_where_others_can_reach_it_and_names_a_port_in_use(run: Run, tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        result = run("serve", "--host", "0.0.0.0", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "can be reached from other machines" in result.stderr
    assert "cannot be used" in result.stderr


@pytest.mark.slow
def test_a_closed_pipe_is_no_error_to_read(case: Path, tmp_path: Path) -> None:
    asking = subprocess.Popen([*COMMAND, "ask", str(case), "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment(tmp_path))  # fmt: skip
    assert asking.stdin
    assert asking.stdout
    assert asking.stderr
    asking.stdin.write(b"hello\n" * 2000)
    asking.stdout.readline()
    asking.stdout.close()
    asking.stdin.close()
    assert b"Traceback" not in asking.stderr.read()
    assert asking.wait(60) == 141


@pytest.mark.slow
def test_a_standard_output_that_was_closed_is_no_fault(tmp_path: Path) -> None:
    listing = f"exec {sys.executable} -m bedside.cli encounters >&-"
    done = subprocess.run(["sh", "-c", listing], env=environment(tmp_path), stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_leaving_a_terminal_with_control_d_keeps_the_encounter(case: Path, tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    playing = subprocess.Popen([*COMMAND, "play", str(case)], stdin=follower, stdout=follower, stderr=follower,
                               env=environment(tmp_path), close_fds=True)  # fmt: skip
    os.close(follower)
    shown = ""

    def until(words: str) -> None:
        nonlocal shown
        limit = time.monotonic() + 60
        while words not in shown and time.monotonic() < limit:
            if select.select([leader], [], [], 0.2)[0]:
                try:
                    shown += os.read(leader, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        assert words in shown, shown

    until("Type a question")
    os.write(leader, b"do you smoke?\r")
    until("I smoke ten a day.")
    limit = time.monotonic() + 30
    while playing.poll() is None and time.monotonic() < limit:  # a key before the prompt is ready is lost
        os.write(leader, b"\x04")
        time.sleep(0.3)
    until("bedside play --resume")
    assert playing.wait(30) == 0
    os.close(leader)


@pytest.mark.slow
def test_killed_in_the_middle_nothing_said_is_lost(case: Path, tmp_path: Path) -> None:
    playing = subprocess.Popen([*COMMAND, "play", str(case), "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               env=environment(tmp_path))  # fmt: skip
    assert playing.stdin
    assert playing.stdout
    playing.stdout.readline()
    playing.stdin.write(b"do you smoke?\n")
    playing.stdin.flush()
    playing.stdout.readline()
    playing.send_signal(signal.SIGKILL)
    playing.wait()
    listed = subprocess.run(
        [*COMMAND, "encounters"], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    identity = listed.stdout.splitlines()[1].split()[0]
    resumed = [*COMMAND, "play", "--resume", identity, "--virtual"]
    again = subprocess.run(
        resumed, input="quit\n", env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert "I smoke ten a day." in again.stdout
