"""The ledger of a run as rows of the coverage certificate."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from scanner.connector import Connector
from scanner.model import Gap, GapKind, HandSearch, Partition
from scanner.outcomes import Coverage, Door, Status
from scanner.store.ledger import INVENTORY, Ledger, Line, Run, State

UNFINISHED = "This was begun and not read to its end; run the same again."
ADDED = "This was not looked at: it is new in the configuration; run the same again."


def coverage(
    run: Run,
    ledger: Ledger,
    connectors: Mapping[str, Connector],
    manual: Mapping[str, str],
    searched: Sequence[HandSearch] = (),
) -> tuple[Coverage, ...]:
    """Return a row for each container read, each that could not be listed, and each place that no program can search.

    `searched` are the places that a person went through instead.
    """
    titles = {name: connector.title for name, connector in connectors.items()}
    streams = {(name, stream.name): stream.title for name, connector in connectors.items() for stream in connector.streams}
    # an inventory is of what there is now; a scan was of what there was then
    lines = [line for line in ledger.lines(run) if line.system in connectors or run.kind != INVENTORY]
    # what was read again because a link led there is told where it lies, unless something of it could not be read
    rows = [
        _row(run, one, titles, streams) for one in lines if one.door is not Door.LINK or one.gaps or one.state is not State.DONE
    ]
    for gap in ledger.gaps_planned(run):
        if gap.system in connectors or run.kind != INVENTORY:
            partition = gap.partition or Partition(gap.account, "")
            title = streams.get((gap.system, partition.stream), partition.stream)
            rows.append(
                Coverage(
                    gap.system,
                    titles.get(gap.system, gap.system),
                    partition.account,
                    partition.stream,
                    title,
                    partition.key,
                    Door.SWEEP,
                    # left out by the owner's own choice, or beyond any program: not a failure to look
                    Status.NOT_COVERED if gap.kind is GapKind.NOT_COVERED else Status.FAILED,
                    0,
                    (gap,),
                )
            )
    looked = {row.system for row in rows}
    for name, connector in connectors.items():
        if name not in looked:
            rows.append(_unread(name, connector.title))
        for what, instead in connector.not_covered:
            rows.append(_by_hand(name, connector.title, what, instead))
    done = {one.place for one in searched}
    rows += [_by_hand(name, name, name, how) for name, how in manual.items() if name not in done]
    rows += [_searched(one) for one in searched]
    return tuple(rows)


def _row(run: Run, line: Line, titles: Mapping[str, str], streams: Mapping[tuple[str, str], str]) -> Coverage:
    # an incremental inventory read only what changed, and knows the rest
    records = line.held if run.kind == INVENTORY else line.records
    gaps = line.gaps
    if line.state is not State.DONE and not gaps:
        # whatever became of the reason: what was not read to its end is never a row without a gap
        gaps = (Gap(line.system, line.partition.account, GapKind.INCOMPLETE, UNFINISHED, line.partition),)
    if line.state is State.FAILED:
        status = Status.PARTIAL if records else Status.FAILED
    elif line.state is State.READING or gaps:
        status = Status.PARTIAL
    else:
        status = Status.READ if records else Status.EMPTY
    partition = line.partition
    return Coverage(
        line.system,
        titles.get(line.system, line.system),
        partition.account,
        partition.stream,
        streams.get((line.system, partition.stream), partition.stream),
        partition.key,
        line.door,
        status,
        records,
        gaps,
        line.began_at,
        line.ended_at,
        line.followed,
    )


def _unread(system: str, title: str) -> Coverage:
    return Coverage(
        system, title, "", "", "", "", Door.SWEEP, Status.FAILED, 0, (Gap(system, "", GapKind.INCOMPLETE, ADDED),)
    )  # fmt: skip


def _searched(one: HandSearch) -> Coverage:
    at = datetime.combine(one.searched_on, time(), UTC)
    status = Status.READ if one.found else Status.EMPTY
    what = f"{one.place}: {one.note}" if one.note else one.place
    return Coverage(one.place, one.place, one.by, "", what, "", Door.BY_HAND, status, one.found, (), at, at)


def _by_hand(system: str, title: str, what: str, instead: str) -> Coverage:
    return Coverage(
        system, title, "", "", what, "", Door.SWEEP, Status.NOT_COVERED, 0,
        (Gap(system, "", GapKind.NOT_COVERED, instead),),
    )  # fmt: skip
