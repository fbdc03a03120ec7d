"""The command `bedside`: serve, play and ask in the terminal, check scenarios, look back at encounters."""


def main() -> None:
    """Run the command line; what the `bedside` script calls."""
    from bedside.cli.app import app

    app()


__all__ = ["main"]
