"""`flashcards schedule`: have the operating system export, again and again."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli.act import Act, act_options
from flashcards.cli.terminal import is_terminal, say, utf_8
from flashcards.scheduling import SYSTEMS

if TYPE_CHECKING:
    from flashcards.scheduling.here import Here
    from flashcards.scheduling.records import Records
    from flashcards.scheduling.schedule import Schedule
    from flashcards.scheduling.times import Times

_WHICH = click.argument("which", metavar="[NAME|VAULT]", required=False)


@click.group(short_help="Have the operating system export a vault, again and again.")
def schedule() -> None:
    """Have the operating system export a vault every so often, whether you think of it or not.

    It is told in its own way: by a user timer of systemd, else the crontab, on Linux; a launch
    agent on macOS; the Task Scheduler on Windows. What was missed while the computer was off or
    asleep is caught up.

    \b
    Examples:
      flashcards schedule add vault/ deck.apkg --every 30m
      flashcards schedule list
      flashcards schedule log
      flashcards schedule remove vault/
    """


@schedule.command(short_help="Export a vault at certain times.")
@act_options
@click.option("--every", metavar="SPAN", help="How often: 30m, 2h; it divides an hour or a day.")
@click.option("--daily", metavar="TIME", help="Once a day, at this time: 07:00.")
@click.option(
    "--system",
    type=click.Choice(SYSTEMS),
    help="By which scheduler; otherwise the one that this computer has.",
)
@click.option("--print", "prints", is_flag=True, help="Show what would be written; write nothing.")
def add(act: Act, every: str | None, daily: str | None, system: str | None, prints: bool) -> None:
    """Export VAULT to DECK every so often, or daily.

    All options are kept, and so are PATH and the variables FLASHCARDS_*: the export finds what it
    finds now. The same vault and package once more changes the schedule.

    \b
    Examples:
      flashcards schedule add vault/ deck.apkg --every 30m
      flashcards schedule add vault/ deck.apkg --daily 07:00 -b ~/Zotero/library.bib
      flashcards schedule add vault/ deck.apkg --every 2h --print
    """
    from flashcards.scheduling.adding import add_schedule

    times = _times(every, daily)
    act.check()
    here, records = _here()
    made = _schedule(act, times, here, system)
    if prints:
        click.echo(here.system(made.system).shown(made.entry(records.path(made.name))))
        return
    changed = add_schedule(made, here, records)
    if not act.request.quiet:
        _say_added(made, changed=changed)


@schedule.command(name="list", short_help="List what is scheduled.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
def list_schedules(as_json: bool) -> None:
    """List what is scheduled, when it runs next, and how it ended the last time.

    \b
    Examples:
      flashcards schedule list
      flashcards schedule list --json | jq -r 'select(.last.ok == false) | .name'
    """
    from flashcards.schedule_report import Listed, schedule_json, schedule_lines
    from flashcards.scheduling.records import last_outcome

    here, records = _here()
    now = datetime.now().astimezone()
    schedules = records.all()
    if not schedules:
        click.echo("nothing is scheduled: flashcards schedule add VAULT DECK.apkg", err=True)
    for each in schedules:
        there = here.system(each.system).has(each.name)
        listed = Listed(each, last_outcome(records.path(each.name)), there, now)
        if as_json:
            click.echo(utf_8(schedule_json(listed)))
            continue
        for line in schedule_lines(listed):
            say(line)


@schedule.command(short_help="Schedule an export no longer.")
@_WHICH
def remove(which: str | None) -> None:
    """Remove a schedule from the system; its log stays.

    Name it, or its vault or package; the only one need not be named.

    \b
    Examples:
      flashcards schedule remove vault/
    """
    from flashcards.scheduling.adding import remove_schedule

    here, records = _here()
    found = records.find(which)
    remove_schedule(found, here, records)
    click.echo(f"{found.name} is no longer scheduled")


@schedule.command(short_help="Run a scheduled export once, as the system does.")
@_WHICH
@click.option("--due", is_flag=True, help="Only if one of its times has come since the last run.")
def run(which: str | None, due: bool) -> None:
    """Export once, with the options and variables of the schedule, as the system does.

    What it did goes into the log. If it fails, a notification is shown, unless the last run failed
    in the same way; the exit code is 2.

    \b
    Examples:
      flashcards schedule run vault/
    """
    from flashcards.scheduling.records import is_due, read

    if which is not None and Path(which).is_file() and which.endswith(".json"):
        record = Path(which)  # as systems start it, whatever the variables say there
        found = read(record)
    else:
        _, records = _here()
        found = records.find(which)
        record = records.path(found.name)
    if due and not is_due(found, record, time.time()):
        return  # before anything else is loaded: cron asks often

    from flashcards.cli.scheduled import Scheduled
    from flashcards.scheduling.systems import run_program

    Scheduled(found, record, run_program, shown=is_terminal(sys.stdout)).run()


@schedule.command(short_help="Show what scheduled exports did.")
@_WHICH
@click.option(
    "--lines", "-n", type=click.IntRange(min=1), default=40, show_default=True, help="How many."
)
def log(which: str | None, lines: int) -> None:
    """Show the end of the log of a schedule; where the log is stands on the error output.

    \b
    Examples:
      flashcards schedule log vault/ -n 100
    """
    from flashcards.scheduling.log import tail

    _, records = _here()
    found = records.find(which)
    for line in tail(found.log, lines):
        say(line)
    click.echo(f"{found.log}", err=True)


def _here() -> tuple[Here, Records]:
    from flashcards.places import schedules_folder
    from flashcards.scheduling.here import Here
    from flashcards.scheduling.records import Records
    from flashcards.scheduling.systems import run_program

    folder = schedules_folder()
    return Here(run_program, folder), Records(folder)


def _times(every: str | None, daily: str | None) -> Times:
    from flashcards.scheduling import times

    if every is not None and daily is None:
        return times.every(every)
    if daily is not None and every is None:
        return times.daily(daily)
    raise click.UsageError("say when: --every 30m, or --daily 07:00")


def _schedule(act: Act, times: Times, here: Here, system: str | None) -> Schedule:
    """Return the schedule of an act, by the system that is named or there."""
    from flashcards.places import log_folder
    from flashcards.scheduling.here import interpreter
    from flashcards.scheduling.schedule import Schedule, kept, name_of

    values = act.values()
    name = name_of(values["vault"], values["deck"])
    return Schedule(
        name=name,
        times=times,
        act=values,
        environment=kept(os.environ),
        system=here.system(system).name,
        python=interpreter(here.run),
        log=log_folder() / f"{name}.log",
        added=int(time.time()),
    )


def _say_added(made: Schedule, *, changed: bool) -> None:
    from flashcards.scheduling.times import DAY

    following = made.times.next(datetime.now().astimezone())
    first = f"{following:%H:%M}" if made.times.every < DAY else f"{following:%Y-%m-%d %H:%M}"
    how = "changed: " if changed else ""
    click.echo(f"{how}exports {made.vault} {made.times} by {made.system}; next at {first}")
    click.echo(f"  try it now: flashcards schedule run {made.name}")
    click.echo(f"  its log:    {made.log}")
    if made.system == "systemd":
        click.echo("  while you are logged in; `loginctl enable-linger` makes it always")
