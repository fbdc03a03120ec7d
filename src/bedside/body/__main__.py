"""`python -m bedside.body`: compile the physiology, once, with a progress bar; prints where the machine code lies."""

from __future__ import annotations

import sys

from bedside.body.engine.compiled import cache_folder, is_compiled, prepare, progress_bar


def main() -> None:
    """Compile what is not compiled yet."""
    if not is_compiled():
        with progress_bar() as tell:
            prepare(tell)
    sys.stdout.write(f"{cache_folder()}\n")


if __name__ == "__main__":
    main()
