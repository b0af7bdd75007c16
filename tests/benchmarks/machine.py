"""On what the measuring was done: numbers of one machine say little about another."""

import os
import platform
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine

Description = dict[str, str]


def describe(postgresql: str, load_before: float) -> Description:
    """`postgresql` is a server's address; `load_before` how many processes wanted to run at the start."""
    now = datetime.now(UTC)
    return {
        "Date": f"{now:%B} {now.day}, {now.year}",
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": _memory(),
        "System": f"{_system()}, kernel {platform.release()}",
        "File system of the databases": _file_system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgresql(postgresql),
        "Load before and after": f"{load_before:.1f} and {os.getloadavg()[0]:.1f} (0.0: nothing else runs)",
    }


def _processor() -> str:
    return _value_in("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GB"


def _system() -> str:
    named = _value_in("/etc/os-release", "PRETTY_NAME")
    return (named or platform.system()).strip('"')


def _file_system() -> str:
    """Of the folder for temporary files; one that lives in memory makes every commit look cheap."""
    folder, best = Path(tempfile.gettempdir()).resolve(), ("", "unknown")
    mounts = Path("/proc/mounts")
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        _, place, kind, *_ = line.split()
        if folder.is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, kind)
    return best[1]


def _postgresql(address: str) -> str:
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        version = str(connection.exec_driver_sql("SHOW server_version").scalar())
    engine.dispose()
    return version


def _value_in(file: str, name: str) -> str:
    """From lines such as `name : value` or `name=value`."""
    lines = Path(file).read_text(encoding="utf-8").splitlines() if Path(file).exists() else []
    for line in lines:
        key, _, value = line.replace("=", ":", 1).partition(":")
        if key.strip() == name:
            return value.strip()
    return ""
