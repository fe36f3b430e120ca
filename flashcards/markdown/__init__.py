"""Markdown: which lines are which block, and what a field's text looks like as HTML."""
