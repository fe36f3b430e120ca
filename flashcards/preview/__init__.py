"""All flashcards of a vault as one page: a build in, HTML that needs nothing else out.

The page is made of the same fields, templates and CSS as the package. It loads nothing, runs no
script but its own, and is as quick with thousands of flashcards as with ten.
"""
