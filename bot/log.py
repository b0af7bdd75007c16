"""What the program says about itself: lines on stderr in which nobody's words and no secrets stand.

The text of an exception can quote what a person wrote (a constraint's error does, Slack's too), so it is
never written: describe() says what happened and where. Libraries write such texts into their messages, so
a message of theirs is left out while an error is being handled; the place that wrote it is named.
"""

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "handlers", "models")

# Bolt and the SDK write whole payloads at DEBUG, and some at INFO; the others say much that nobody reads.
# Held by the handler too: Bolt sets the levels of its loggers by itself.
FLOORS = {
    "slack_sdk": logging.WARNING,
    "httpx": logging.WARNING,  # a line for each request, with its address
    "slack_bolt": logging.ERROR,  # warns of every button that we leave to Slack to mark
    "urllib3": logging.WARNING,
    "apscheduler": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "uvicorn": logging.WARNING,
    "websockets": logging.WARNING,
    "alembic": logging.WARNING,
}

LEFT_OUT = "a library's words about an error are left out"
UNAMBIGUOUS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # read aloud and typed again: no 0, O, 1, I, L, U

_log = structlog.get_logger(__name__)


def set_up_logging(*, as_json: bool) -> None:
    """Everything that is logged from now on, and every error nobody caught, becomes a line on stderr."""
    handler = _Lines(sys.stderr)
    handler.addFilter(_is_loud_enough)
    handler.setFormatter(_formatter(as_json))
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
    for name, floor in FLOORS.items():
        logging.getLogger(name).setLevel(floor)
    structlog.configure(
        processors=[*_first_steps(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    sys.excepthook = _tell_uncaught
    threading.excepthook = _tell_uncaught_in_thread


def describe(error: BaseException) -> dict[str, str]:
    """What may be known of an error, ready to be logged: its class, the database's code and the name of the
    constraint where there are any, and the innermost line of our own code. Never its text."""
    cause = getattr(error, "orig", None) or error  # SQLAlchemy wraps the driver's error
    code = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    known = {
        "error": type(error).__name__,
        "sql_state": code or getattr(cause, "sqlite_errorname", None),
        "constraint": getattr(getattr(cause, "diag", None), "constraint_name", None),
        "where": _innermost_of_ours(error.__traceback__),
    }
    return {key: str(value) for key, value in known.items() if value}


def error_number() -> str:
    """For one error: shown to the person and logged, so that the two can be brought together."""
    return "".join(secrets.choice(UNAMBIGUOUS) for _ in range(8))


def _innermost_of_ours(trace: TracebackType | None) -> str | None:
    where = None
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS:
            where = f"{path.relative_to(ROOT).as_posix()}:{line}"
    return where


def _is_loud_enough(record: logging.LogRecord) -> bool:
    return record.levelno >= FLOORS.get(record.name.partition(".")[0], logging.NOTSET)


def _formatter(as_json: bool) -> logging.Formatter:
    ends: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not as_json:
        ends = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_first_steps(),
        processors=[_leave_texts_out, structlog.stdlib.ProcessorFormatter.remove_processors_meta, ends],
        pass_foreign_args=True,
    )


def _first_steps() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _leave_texts_out(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The last step but the rendering, so that nothing goes around it."""
    error = _error_in(line.pop("exc_info", None))
    record: logging.LogRecord = line["_record"]
    arguments = line.pop("positional_args", None)
    if not line["_from_structlog"]:
        error = error or sys.exception() or _first_error(record.msg, arguments)
        if error:
            line.update(event=LEFT_OUT, said_at=_place(record))
    line.pop("stack_info", None)
    shown = {key: _without_text(value) for key, value in line.items()}
    return shown | describe(error) if error else shown


def _error_in(exc_info: object) -> BaseException | None:
    """logging and structlog take an error, the three parts of one, or True for the one being handled."""
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    if isinstance(exc_info, BaseException):
        return exc_info
    return sys.exception() if exc_info else None


def _first_error(
    message: object, arguments: tuple[object, ...] | Mapping[str, object] | None
) -> BaseException | None:
    values = tuple(arguments.values()) if isinstance(arguments, Mapping) else arguments or ()
    return next((each for each in (message, *values) if isinstance(each, BaseException)), None)


def _without_text(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _place(record: logging.LogRecord) -> str:
    return f"{record.module}.{record.funcName}:{record.lineno}"


class _Lines(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """The standard one prints the message with its values."""
        if record.name != __name__:  # else the stream itself is gone, and there is nobody to tell
            _log.error("a line could not be written", said_at=_place(record), exc_info=True)


def _tell_uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    _log.critical("stopped by an error that nobody caught", exc_info=error)


def _tell_uncaught_in_thread(thread: threading.ExceptHookArgs) -> None:
    if thread.exc_type is not SystemExit and thread.exc_value:
        _log.critical("a thread was stopped by an error that nobody caught", exc_info=thread.exc_value)
