"""`python -m bedside.cli` is the command `bedside`."""

from bedside.cli import main

main()
