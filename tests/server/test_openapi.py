"""What is published is true: OpenAPI holds against generated requests, and the client's types are the server's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from bedside.records import Store
from bedside.server.app import create_app
from bedside.server.typescript import generate

ROOT = Path(__file__).parents[2]


def test_the_clients_types_are_made_from_the_servers() -> None:
    written = (ROOT / "web" / "src" / "net" / "generated.ts").read_text(encoding="utf-8")
    assert written == generate(), "run: python -m bedside.server.typescript web/src/net/generated.ts"


def _as_request(case: schemathesis.Case) -> dict[str, Any]:
    """The generated request in the client's words."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    kept = {name: sent[name] for name in ("method", "url", "headers", "params", "json", "cookies") if sent.get(name)}
    return kept | ({"content": sent["data"]} if isinstance(sent.get("data"), str | bytes) else {})


@pytest.mark.slow
def test_no_generated_request_makes_the_server_fail(tmp_path: Path) -> None:
    seen: dict[str, set[int]] = {}
    with Store.open(data_folder=tmp_path) as store:
        app = create_app(store)
        schema = schemathesis.openapi.from_dict(app.openapi())
        with TestClient(app, raise_server_exceptions=False) as client:
            admission = client.post("/api/encounters", json={"scenario": "chest-pain-at-work"}).json()
            for found in schema.get_all_operations():
                _hold(found.ok(), client, admission, seen)
    assert len(seen) >= 14
    assert 200 in seen["POST /api/encounters/{encounter}/commands"]


def _hold(operation: Any, client: TestClient, admission: dict[str, str], seen: dict[str, set[int]]) -> None:
    """Send one operation generated requests, half of them with a valid token."""

    @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(case=operation.as_strategy())
    def holds(case: schemathesis.Case) -> None:
        if "encounter" in (case.path_parameters or {}) and case.method != "DELETE":
            case.path_parameters["encounter"] = admission["encounter"]
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {admission['token']}"}
        response = client.request(**_as_request(case))
        seen.setdefault(operation.label, set()).add(response.status_code)
        assert response.status_code < 500, f"{operation.label}: {response.text}"

    holds()
