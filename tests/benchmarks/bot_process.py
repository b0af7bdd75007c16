"""The whole bot in a process of its own, as `python -m bot run` would start it."""

import logging
import os
import sys
import tempfile

from bot.database import Database, migrate
from bot.log import set_up_logging
from bot.running import Bot, Plan, machine
from bot.settings import SlackAccess, SocketAccess
from tests.benchmarks.processes import Guest
from tests.bot.sandbox.players import STAFF_ROOM


def main() -> None:
    """`API_URL BOT_TOKEN APP_TOKEN`; with a new SQLite database, as on the first day."""
    guest = Guest()
    api_url, bot_token, app_token = sys.argv[1:]
    set_up_logging(as_json=True)
    logging.disable(logging.INFO)  # that it runs is said by the guest
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        url = f"sqlite:///{os.path.join(folder, 'bot.db')}"
        migrate(url)
        database = Database(url)
        database.open_vault([], now=machine())
        bot = Bot(Plan(SlackAccess(bot_token, SocketAccess(app_token), api_url), STAFF_ROOM), database)
        bot.start()
        guest.stay()
        bot.stop()
        database.close()


if __name__ == "__main__":
    main()
