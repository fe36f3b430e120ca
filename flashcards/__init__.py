"""Turn an Obsidian vault into an Anki deck, again and again, without losing a review."""

__version__ = "0.1.0"
