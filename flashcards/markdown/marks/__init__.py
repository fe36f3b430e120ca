"""Obsidian's own inline marks, one rule a file; each is a function that markdown-it calls.

A rule looks at `state.src` from `state.pos`, pushes tokens (unless `silent`), moves `state.pos`
and says whether it did. A rule's finished HTML is a token `html_inline`, which is written as is.
"""
