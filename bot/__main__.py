"""The command line: `python -m bot COMMAND`. Everything it needs is imported by the command that needs it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.settings import CannotStart, new_data_key, read_settings

ENV_FILE = Path(".env")
ROOT = Path(__file__).parent.parent

cli = typer.Typer(
    help="The onboarding bot of Run for Something.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would print values, which may be personal
)


@cli.command()
def run() -> None:
    """Serve a real workspace, until Ctrl-C."""
    from bot.log import set_up_logging
    from bot.serving import serve

    set_up_logging(as_json=not sys.stderr.isatty())
    _or_say_why(lambda: serve(read_settings(ENV_FILE)))


@cli.command()
def sandbox(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was done before.")] = False,
    port: Annotated[int, typer.Option(help="The first port to try.")] = 8090,
    seed: Annotated[Path | None, typer.Option(help="A file of people, channels and a first day.")] = None,
    http: Annotated[bool, typer.Option("--http", help="The bot is asked over HTTP.")] = False,
    only: Annotated[bool, typer.Option("--only", help="Without the bot: for another one.")] = False,
    manifest: Annotated[Path | None, typer.Option(help="With --only: the other bot's manifest.")] = None,
) -> None:
    """Open a small Slack in the browser, with the bot in it."""
    from bot.log import set_up_logging
    from bot.trying import Wishes, play, play_alone

    set_up_logging(as_json=False)
    if manifest and not only:
        _refuse("--manifest goes with --only: our own bot has its own.")
    if http and only:
        _refuse("--http is for our own bot; another one is named by POST /sandbox/request_url.")
    wishes = Wishes(port, fresh, seed, only, over_http=http)
    if only:
        _or_say_why(lambda: play_alone(wishes, manifest=manifest, say=typer.echo))
    else:
        _or_say_why(lambda: play(ENV_FILE, wishes, say=typer.echo))


@cli.command()
def migrate() -> None:
    """Bring the database up to date; `run` and `sandbox` do this by themselves."""
    from bot.log import set_up_logging
    from bot.serving import bring_up_to_date

    set_up_logging(as_json=not sys.stderr.isatty())
    _or_say_why(lambda: bring_up_to_date(read_settings(ENV_FILE), say=typer.echo))


@cli.command()
def key() -> None:
    """Print a new DATA_KEY."""
    typer.echo(new_data_key())


@cli.command()
def docs() -> None:
    """Write those parts of the docs that come from the code."""
    from bot.docs import write_pages

    for page in write_pages(ROOT):
        typer.echo(f"Written: {page}")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _or_say_why(work: Callable[[], None]) -> None:
    """What is missing or in the way is one sentence for the person at the terminal."""
    try:
        work()
    except CannotStart as why:
        _refuse(str(why))


if __name__ == "__main__":
    cli()
