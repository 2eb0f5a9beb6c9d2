"""How many lines each connector takes: `python tests/bench/connector_lines.py`, or with `--write` into docs/connectors.md.

Counted by Python's own parser: lines of code without blank lines, comments and docstrings. A line is a declaration where it belongs to
a statement outside every function (tables, constants, imports, heads of classes), and code where it lies in a function. Connectors that
share a room share its modules: what a connector imports from there counts for it, also where another one uses it too.
"""

import ast
import sys
from pathlib import Path

from scanner import plugins

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "connectors.md"
BEGIN, END = "<!-- made by tests/bench/connector_lines.py -->", "<!-- end -->"


def modules(module, room, seen=None):
    """Return the modules of a connector's own room that it is made of."""
    seen = set() if seen is None else seen
    path = ROOT / (module.replace(".", "/") + ".py")
    path = path if path.is_file() else ROOT / module.replace(".", "/") / "__init__.py"
    if path in seen or not path.is_file():
        return seen
    seen.add(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(room):
            modules(node.module, room, seen)
            for name in node.names:
                modules(f"{node.module}.{name.name}", room, seen)
    return seen


def count(path):
    """Return a module's lines of declarations and of code."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    documented = set()
    code = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            documented |= set(range(node.lineno, node.end_lineno + 1))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            code |= set(range(node.lineno, node.end_lineno + 1))
    lines = {at for at, line in enumerate(text.splitlines(), 1) if line.strip() and not line.strip().startswith("#")} - documented
    return len(lines - code), len(lines & code)


def rows():
    """Yield each connector with its files, streams, declarations and code."""
    for name in plugins.names():
        cls = plugins.connector_class(name, name)
        room = ".".join(cls.__module__.split(".")[:2])
        found = (
            modules(cls.__module__, room) if (ROOT / room.replace(".", "/")).is_dir() else {ROOT / f"{room.replace('.', '/')}.py"}
        )
        counted = [count(path) for path in sorted(found)]
        yield cls.title, len(found), len(cls.streams), sum(one[0] for one in counted), sum(one[1] for one in counted)


def table():
    """Return the table as Markdown, the shortest connector first."""
    lines = ["| connector | files | streams | declarations | code | lines |", "|---|---:|---:|---:|---:|---:|"]
    for title, files, streams, declared, code in sorted(rows(), key=lambda row: row[3] + row[4]):
        lines.append(f"| {title} | {files} | {streams} | {declared} | {code} | {declared + code} |")
    return "\n".join(lines)


def written(page):
    """Return a page with the table as it is now."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(table())
