"""What there may be to say of a drawing, for those who need not look into one."""

HARMLESS_LOSS = "address"
"""Left out of a drawing, but no browser would have loaded it: nothing is missing to the eye."""


class DrawingError(ValueError):
    """The file is no SVG that a browser would show."""
