"""What each system's scheduler is told: accepted by the system itself, whatever the paths hold."""

from __future__ import annotations

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.cron import cron_line, cron_times, with_line
from flashcards.scheduling.here import interpreter
from flashcards.scheduling.launchd import agent
from flashcards.scheduling.log import append, tail
from flashcards.scheduling.notifying import notify
from flashcards.scheduling.schedule import name_of
from flashcards.scheduling.systemd import calendar, service_unit, timer_unit
from flashcards.scheduling.systems import Entry, Ran, run_program
from flashcards.scheduling.task_scheduler import task_xml
from flashcards.scheduling.times import DAY, Times, daily, every

REQUIRED = os.environ.get("FLASHCARDS_REQUIRE_SCHEDULERS") == "1"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and not REQUIRED, reason="there is no systemd here"
)
needs_cron = pytest.mark.skipif(
    shutil.which("crontab") is None and not REQUIRED, reason="there is no cron here"
)

ODD = [
    "plain",
    "two words",
    "it's",
    'a "quoted" one',
    "100%",
    "%h and $HOME and $$ and `date`",
    "back\\slash \\\\ twice \\% percent \\",
    "ünï 東京 👍",
    "#hash;&|<>*?",
]
"""Names of folders that people have, and some that they only could have."""

ALL_TIMES = [Times(1), Times(5), Times(30), Times(60), Times(120), Times(720), Times(DAY, 425)]


HALF_HOURLY = Times(30)


def entry(*command: str, times: Times = HALF_HOURLY) -> Entry:
    return Entry("vault-1a2b3c", times, command or ("/usr/bin/python3", "run"), "vault to deck")


