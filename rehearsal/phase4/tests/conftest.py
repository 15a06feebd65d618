"""What the integration tests stand on: a migrated database, a balancer and the real application."""

import shutil
from pathlib import Path
from typing import Callable, Iterator

import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient

from app.application import create_app
from app.settings import Settings
from tests.fake_haproxy import FakeHaproxy

FOLDER = Path(__file__).resolve().parent.parent


@pytest.fixture
def migrate(monkeypatch) -> Callable[..., Path]:
    """Runs an alembic command on a database file, as the command line does."""

    def run(file: Path, action: Callable[..., None] = command.upgrade, revision: str = "head") -> Path:
        monkeypatch.setenv("PHASE4_DATABASE_URL", f"sqlite:///{file}")
        action(Config(str(FOLDER / "alembic.ini")), revision)
        return file

    return run


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """A database at head, made once by the migrations."""
    file = tmp_path_factory.mktemp("database") / "migrated.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHASE4_DATABASE_URL", f"sqlite:///{file}")
        command.upgrade(Config(str(FOLDER / "alembic.ini")), "head")
    return file


@pytest.fixture
def haproxy(tmp_path) -> Iterator[FakeHaproxy]:
    """A balancer of 95 to 5."""
    server = FakeHaproxy(tmp_path / "h.sock")
    yield server
    server.stop()


@pytest.fixture
def start(migrated, tmp_path) -> Iterator[Callable[..., TestClient]]:
    """Starts the application with some settings, on a fresh copy of the database; all are stopped after the test."""
    clients: list[TestClient] = []

    def run(**settings: object) -> TestClient:
        file = tmp_path / f"service-{len(clients)}.sqlite"
        shutil.copy(migrated, file)
        app = create_app(Settings(**{"database_url": f"sqlite:///{file}", **settings}))
        clients.append(TestClient(app).__enter__())
        return clients[-1]

    yield run
    for client in clients:
        client.__exit__()


@pytest.fixture
def api(start, haproxy) -> TestClient:
    """The application beside its balancer, with chaos at hand."""
    return start(haproxy_socket=haproxy.path, chaos=True)
