"""A title and a text in, a notification on the desktop out, where there is one.

Each system's own program shows it. The words are arguments or variables of that program, never a
part of a script: they hold whatever a path or an author's text holds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from flashcards.scheduling.systems import Ran, Runner

_APPLESCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)

_POWERSHELL = """
$kind = [Windows.UI.Notifications.ToastTemplateType, Windows.UI.Notifications, ContentType = WindowsRuntime]
$shower = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = $shower::GetTemplateContent($kind::ToastText02)
$texts = $toast.GetElementsByTagName('text')
[void]$texts.Item(0).AppendChild($toast.CreateTextNode($env:FLASHCARDS_TITLE))
[void]$texts.Item(1).AppendChild($toast.CreateTextNode($env:FLASHCARDS_TEXT))
$program = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$shower::CreateToastNotifier($program).Show([Windows.UI.Notifications.ToastNotification]::new($toast))
"""  # noqa: E501 - names of Windows


def notify(
    run: Runner,
    title: str,
    text: str,
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
) -> Ran:
    """Show a notification; what came of it is for who wants to know, for it is none of ours."""
    command, more = _notification(title, text, platform)
    return run(command, environment={**_session(platform), **environment, **more})


def _notification(title: str, text: str, platform: str) -> tuple[Sequence[str], dict[str, str]]:
    if platform == "win32":
        told = {"FLASHCARDS_TITLE": title, "FLASHCARDS_TEXT": text}
        return ("powershell", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL), told
    if platform == "darwin":
        script = (part for line in _APPLESCRIPT for part in ("-e", line))
        return ("osascript", *script, title, text), {}
    return ("notify-send", "--app-name=flashcards", "--", title, text), {}


def _session(platform: str) -> dict[str, str]:
    """Return where the user's desktop listens; cron does not say."""
    if platform != "linux":
        return {}
    bus = Path(f"/run/user/{os.getuid()}/bus")
    return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"} if bus.exists() else {}
