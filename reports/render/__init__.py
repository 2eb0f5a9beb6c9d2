"""One self-contained HTML style, in Dutch and English: no script, no font, no request."""
