"""An export and its times in, the operating system's own entry that starts it again and again, out.

One module a kind of system, each with the text that it writes as a pure function: `systemd`,
`cron`, `launchd`, `task_scheduler`. Programs of the system are started by a `Runner` that is passed
in.
"""

SYSTEMS = ("systemd", "cron", "launchd", "windows")
"""The names of the modules' systems."""
