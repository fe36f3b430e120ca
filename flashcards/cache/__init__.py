"""What was worked out before, in the user's own cache folder, so that it need not be done again.

It lies outside of the vault, where no sync program can make two of it. It is believed only as long
as the files, the options and the program are those that it came from; else it is thrown away.
"""

from flashcards.cache.answers import Answers, Beforehand
from flashcards.cache.store import Store

__all__ = ["Answers", "Beforehand", "Store"]
