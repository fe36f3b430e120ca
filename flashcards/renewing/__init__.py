"""An export of what has changed: most of it is known from the last one, and goes on as it was.

It writes the same bytes as an export of everything. Where it cannot be sure of that - a vault note
came or went or has another name, a setting changed - it leaves the export to the one that reads
everything.
"""

from flashcards.renewing.keeping import keep, keep_built, tally_of
from flashcards.renewing.renew import Last, renewal
from flashcards.renewing.renewal import Renewal
from flashcards.renewing.writing import keep_renewed, writing_of

__all__ = [
    "Last",
    "Renewal",
    "keep",
    "keep_built",
    "keep_renewed",
    "renewal",
    "tally_of",
    "writing_of",
]
