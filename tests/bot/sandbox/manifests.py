"""A sandbox whose app is allowed what a manifest says, and no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sandbox import Sandbox, SandboxClock, read_seed


@contextmanager
def a_sandbox_with(
    manifest: str, folder: Path, clock: SandboxClock, *, rate_limits: bool = True
) -> Iterator[Sandbox]:
    """`folder` holds the manifest, and nothing else that is called so."""
    file = folder / "manifest.yml"
    file.write_text(manifest, encoding="utf-8")
    sandbox = Sandbox(read_seed(), clock=clock, manifest=file, rate_limits=rate_limits)
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
