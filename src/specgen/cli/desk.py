"""`specgen desk`: a page in the user's own browser, served from this machine only, until Ctrl-C."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from specgen import exit_codes
from specgen.cli.output import GivenPath, today, visible

MISSING = (
    "the desk needs two packages that are not installed. Install them where specgen is installed, in the folder of "
    'its README: pip install ".[desk]"'
)


@click.command()
@click.argument("folder", type=GivenPath(file_okay=False, new=True), default=Path(), metavar="[FOLDER]")
@click.option("--port", type=click.IntRange(1024, 65535), help="The port to listen on. Default: any that is free.")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed, to be opened by hand.")
def desk(folder: Path, port: int | None, no_browser: bool) -> int:
    """Open a page in your browser on the contracts in FOLDER (default: the folder of this window).

    The page asks what a contract needs, shows each fault at its field and the documents as they will be, and saves into
    the same contract files that the other commands read. It is served from this machine to this machine only, writes
    only in FOLDER, which is made where it is not there, and needs no internet. Ctrl-C ends it; nothing that was saved
    is lost.

    \b
    Examples:
      specgen desk
      specgen desk contracts
    """
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as fault:
        raise click.UsageError(MISSING) from fault
    from specgen.desk.answers.app import application
    from specgen.desk.folder import DeskFolder
    from specgen.desk.guard import Guard, Secrets
    from specgen.desk.opened import Desk

    if not folder.exists():
        try:
            folder.mkdir()  # the first contract lies in no folder yet; one above that is not there is a slip
        except OSError as fault:
            raise click.UsageError(f"the folder {visible(str(folder))} cannot be made: {fault.strerror}") from fault
        click.echo(f"{visible(str(folder))} was not there and is made: an empty folder for your contracts.")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if (alone := getattr(socket, "SO_EXCLUSIVEADDRUSE", None)) is not None:
        listening.setsockopt(socket.SOL_SOCKET, alone, 1)  # on Windows another program could take the port over
    try:
        listening.bind(("127.0.0.1", port or 0))
        listening.listen(64)  # a browser that is quicker than the server waits, and is not refused
    except OSError as fault:
        listening.close()
        raise click.UsageError(f"nothing can listen on port {port}: {fault.strerror}. Name another one") from fault
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    given = Secrets(*(secrets.token_urlsafe(32) for _ in range(3)))
    made = Desk(DeskFolder(folder), open_in_system, today)
    guarded = Guard(application(made), listening.getsockname()[1], given)
    server = uvicorn.Server(
        uvicorn.Config(
            guarded,
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            ws="none",
            proxy_headers=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
            limit_concurrency=64,
            h11_max_incomplete_event_size=64 * 1024,
        )
    )
    entrance = f"{address}/enter?key={given.address}"
    click.echo(f"The desk of {visible(str(made.folder.root))} is open at this address:")
    click.echo(f"  {entrance}")
    click.echo("It answers this machine only. Press Ctrl-C here to end it.")
    if not no_browser and not opened_in_browser(f"{address}/enter?key={given.once}"):
        click.echo("No browser could be opened: copy the address into one.")
    # The server ends in its own time and then passes the Ctrl-C on, which is how a desk is meant to end.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    click.echo("\nThe desk is closed.")
    return exit_codes.DONE


def opened_in_browser(address: str) -> bool:
    """Whether a browser was asked to open the address."""
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False


def open_in_system(folder: Path) -> bool:
    """Whether the system was asked to show the folder."""
    try:
        if sys.platform == "win32":
            os.startfile(folder)
            return True
        command = "open" if sys.platform == "darwin" else "xdg-open"
        if sys.platform != "darwin" and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            return False
        subprocess.Popen(
            [command, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
    except OSError:
        return False
    return True
