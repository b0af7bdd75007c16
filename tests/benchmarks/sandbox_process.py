"""The sandbox in a process of its own, without rate limits: `python -m tests.benchmarks.sandbox_process`."""

from bot.sandbox import Sandbox, SandboxClock, read_seed
from tests.benchmarks.processes import Guest


def main() -> None:
    guest = Guest()
    seed = read_seed()
    sandbox = Sandbox(seed, clock=SandboxClock(seed.start), rate_limits=False)
    sandbox.start()
    guest.stay(
        url=sandbox.url, api_url=sandbox.api_url, bot_token=sandbox.bot_token, app_token=sandbox.app_token
    )
    sandbox.stop()


if __name__ == "__main__":
    main()
