"""A vault and all that belongs to it in, what is wrong and how to mend it out. Nothing is written.

Each module of `checks` looks at one thing; the folder is the registry.
"""

from flashcards.doctor.checks import CHECKS
from flashcards.doctor.examining import examine
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, Mark

__all__ = ["CHECKS", "Finding", "Mark", "Patient", "examine"]
