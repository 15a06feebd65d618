"""Configuration, read once from PHASE4_ environment variables and checked whole."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, Optional

from app.balancer import parse_address
from app.faults import FAULTS

FOLDER = Path(__file__).resolve().parent.parent
PREFIX = "PHASE4_"
TRACKS = ("canary", "legacy")


class SettingsError(Exception):
    """The environment is unusable; `problems` has one sentence per fault, all of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("The configuration is not usable:\n" + "\n".join(f"  - {problem}" for problem in problems))


@dataclass(frozen=True)
class Settings:
    """What an instance is told about itself. Every field has a default that lets the service start alone."""

    version: str = "2.0.0"
    track: str = "canary"
    database_url: str = f"sqlite:///{FOLDER / 'phase4.sqlite'}"
    redis_url: Optional[str] = None
    log_file: Optional[Path] = None
    metrics_port: int = 0
    haproxy_socket: Optional[str] = None
    haproxy_backend: str = "phase4"
    swagger_dir: Optional[Path] = None
    faults: frozenset[str] = frozenset()
    chaos: bool = False


def _track(text: str) -> str:
    if text not in TRACKS:
        raise ValueError(f'"{text}" is neither canary nor legacy')
    return text


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise ValueError(f'"{text}" is not a port from 0 (no metrics server) to 65535')
    return int(text)


def _faults(text: str) -> frozenset[str]:
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    unknown = sorted(names - FAULTS.keys())
    if unknown:
        raise ValueError(f'unknown fault {", ".join(unknown)}; known: {", ".join(FAULTS)}')
    return names


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError(f'"{text}" is not a folder')
    return Path(text)


def _socket(text: str) -> str:
    parse_address(text)
    return text


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f'"{text}" is neither 0 nor 1')
    return text == "1"


READERS: dict[str, Callable[[str], object]] = {
    "version": str,
    "track": _track,
    "database_url": str,
    "redis_url": str,
    "log_file": Path,
    "metrics_port": _port,
    "haproxy_socket": _socket,
    "haproxy_backend": str,
    "swagger_dir": _folder,
    "faults": _faults,
    "chaos": _switch,
}


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment asks for; an absent or empty variable means the default.

    Raises SettingsError with every problem at once."""
    values: dict[str, object] = {}
    problems: list[str] = []
    for field, read in READERS.items():
        text = environment.get(PREFIX + field.upper(), "").strip()
        if not text:
            continue
        try:
            values[field] = read(text)
        except ValueError as problem:
            problems.append(f"{PREFIX}{field.upper()}: {problem}")
    if problems:
        raise SettingsError(problems)
    return Settings(**values)  # type: ignore[arg-type]
