"""Export and import of our own format: what core and plugins own, one JSON object a line (docs/format.md)."""
