"""The server: REST with OpenAPI, a WebSocket for each participant, and the browser client."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bedside.mind.phrasing.settings import Settings
from bedside.records import Store


def run(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    data_folder: Path | str | None = None,
    database: str | None = None,
    folders: Sequence[Path] = (),
    language_model: Settings | None = None,
) -> None:
    """Serve until interrupted. Raises RecordsError when the records cannot be opened, PhrasingError for the model."""
    import uvicorn

    from bedside.server.app import create_app

    with Store.open(database, data_folder) as store:
        app = create_app(store, folders, language_model)
        uvicorn.run(
            app,
            host=host,
            port=port,
            ws="websockets-sansio",
            ws_max_size=128 * 1024,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
