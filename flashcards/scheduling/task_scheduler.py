"""A task of Windows: an entry in, XML for its Task Scheduler out.

Its schema: learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema. `StartWhenAvailable`
catches up what was missed.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.systems import PREFIX, Entry, Runner, delete, must, write
from flashcards.scheduling.times import DAY, Times

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"

_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "PT2H",
}

_VARIABLE = re.compile(r"%[^%]+%|\$\(")
"""What the Task Scheduler replaces in a command, with no way to write it as it is."""


class TaskScheduler(Struct, frozen=True):
    """The tasks of one user."""

    run: Runner
    folder: Path
    """Where the XML is kept that the Task Scheduler was told."""

    user: str
    """The user's name on this computer."""

    name: str = "windows"

    def shown(self, entry: Entry) -> str:
        """Return the XML and the command."""
        path = self.folder / f"{entry.name}.xml"
        command = subprocess.list2cmdline(_create(entry.name, path))
        return f"# {path}\n{task_xml(entry, self.user)}\n$ {command}"

    def add(self, entry: Entry) -> None:
        """Write the XML and have the Task Scheduler read it."""
        path = self.folder / f"{entry.name}.xml"
        write(path, task_xml(entry, self.user).encode("utf-16"))
        must(self.run(_create(entry.name, path)), "create the task")

    def remove(self, name: str) -> None:
        """Delete the task."""
        if self.has(name):
            must(self.run(("schtasks", "/Delete", "/F", "/TN", _task(name))), "delete the task")
        delete(self.folder / f"{name}.xml")

    def has(self, name: str) -> bool:
        """Tell whether there is the task."""
        return self.run(("schtasks", "/Query", "/TN", _task(name))).code == 0


def task_xml(entry: Entry, user: str) -> str:
    """Return the description of a task. Raises `FlashcardsError` if it cannot be described."""
    task = ET.Element("Task", version="1.3", xmlns=NAMESPACE)
    _add(task, "RegistrationInfo", {"Description": entry.about})
    starts = {"StartBoundary": _start(entry.times)}
    trigger = _add(_add(task, "Triggers"), "CalendarTrigger", starts)
    if entry.times.every != DAY:
        _add(trigger, "Repetition", {"Interval": f"PT{entry.times.every}M", "Duration": "P1D"})
    _add(trigger, "ScheduleByDay", {"DaysInterval": "1"})
    _add(task, "Settings", _SETTINGS)
    who = _add(_add(task, "Principals"), "Principal", {"UserId": user})
    who.set("id", "Author")
    _add(who, "LogonType").text = "InteractiveToken"
    actions = _add(task, "Actions")
    actions.set("Context", "Author")
    _add(actions, "Exec", _command(entry.command))
    ET.indent(task)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ET.tostring(task, "unicode")}\n'


def _command(command: tuple[str, ...]) -> dict[str, str]:
    for each in command:
        if _VARIABLE.search(each):
            raise FlashcardsError(
                f"the Task Scheduler would take a part of {each} for a variable",
                "move it to a folder without % and $( in its name",
            )
    program, *arguments = command
    return {"Command": program, "Arguments": subprocess.list2cmdline(arguments)}


def _add(parent: ET.Element, tag: str, texts: dict[str, str] | None = None) -> ET.Element:
    element = ET.SubElement(parent, tag)
    for name, text in (texts or {}).items():
        ET.SubElement(element, name).text = text
    return element


def _start(times: Times) -> str:
    return f"2025-01-01T{times.clock if times.every == DAY else '00:00'}:00"


def _create(name: str, path: Path) -> tuple[str, ...]:
    return ("schtasks", "/Create", "/F", "/TN", _task(name), "/XML", str(path))


def _task(name: str) -> str:
    return rf"\{PREFIX}\{name}"
