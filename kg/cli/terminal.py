"""What the commands write to the terminal: lines, tables, progress; plain text where the output is no terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import typer

from kg.errors import InputError
from kg.messages import Localized, message

Progress = Callable[[int, int, str], None]
# Without a terminal, progress is a line at each tenth of the way.
STEPS = 10


def say(line: Localized, lang: str) -> None:
    """Write one line to standard output."""
    typer.echo(line.in_language(lang))


def warn(line: Localized, lang: str) -> None:
    """Write one line to standard error."""
    typer.echo(message("kg: {line}", line=line).in_language(lang), err=True)


def fail(line: str, lang: str) -> None:
    """Write what went wrong to standard error, on one line."""
    warn(message("{line}", line=" ".join(line.split())), lang)


@contextlib.contextmanager
def progress(work: Localized, lang: str) -> Iterator[Progress]:
    """A function to call with (done, total, name of what was done); it draws on standard error."""
    title = work.in_language(lang)
    if not sys.stderr.isatty():
        yield _plain(title)
        return
    # rich takes a tenth of a second to load, which only a person at a terminal waits for.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    times = (TimeElapsedColumn(), TextColumn("{task.fields[pace]}"), TimeRemainingColumn())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *times, TextColumn("{task.fields[name]}"))
    pace = _pace()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, name="", pace="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name.replace("[", r"\["), pace=pace(done, total).partition(",")[0])

        yield advance


def _plain(title: str) -> Progress:
    said = {0}
    pace = _pace()

    def advance(done: int, total: int, name: str) -> None:
        step = STEPS * done // max(total, 1)
        if step not in said:
            said.add(step)
            typer.echo(f"{title} {done}/{total} ({pace(done, total)})", err=True)

    return advance


def _pace() -> Callable[[int, int], str]:
    """A function that tells how many are done a second, and how many minutes and seconds are left at this pace."""
    begin = time.monotonic()

    def tell(done: int, total: int) -> str:
        rate = done / max(time.monotonic() - begin, 1e-3)
        left = round((total - done) / max(rate, 1e-9))
        return f"{rate:.1f}/s" + (f", -{left // 60}:{left % 60:02}" if left else "")

    return tell


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows under their headings: ruled on a terminal, divided by tabs elsewhere."""
    if not sys.stdout.isatty():
        for row in (head, *rows):
            typer.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    ruled = Table()
    for name in head:
        ruled.add_column(name)
    for row in rows:
        ruled.add_row(*(Text(cell) for cell in row))
    console = Console()
    with console.pager(styles=True) if len(rows) > console.height else contextlib.nullcontext():
        console.print(ruled)


def read_text(path: Path | None) -> str:
    """The text of a file, "" for none; raises InputError."""
    try:
        return path.read_text(encoding="utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise InputError(message("{path}: cannot be read: {reason}", path=path, reason=reason)) from error
