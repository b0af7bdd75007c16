"""The bot and the sandbox in one process: `python -m bot sandbox`, or `make try`.

Everything is kept in one folder, so that the next start goes on where this one ended.
"""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database, migrate
from bot.deadline import Deadline, TooLate
from bot.inside import Inside
from bot.journeys import given_by
from bot.running import Bot, Plan
from bot.sandbox import NextDue, Sandbox, SandboxClock, Section, Seed
from bot.settings import CannotStart, HttpAccess, SlackAccess, SocketAccess
from bot.web import EVENTS
from models import people, roles
from models.notices import Form
from models.roles import Role
from models.upcoming import Upcoming

PORTS = 20  # tried one after the other
STAFF_CHANNEL = "onboarding-staff"  # a seed without a channel of this name has no staff in Slack
DATABASE, WORKSPACE, MADE_FOR = "onboarding.db", "workspace.json", "made-for"
MANIFEST = Path(__file__).parent.parent / "manifest.yml"


class Playground:
    """A sandbox, and the bot that is connected to it, over Socket Mode or HTTP."""

    def __init__(
        self,
        folder: Path,
        data_keys: Sequence[str],
        seed: Seed,
        *,
        given: Mapping[str, object] | None = None,
        over_http: bool = False,
    ) -> None:
        _check_roles(seed)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._data_keys = folder, data_keys
        self._given = given_by() if given is None else given
        self._over_http = over_http
        self._bot: Bot | None = None
        self._inside: Inside | None = None
        self._times = 0
        self._changing = threading.Lock()  # starting over twice, or stopping meanwhile, happens in a row
        self._seed = seed
        self._clock = SandboxClock(self._seed.start)
        self._sandbox = Sandbox(
            self._seed,
            clock=self._clock,
            state_file=folder / WORKSPACE,
            manifest=MANIFEST,
            on_start_over=self._start_over,
            insider=self,
        )

    @property
    def url(self) -> str:
        return self._sandbox.url

    def start(self, port: int) -> int:
        """The port that was free, once the bot is connected. Raises CannotStart."""
        taken = listen(self._sandbox, port)
        with self._changing:
            self._start_bot()
        self._clock.watch(self._wake)
        return taken

    def stop(self) -> None:
        with self._changing:
            self._stop_bot()
        self._sandbox.stop()

    def next_due(self) -> NextDue | None:
        """For the sandbox's clock; None while the bot is not there, or its database does not answer."""
        bot = self._bot
        try:
            due = bot.next_due() if bot else None
        except (SQLAlchemyError, TooLate):
            return None
        return NextDue(due.at, _in_words(due)) if due else None

    def look(self, user: str) -> list[Section]:
        """For the sandbox's drawer."""
        inside = self._inside
        return inside.look(user) if inside else [Section("The bot is starting", (), ())]

    def _start_bot(self) -> None:
        self._forget_an_earlier_workspace()
        url = f"sqlite:///{self._folder / DATABASE}"
        migrate(url)
        self._database = Database(url)
        self._database.open_vault(self._data_keys, now=self._clock.now())
        self._grant_roles()
        bot = Bot(self._plan(), self._database)
        bot.start()
        if bot.port:
            self._sandbox.send_to(f"http://127.0.0.1:{bot.port}{EVENTS}")
        self._bot, self._inside = bot, Inside(self._database, self._seed.team_id)

    def _forget_an_earlier_workspace(self) -> None:
        """Whoever ended the program in the middle of starting over has the new one, and the old database."""
        made_for = self._folder / MADE_FOR
        if made_for.exists() and made_for.read_text(encoding="utf-8") != self._sandbox.beginning:
            forget_database(self._folder)
        made_for.write_text(self._sandbox.beginning, encoding="utf-8")

    def _stop_bot(self) -> None:
        bot, self._bot, self._inside = self._bot, None, None
        if bot:
            bot.stop()
            self._database.close()

    def _wake(self) -> None:
        """The clock was moved; a bot that is just starting looks at it by itself."""
        if bot := self._bot:
            bot.wake()

    def _start_over(self) -> None:
        """The workspace is new, so the bot knows nobody."""
        self._times += 1
        mine = self._times
        with self._changing:
            if mine != self._times:
                return  # the button was pressed once more: that one will do
            self._stop_bot()
            self._start_bot()

    def _plan(self) -> Plan:
        sandbox = self._sandbox
        over_http, over_sockets = HttpAccess(sandbox.signing_secret, port=0), SocketAccess(sandbox.app_token)
        way = over_http if self._over_http else over_sockets
        access = SlackAccess(sandbox.bot_token, way, sandbox.api_url)
        channel = next((each.id for each in self._seed.channels if each.name == STAFF_CHANNEL), None)
        return Plan(access, staff_channel=channel, now=self._clock.now, given=self._given)

    def _grant_roles(self) -> None:
        """Once: what is granted or revoked later stays as it is."""
        with self._database.begin(Deadline.unhurried()) as session:
            if roles.has_anybody_one(session):
                return
            for member in self._seed.members:
                for role in member.roles:
                    person = people.meet(
                        session, self._seed.team_id, member.id, zone=member.zone, now=self._clock.now()
                    )
                    roles.grant(session, person.id, Role(role), by=None, now=self._clock.now())


def listen(sandbox: Sandbox, port: int) -> int:
    """The first port from there that is free. Raises CannotStart."""
    for each in range(port, port + PORTS):
        try:
            sandbox.start(each)
        except OSError:
            continue
        return each
    raise CannotStart(f"No port from {port} to {port + PORTS - 1} is free: name another with --port.")


def forget_everything(folder: Path) -> None:
    """The database, the workspace, all of it."""
    forget_database(folder)
    (folder / WORKSPACE).unlink(missing_ok=True)


def forget_database(folder: Path) -> None:
    """With the files that SQLite puts beside it."""
    for file in folder.glob(f"{DATABASE}*"):
        file.unlink()


def _in_words(due: Upcoming) -> str:
    if due.form is None:
        return due.kind
    what = "the Home page" if due.form is Form.HOME else f"a message ({due.kind})"
    return f"{what} for {due.user or due.channel}"


def _check_roles(seed: Seed) -> None:
    """The sandbox only carries these words; they are the bot's. Raises CannotStart."""
    for member in seed.members:
        if unknown := set(member.roles) - set(Role):
            raise CannotStart(
                f"The seed gives {member.real_name} the role {', '.join(sorted(unknown))}, "
                f"but there are only {', '.join(Role)}."
            )
