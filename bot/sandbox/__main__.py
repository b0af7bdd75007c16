"""The sandbox alone in a process: `python -m bot.sandbox --port 8090`."""

import argparse
import json
import os
import sys
import threading
from datetime import datetime
from pathlib import Path

from bot.sandbox import Sandbox, SandboxClock, read_seed


def main() -> None:
    wanted = _read_arguments()
    seed = read_seed()
    start = datetime.fromisoformat(wanted.start) if wanted.start else seed.start
    sandbox = Sandbox(seed, clock=SandboxClock(start), state_file=wanted.state_file, manifest=wanted.manifest)
    sandbox.start(wanted.port)
    if wanted.ready_file:
        _announce(sandbox, wanted.ready_file)
    sys.stdout.write(f"{sandbox.url}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sandbox.stop()


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--start", help="the first moment, in ISO 8601 with a zone; by default the seed's")
    parser.add_argument("--ready-file", type=Path, help="written when it accepts calls: url and tokens")
    parser.add_argument("--state-file", type=Path, help="where the workspace is kept between runs")
    parser.add_argument("--manifest", type=Path, help="the app's manifest.yml; without it all is allowed")
    return parser.parse_args()


def _announce(sandbox: Sandbox, ready_file: Path) -> None:
    """Whole or not at all: another process is waiting for the file."""
    ready = {
        "url": sandbox.url,
        "bot_token": sandbox.bot_token,
        "app_token": sandbox.app_token,
        "signing_secret": sandbox.signing_secret,
    }
    beside = ready_file.with_name(ready_file.name + ".new")
    beside.write_text(json.dumps(ready), encoding="utf-8")
    os.replace(beside, ready_file)


if __name__ == "__main__":
    main()
