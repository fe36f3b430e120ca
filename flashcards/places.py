"""The folders of the user's own computer, by the rules of its operating system."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "vault-flashcards"


def cache_folder() -> Path:
    """Return the folder for what may be forgotten."""
    return platformdirs.user_cache_path(APP, appauthor=False)


def schedules_folder() -> Path:
    """Return the folder for what the system's scheduler is to start."""
    return platformdirs.user_config_path(APP, appauthor=False) / "schedules"


def log_folder() -> Path:
    """Return the folder for logs."""
    return platformdirs.user_log_path(APP, appauthor=False)
