"""A vault as values, the edits that happen to it in the course of years, and what must survive."""