def program_in(folder: Path) -> str:
    """Return a Python in a folder, made for this."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "python"
    program.symlink_to(sys.executable)
    return str(program)


# --- times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "times", "words"),
    [
        ("30m", Times(30), "every 30 minutes"),
        ("1 minute", Times(1), "every minute"),
        ("60min", Times(60), "every hour"),
        ("2h", Times(120), "every 2 hours"),
        ("12 HOURS", Times(720), "every 12 hours"),
    ],
)
def test_a_span_is_read(text: str, times: Times, words: str) -> None:
    """In minutes or hours, as people write them"""
    assert every(text) == times
    assert str(every(text)) == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("45m", "--every 30m"),
        ("50m", "--every 1h"),
        ("5h", "--every 4h"),
        ("90m", "--every 1h"),
        ("0m", "--every 1m"),
        ("99h", "--every 12h"),
        ("24h", "--daily 07:00"),
        ("soon", "as 30m or 2h, not 'soon'"),
        ("30", "as 30m or 2h"),
        ("30s", "as 30m or 2h"),
    ],
)
def test_a_span_that_cannot_be_kept_is_refused(text: str, told: str) -> None:
    """With the nearest that can"""
    with pytest.raises(FlashcardsError) as raised:
        every(text)

    assert told in f"{raised.value.message} {raised.value.hint}"


@pytest.mark.parametrize(("text", "at"), [("07:00", 420), ("7:05", 425), ("23.59", 1439)])
def test_a_time_of_day_is_read(text: str, at: int) -> None:
    """With a colon or a dot"""
    assert daily(text) == Times(DAY, at)


@pytest.mark.parametrize("text", ["24:00", "7", "07:60", "noon", "-1:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    """And said as it was written"""
    with pytest.raises(FlashcardsError, match=repr(text)):
        daily(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2025-06-{text}")


@pytest.mark.parametrize(
    ("times", "now", "last", "following"),
    [
        (Times(30), "15T10:44:59", "15T10:30", "15T11:00"),
        (Times(120), "15T11:59", "15T10:00", "15T12:00"),
        (Times(120), "15T00:00", "15T00:00", "15T02:00"),
        (Times(DAY, 425), "15T07:04:59", "14T07:05", "15T07:05"),
        (Times(DAY, 425), "15T07:05", "15T07:05", "16T07:05"),
    ],
)
def test_the_last_and_the_next_time(times: Times, now: str, last: str, following: str) -> None:
    """By the clock on the wall"""
    assert times.last(at(now)) == at(last)
    assert times.next(at(now)) == at(following)


@pytest.mark.parametrize(
    ("done", "now", "due"),
    [
        ("14T07:05:02", "15T07:04", False),
        ("14T07:05:02", "15T07:05", True),
        ("14T07:05:02", "15T07:04:45", True),  # launchd is a little early
        ("15T07:04:45", "15T07:10", False),  # and that was this morning's
        ("13T07:05:02", "15T03:00", True),  # the computer was off
        ("15T09:00", "15T12:00", False),  # made since then
        ("28T07:05", "15T12:00", True),  # by a clock that was wrong
    ],
)
def test_what_was_missed_is_due(done: str, now: str, due: bool) -> None:
    """Once, and no sooner"""
    assert Times(DAY, 425).is_due(at(done), at(now)) is due


# --- systemd --------------------------------------------------------------------------------------


@needs_systemd
@pytest.mark.parametrize("odd", ODD)
def test_systemd_accepts_the_units(tmp_path: Path, odd: str) -> None:
    """With a program, arguments and a description of any name"""
    program = program_in(tmp_path / odd)
    told = Entry("v", Times(30), (program, "-P", str(tmp_path / odd / "v.json")), f"of {odd}")
    (tmp_path / "v.service").write_text(service_unit(told))
    (tmp_path / "v.timer").write_text(timer_unit(told))
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", "./v.timer", "./v.service"],
        cwd=tmp_path,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.stderr, ran.returncode) == ("", 0)


@pytest.mark.parametrize("odd", ODD)
def test_a_unit_starts_what_is_meant(odd: str) -> None:
    """By the rules of systemd.service(5), which `verify` does not try on arguments"""
    unit = service_unit(entry(f"/opt/{odd}/python", odd, f"{odd}/{odd}.json"))
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line.removeprefix("ExecStart=").replace("%%", "%"))
    program, *arguments = (re.sub(r"\\(.)", r"\1", word) for word in words)
    arguments = [word.replace("$$", "$") for word in arguments]
    if program == "/bin/sh":
        assert arguments[:2] == ["-c", 'exec "$0" "$@"']
        program, *arguments = arguments[2:]

    assert [program, *arguments] == [f"/opt/{odd}/python", odd, f"{odd}/{odd}.json"]


@needs_systemd
@pytest.mark.parametrize("times", ALL_TIMES)
def test_systemd_understands_the_times(times: Times) -> None:
    """As often in a day as they are meant"""
    ran = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=2", calendar(times)],
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    elapses = [line.split()[-3:-1] for line in ran.stdout.splitlines() if " UTC" in line]
    first, second = (datetime.fromisoformat("T".join(each)) for each in elapses)

    assert (second - first).total_seconds() == times.every * 60
    assert (first.hour, first.minute) in times.of_day()


def test_a_timer_catches_up() -> None:
    """What was missed while the computer was off, and at no random time"""
    lines = timer_unit(entry()).splitlines()

    assert {"Persistent=true", "RandomizedDelaySec=0", "WantedBy=timers.target"} <= set(lines)


# --- cron -----------------------------------------------------------------------------------------


def as_cron_has_it(command: str, *, unescapes_backslashes: bool) -> str:
    r"""Return what cron gives to the shell: up to the first bare `%`; crons differ about `\\`."""
    made, escaped = "", False
    for each in command:
        if escaped and (each == "%" or (unescapes_backslashes and each == "\\")):
            made, escaped = made[:-1] + each, False
            continue
        if each == "%" and not escaped:
            break
        made += each
        escaped = each == "\\" and not escaped
    return made


def run_as_cron(line: str, home: Path, *, unescapes_backslashes: bool = True) -> str:
    """Run the command of a line as cron does, with next to no environment; return its output."""
    command = as_cron_has_it(line.split(" ", 5)[5], unescapes_backslashes=unescapes_backslashes)
    variables = {"HOME": str(home), "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env=variables,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("unescapes", [True, False])
def test_a_line_of_cron_starts_what_is_meant(tmp_path: Path, odd: str, unescapes: bool) -> None:
    """Through cron, which makes lines of `%`, and through the shell"""
    program = program_in(tmp_path / odd)
    shown = "import json, sys; print(json.dumps(sys.argv[1:]))"
    line = cron_line(entry(program, "-c", shown, odd, f"{odd}/{odd}.json"))

    told = run_as_cron(line, tmp_path, unescapes_backslashes=unescapes)

    assert json.loads(told) == [odd, f"{odd}/{odd}.json"]


@needs_cron
@pytest.mark.parametrize("times", ALL_TIMES)
def test_cron_accepts_the_lines(tmp_path: Path, times: Times) -> None:
    """Debian's own says so, without installing them"""
    lines = "".join(
        f"{cron_line(Entry(f'v-{n}', times, (f'/{odd}/python', odd), odd))}\n"
        for n, odd in enumerate(ODD)
    )
    (tmp_path / "crontab").write_text(lines)
    ran = subprocess.run(
        ["crontab", "-n", "crontab"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("times", "written", "looks"),
    [
        (Times(1), "* * * * *", False),
        (Times(30), "*/30 * * * *", False),
        (Times(60), "0 * * * *", False),
        (Times(120), "*/10 * * * *", True),
        (Times(DAY, 420), "*/10 * * * *", True),
        (Times(DAY, 425), "5-59/10 * * * *", True),
    ],
)
def test_cron_looks_for_what_it_missed(times: Times, written: str, looks: bool) -> None:
    """Every ten minutes, for what comes only a few times a day, and then on time"""
    assert cron_times(times) == (written, looks)
    assert cron_line(entry(times=times)).split(" #")[0].endswith("'--due'") is looks


OTHERS = "MAILTO=me\n# flashcards\n\n0 1 * * * backup % in\u2028put # flashcards vault-1a2b3c no\n"


@pytest.mark.parametrize("before", ["", OTHERS, OTHERS.rstrip("\n")])
def test_a_crontab_keeps_the_lines_of_others(before: str) -> None:
    """Adding twice changes one line, and removing it leaves what was there"""
    whole = before if not before or before.endswith("\n") else f"{before}\n"
    once = with_line(before, "vault-1a2b3c", cron_line(entry()))
    assert once == f"{whole}{cron_line(entry())}\n"

    changed = with_line(once, "vault-1a2b3c", cron_line(entry(times=Times(5))))

    assert changed == f"{whole}{cron_line(entry(times=Times(5)))}\n"
    assert with_line(changed, "vault-1a2b3c", None) == whole


# --- launchd --------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", ALL_TIMES)
def test_a_launch_agent_is_as_launchd_wants_it(times: Times) -> None:
    """Its keys with values of the types and ranges that launchd.plist(5) gives them"""
    command = ("/opt/a b/python", *ODD)
    told = plistlib.loads(agent(entry(*command, times=times)), fmt=plistlib.FMT_XML)
    intervals = told.pop("StartCalendarInterval")

    assert told == {
        "Label": "vault-flashcards.vault-1a2b3c",
        "ProgramArguments": [*command, "--due"],
        "RunAtLoad": True,  # at login, for what was missed while the computer was off
        "ProcessType": "Background",
    }
    assert all(each.keys() <= {"Hour", "Minute"} for each in intervals)
    assert {
        (hour, each["Minute"]) for each in intervals for hour in [each.get("Hour", "every")]
    } == {(h if times.every > 60 else "every", m) for h, m in times.of_day()}


# --- Windows --------------------------------------------------------------------------------------

TASK = xmlschema.XMLSchema(Path(__file__).parent / "formats" / "task.xsd")
NAMES = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def parsed(xml: str) -> ET.Element:
    """Return the task, without the line that names the encoding of the file."""
    return ET.fromstring(xml.partition("\n")[2])  # noqa: S314 - we have written it


@pytest.mark.parametrize("times", ALL_TIMES)
def test_a_task_is_as_windows_wants_it(times: Times) -> None:
    """Elements in their order, with values in their ranges, of the published schema"""
    xml = task_xml(entry("C:\\Program Files\\python.exe", "a & <b> ü 東京", times=times), "PC\\me")

    TASK.validate(xml.partition("\n")[2])


def test_a_task_catches_up_and_runs_on_batteries() -> None:
    """By default it would do neither"""
    task = parsed(task_xml(entry(), "me"))

    def setting(name: str) -> str | None:
        return task.findtext(f"t:Settings/t:{name}", namespaces=NAMES)

    assert setting("StartWhenAvailable") == "true"
    assert setting("DisallowStartIfOnBatteries") == "false"
    assert setting("StopIfGoingOnBatteries") == "false"


def test_arguments_of_a_task_are_quoted_as_windows_does() -> None:
    """Blanks, quotes and backslashes before them"""
    told = ("C:\\Program Files\\python.exe", "-m", "a b", 'say "a"', "C:\\a b\\")
    task = parsed(task_xml(entry(*told), "me"))
    action = "t:Actions/t:Exec/t:"

    assert task.findtext(f"{action}Command", namespaces=NAMES) == told[0]
    assert task.findtext(f"{action}Arguments", namespaces=NAMES) == (
        r'-m "a b" "say \"a\"" "C:\a b\\"'
    )


@pytest.mark.parametrize("path", ["C:\\%TEMP%\\python.exe", "C:\\$(Arg0)\\python.exe"])
def test_a_path_that_windows_would_rewrite_is_refused(path: str) -> None:
    """There is no way to write it as it is"""
    with pytest.raises(FlashcardsError, match="for a variable"):
        task_xml(entry(path), "me")
    assert "100%" in task_xml(entry("C:\\100%\\python.exe"), "me")


# --- names, logs, notifications -------------------------------------------------------------------


def test_a_name_says_which_vault_and_is_the_same_every_time() -> None:
    """In letters that every system takes; another package is another schedule"""
    name = name_of("/home/me/Zettelkästen & Mehr", "/home/me/deck.apkg")

    assert name.startswith("zettelkasten-mehr-")
    assert name == name_of("/home/me/Zettelkästen & Mehr", "/home/me/deck.apkg")
    assert name != name_of("/home/me/Zettelkästen & Mehr", "/home/me/other.apkg")
    assert name_of("/home/me/東京", "/d").startswith("vault-")


def test_a_log_stays_small(tmp_path: Path) -> None:
    """The oldest lines go; the newest are shown, across the border of two files"""
    log = tmp_path / "logs" / "a.log"
    for number in range(100):
        append(log, f"line {number} ünï", largest=400)

    assert sorted(path.name for path in log.parent.iterdir()) == [
        "a.log",
        *(f"a.log.{n}" for n in (1, 2, 3)),
    ]
    assert all(path.stat().st_size <= 400 for path in log.parent.iterdir())
    assert [line.split(" ", 2)[2] for line in tail(log, 12)] == [
        f"line {number} ünï" for number in range(88, 100)
    ]


def test_a_log_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    """Nothing ran yet"""
    assert tail(tmp_path / "a.log", 10) == []


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_words_of_a_notification_are_no_part_of_a_script(platform: str) -> None:
    """They hold whatever a path holds"""
    title, text = "-n it's", '"; rm -rf / $(date) %TEMP%'
    started: list[tuple[list[str], dict[str, str]]] = []

    def run(command: object, text: str = "", environment: object = None) -> Ran:
        del text
        started.append((list(command), dict(environment)))  # type: ignore[call-overload]
        return Ran(0)

    notify(run, title, text, platform, {"PATH": "/bin"})

    [(command, environment)] = started
    assert environment["PATH"] == "/bin"
    if platform == "win32":
        assert (environment["FLASHCARDS_TITLE"], environment["FLASHCARDS_TEXT"]) == (title, text)
        assert not any("rm -rf" in each for each in command)
    else:
        assert command[-2:] == [title, text]
        assert not any("rm -rf" in each for each in command[:-1])
    assert command[0] in {"notify-send", "osascript", "powershell"}


def test_a_python_without_this_program_is_refused() -> None:
    """What works with PYTHONPATH in a shell does not when a system starts it"""
    bare = f"{sys.base_prefix}/bin/python3"
    found = run_program((bare, "-P", "-c", "import flashcards"), environment={})
    assert found.code, "this test needs a Python without flashcards"

    with pytest.raises(FlashcardsError, match="does not find flashcards"):
        interpreter(run_program, bare)


def test_this_python_is_taken() -> None:
    """It has the program, from wherever it is started"""
    assert interpreter(run_program, sys.executable) == sys.executable


def test_a_program_that_is_not_there_is_no_crash() -> None:
    """It ends as the shell says it"""
    assert run_program(("no-such-program",)).code == 127
