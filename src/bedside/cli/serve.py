"""`bedside serve`: the web server, on this machine unless told otherwise."""

from __future__ import annotations

import ipaddress
import sys
from pathlib import Path
from typing import Annotated

import typer

from bedside.cli.doors import Failed


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for encounters.")] = None,
    scenarios: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Folder of your own cases; may be repeated.")
    ] = None,
) -> None:
    """Start the server and print its address."""
    folders = scenarios or []
    for folder in folders:
        if not folder.is_dir():
            raise Failed(f"There is no folder {folder}.", "Name a folder that holds scenario files.")
    if not is_loopback(host):
        sys.stderr.write(
            f"Warning: {host} can be reached from other machines, and the connection is not encrypted. "
            "Put a server with HTTPS in front of it, or use 127.0.0.1.\n"
        )
    from bedside import server

    server.run(host=host, port=port, data_folder=data, folders=folders)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
