"""`bedside serve`: the web server, on this machine unless told otherwise."""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Annotated

import typer

from bedside.cli.cases import DataOption, FoldersOption, JsonOption, existing, print_json
from bedside.cli.doors import Failed
from bedside.cli.models import chosen_settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    data: DataOption = None,
    scenarios: FoldersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Start the server and print its address."""
    folders = existing(scenarios)
    if not is_loopback(host):
        sys.stderr.write(
            f"Warning: {host} can be reached from other machines, and the connection is not encrypted. "
            "Put a server with HTTPS in front of it, or use 127.0.0.1.\n"
        )
    settings = chosen_settings(data)
    port = _free_port(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    print_json({"address": address}, lines=True) if as_json else sys.stdout.write(
        f"Bedside is at {address} (Ctrl-C stops it)\n"
    )
    sys.stdout.flush()
    from bedside import server

    server.run(host=host, port=port, data_folder=data, folders=folders, language_model=settings)


def _free_port(host: str, port: int) -> int:
    """The port, or a free one for 0. Raises Failed where another program listens already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Failed(
            f"The address {host}:{port} cannot be used: {why}.", "Choose another with --port or --host."
        ) from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
