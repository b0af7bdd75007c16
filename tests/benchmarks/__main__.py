"""Measures, and writes docs/benchmarks.md: `make bench`."""

import os
from pathlib import Path

from tests.benchmarks.page import render
from tests.benchmarks.running import FULL, measure_all

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def main() -> None:
    # slack_sdk takes a proxy from the environment, and would ask it in vain for this machine.
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        os.environ.pop(name, None)
    results = measure_all(FULL, say=lambda words: print(words, flush=True))
    PAGE.write_text(render(results), encoding="utf-8")
    for each in results.missed:
        print(f"Missed: {each.what}, beside {each.theirs}: {each.pair.ratio:.2f}, not {each.at_most:g}")
    print(f"Written: {PAGE.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
