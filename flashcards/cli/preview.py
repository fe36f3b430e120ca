"""`flashcards preview`: all flashcards as one page, in a file or on this computer's own address."""

from __future__ import annotations

import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import is_terminal
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from flashcards.pipeline import Build
    from flashcards.preview.serving import Server

_SETTLE = 0.5
"""Seconds that a vault must rest before it is shown anew: whoever writes looks at it meanwhile."""


@click.command(short_help="Show all flashcards of a vault in the browser.")
@vault_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Where to write the page; otherwise preview.html, here.",
)
@click.option("--serve", is_flag=True, help="Write no file, but show it and follow every save.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port of --serve; otherwise that of the settings, otherwise one that is free.",
)
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open it in the browser, or do not; otherwise as the settings say, otherwise it is opened"
    " if you are at a terminal.",
)
def preview(
    request: Request, output: Path | None, serve: bool, port: int | None, opens: bool | None
) -> None:
    """Show all flashcards of VAULT as Anki will show them, with the diagnostics beside them.

    The page is one file that needs nothing else. Nothing is written into the vault, and nothing
    is exported.

    \b
    Examples:
      flashcards preview vault/
      flashcards preview vault/ -o ~/preview.html --no-open
      flashcards preview vault/ --serve
    """
    if serve and output is not None:
        raise click.UsageError("--serve writes no file: leave out --output")
    if serve:
        _serve(request, port, opens=opens)
    else:
        _write(request, output or Path("preview.html"), opens=opens)


def _opens(built: Build, asked: bool | None) -> bool:
    """Tell whether to open the browser: as asked, else as the settings say."""
    if asked is not None:
        return asked
    when = built.config.preview.open
    return when == "always" or (when == "terminal" and is_terminal(sys.stdout))


def _write(request: Request, output: Path, *, opens: bool | None) -> None:
    from flashcards.preview.files import inline, media_of
    from flashcards.preview.page import preview_page
    from flashcards.preview.writing import check_page_output, write_page
    from flashcards.vault_folder import open_vault

    check_page_output(output, open_vault(request.vault))
    built = request.build()
    media = media_of(each.anki_note for each in built.rendered)
    files = inline(built.root, media.values())
    write_page(output, preview_page(built, files))
    if not request.quiet:
        click.echo(f"{output}: {_summary(built)}")
        if files.refusals:
            click.echo(f"  {len(files.refusals)} too large or unreadable, and only named there")
    if _opens(built, opens):
        _open(output.resolve().as_uri())


def _serve(request: Request, port: int | None, *, opens: bool | None) -> None:
    from flashcards.preview.live import shown, shown_again
    from flashcards.preview.serving import Board, Follower
    from flashcards.vault_folder import open_vault
    from flashcards.watching import Watched, watching

    named = filter(None, (*request.libraries, request.config_path))
    watched = Watched(open_vault(request.vault), frozenset(map(str, named)))
    before = watched.look()  # before the build, so that a save during it is not missed
    built = request.build()
    board = Board(shown(built))
    watched.name(board.shown.others)
    port = built.config.preview.port if port is None else port
    with _server(board, port) as server, watching(watched, _SETTLE) as watcher:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        if not request.quiet:
            click.echo(f"{server.url} shows {_summary(built)} and follows every save (Ctrl-C ends)")
        if _opens(built, opens):
            _open(server.url)
        try:
            Follower(board, watched, watcher, partial(shown_again, request.build)).run(before)
        except KeyboardInterrupt:
            if not request.quiet:
                click.echo()
        finally:
            server.shutdown()


def _server(board: object, port: int) -> Server:
    from flashcards.preview.serving import Board, Server

    assert isinstance(board, Board)
    try:
        return Server(board, port)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FlashcardsError(
            f"cannot listen on port {port}: {why}", "leave out --port to take one that is free"
        ) from error


def _open(url: str) -> None:
    import webbrowser

    webbrowser.open(url)


def _summary(built: Build) -> str:
    flashcards, told = len(built.rendered), len(built.diagnostics)
    return f"{flashcards} flashcard{'s' * (flashcards != 1)}, {told} diagnostic{'s' * (told != 1)}"
