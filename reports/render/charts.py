"""Small SVG charts, readable without colour and by a screen reader: each has a title and a description."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from markupsafe import Markup

from reports.render.page import visible

BAR = Markup(
    '<text x="{end}" y="{base}" text-anchor="end" class="c-label">{label}</text>'
    '<rect x="{left}" y="{top}" width="{width}" height="14" rx="2" class="c-bar"/>'
    '<text x="{after}" y="{base}" class="c-value">{value}</text>'
)
FRAME = Markup(
    '<figure><figcaption aria-hidden="true">{title}</figcaption><svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}t {id}d" class="chart {kind}">'
    '<title id="{id}t">{title}</title><desc id="{id}d">{description}</desc>{body}</svg></figure>'
)


class Charts:
    """The charts of one page: each gets an id of its own."""

    def __init__(self) -> None:
        self._ids = count(1)

    def bars(self, title: str, rows: Sequence[tuple[str, int, str]]) -> Markup:
        """Return horizontal bars of (label, length, printed length), the longest filling the width."""
        if not rows:
            return Markup("")
        most = max((length for _, length, _ in rows), default=0) or 1
        body = Markup("")
        for place, (label, length, printed) in enumerate(rows):
            width = round(260 * length / most, 1) or 0
            top = 4 + 24 * place
            body += BAR.format(
                end=214,
                left=222,
                after=228 + max(width, 2),
                top=top,
                base=top + 11.5,
                width=max(width, 2),
                label=visible(label),
                value=printed,
            )
        said = "; ".join(f"{visible(label)}: {printed}" for label, _, printed in rows)
        return self._frame("bars", 560, 8 + 24 * len(rows), title, said, body)

    def strip(self, title: str, parts: Sequence[tuple[str, str, int]]) -> Markup:
        """Return one strip divided over (style class, label, number) by number; every part stays visible."""
        parts = [part for part in parts if part[2]]
        total = sum(number for _, _, number in parts) or 1
        wide = [max(720 * number / total, 10) for _, _, number in parts]
        shrink = 720 / (sum(wide) or 720)
        body, left = Markup(""), 0.0
        for (style, _, _), width in zip(parts, wide, strict=True):
            body += Markup('<rect x="{}" y="0" width="{}" height="18" class="c-{}"/>').format(
                round(left, 1), round(max(width * shrink - 2, 1), 1), style
            )
            left += width * shrink
        said = "; ".join(f"{visible(label)}: {number}" for _, label, number in parts)
        return self._frame("strip", 720, 18, title, said, body)

    def timeline(self, title: str, years: Mapping[int, int]) -> Markup:
        """Return a column for every year from the first to the last, those with nothing too."""
        if not years:
            return Markup("")
        span = range(min(years), max(years) + 1)
        step = min(720 / len(span), 72)
        most = max(years.values())
        every = max(1, round(40 / step))
        body = Markup('<line x1="0" y1="92" x2="{}" y2="92" class="c-axis"/>').format(round(step * len(span), 1))
        for place, year in enumerate(span):
            number = years.get(year, 0)
            tall = round(72 * number / most, 1)
            middle = round(step * (place + 0.5), 1)
            if number:
                body += Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="c-bar"/>').format(
                    round(middle - step * 0.3, 1), round(92 - max(tall, 2), 1), round(step * 0.6, 1), max(tall, 2)
                )
                if step > 22:
                    body += Markup('<text x="{}" y="{}" text-anchor="middle" class="c-value">{}</text>').format(
                        middle, round(92 - max(tall, 2) - 4, 1), number
                    )
            if place % every == 0:
                body += Markup('<text x="{}" y="107" text-anchor="middle" class="c-label">{}</text>').format(middle, year)
        said = "; ".join(f"{year}: {years[year]}" for year in sorted(years))
        return self._frame("timeline", 720, 112, title, said, body)

    def _frame(self, kind: str, width: int, height: int, title: str, said: str, body: Markup) -> Markup:
        return FRAME.format(
            id=f"chart{next(self._ids)}", kind=kind, width=width, height=height, title=visible(title), description=said, body=body
        )


def by_year(days: Sequence[date | None]) -> dict[int, int]:
    """Return how many days fall in each year; an unknown day in none."""
    years: dict[int, int] = {}
    for day in days:
        if day is not None:
            years[day.year] = years.get(day.year, 0) + 1
    return years
