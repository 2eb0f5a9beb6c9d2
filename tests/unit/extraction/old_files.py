"""Compound files and workbooks of before 2007, made byte by byte ([MS-CFB], [MS-XLS])."""

import struct

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
SECTOR = 512


def compound(streams):
    """A compound file ([MS-CFB]) of these streams; a path's steps are parted by `/`. Short streams are filled up to 4,096 bytes."""
    entries, children = [["Root Entry", 5, b""]], {"": []}
    where = {"": 0}
    for path, data in streams.items():
        steps = path.split("/")
        for depth in range(1, len(steps) + 1):
            here, parent = "/".join(steps[:depth]), "/".join(steps[: depth - 1])
            if here not in where:
                where[here] = len(entries)
                last = depth == len(steps)
                entries.append([steps[depth - 1], 2 if last else 1, data if last else b""])
                children.setdefault(parent, []).append(where[here])
                children.setdefault(here, [])
    kids = {where[path]: held for path, held in children.items()}
    left, right = {}, {}

    def halved(held):
        """The middle one, and the trees to its left and right."""
        if not held:
            return FREE
        middle = len(held) // 2
        left[held[middle]], right[held[middle]] = halved(held[:middle]), halved(held[middle + 1 :])
        return held[middle]

    for held in kids.values():
        held.sort(key=lambda at: (len(entries[at][0]), entries[at][0].upper()))
    first = {owner: halved(held) for owner, held in kids.items()}
    bodies = [data.ljust(4096, b"\0") if kind == 2 else b"" for _, kind, data in entries]
    table_sectors = -(-len(entries) // 4)
    chains, start, starts = [], table_sectors, []
    for body in bodies:
        count = -(-len(body) // SECTOR)
        starts.append(start if count else END)
        chains += [*range(start + 1, start + count), END] if count else []
        start += count
    fat_sectors = -(-(start + 40) // 128)
    table = [*range(1, table_sectors), END, *chains]
    table += [0xFFFFFFFD] * fat_sectors
    table += [FREE] * (fat_sectors * 128 - len(table))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, 0, 0, 4096, END, 0, END, 0)
    )
    head += struct.pack("<109I", *[start + n for n in range(fat_sectors)], *[FREE] * (109 - fat_sectors))
    directory = b""
    for at, (name, kind, _) in enumerate(entries):
        spelled = name.encode("utf-16-le")
        size = len(bodies[at])
        directory += (spelled + b"\0\0").ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(spelled) + 2, kind, 1, left.get(at, FREE), right.get(at, FREE), first.get(at, FREE)
        )
        directory += bytes(16 + 4 + 16) + struct.pack("<II", starts[at] if kind == 2 else END, size) + bytes(4)
    directory = directory.ljust(table_sectors * SECTOR, b"\0")
    packed = b"".join(body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\0") for body in bodies)
    return head + directory + packed + struct.pack(f"<{len(table)}I", *table)


def biff(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def string(value):
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")


def workbook(*beside, cells=((2, 0, "Jan de Vries"),)):
    start = biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    sheet = biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(
        biff(0x204, struct.pack("<HHH", row, column, 0) + string(text)) for row, column, text in cells
    )
    title = struct.pack("<IH", 0, 0) + b"\5\0Blad1"
    listed = lambda at: biff(0x85, struct.pack("<I", at) + title[4:])  # noqa: E731
    at = len(start) + len(listed(0)) + sum(map(len, beside)) + 4
    return {"Workbook": start + b"".join(beside) + listed(at) + biff(0x0A, b"") + sheet + biff(0x0A, b"")}
