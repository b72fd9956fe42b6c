"""What a build says of the readings that it kept, how it goes on for a folder that is watched, and how it ends when it is told to stop."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import typer

from kg.cli.terminal import fail, say, warn
from kg.columns import counted
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.building import BuildReport
    from kg.remote import Place

# So many articles that were put aside are named; all are in rejected.jsonl.
SHOWN = 5
# Shells give 128 and the number of the signal.
INTERRUPTED, TERMINATED = 130, 143
# Milliseconds after which a watch without changes looks again.
ROUND = 500
PARTS = {"engine": "引擎", "ontology": "本体", "model": "模型", "code": "程序"}


class _Terminated(BaseException):
    """The process was asked to end."""


@contextlib.contextmanager
def stoppable(lang: str) -> Iterator[None]:
    """Ends the command with one line when it is interrupted or asked to end; exit code 130 or 143. Raises Exit with that code."""
    asked: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise _Terminated if number == signal.SIGTERM else KeyboardInterrupt

    # A shell starts what runs in its background deaf to interrupts, and deaf it stays.
    numbers = [signal.SIGTERM] + [signal.SIGINT] * (signal.getsignal(signal.SIGINT) is signal.default_int_handler)
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    except BaseException as error:
        # Compiled libraries turn what a handler raises while they run into errors of their own.
        if not (asked or isinstance(error, KeyboardInterrupt)):
            raise
        warn(
            "stopped; what was there before is untouched and what was read is kept: the same command goes on from here",
            "已停止；原有文件未动，已读的部分已保存：再运行同样的命令即可接着做",
            lang,
        )
        # A watch that waits turns whatever ends it into an interrupt.
        raise typer.Exit(TERMINATED if signal.SIGTERM in asked else INTERRUPTED) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch_folders(inputs: Sequence[Place], out: Path, build: Callable[[], object], *, lang: str) -> NoReturn:
    """Build now and whenever something changes below the folders, `out` apart, until the process is stopped.

    What is wrong with one state of the folders is said, and the next change waited for.
    Raises KeyboardInterrupt when it is.
    """
    # It starts threads and takes time to load, and only this needs it.
    from watchfiles import watch

    folders, own = [path for path in inputs if isinstance(path, Path) and path.is_dir()], out.resolve()
    rounds = watch(
        *folders,
        watch_filter=lambda _, path: own not in Path(path).resolve().parents,
        raise_interrupt=True,
        yield_on_timeout=True,
        rust_timeout=ROUND,
    )
    # The first round, which nothing needs to have changed for, begins the watch: what is dropped in during the first build is seen.
    for number, changes in enumerate(rounds):
        if changes or number == 0:
            _try(build, lang)
        if number == 0:
            say(
                f"watching {', '.join(map(str, folders))}; stop with Ctrl+C",
                f"正在监视 {'、'.join(map(str, folders))}；按 Ctrl+C 停止",
                lang,
            )
    raise KeyboardInterrupt


def _try(build: Callable[[], object], lang: str) -> None:
    try:
        build()
    except KgError as error:
        fail(error.in_language(lang), lang)


def say_readings(report: BuildReport, out: Path, lang: str) -> None:
    """Say what was read anew and why, what is gone, and what was put aside."""
    kept = report.articles + len(report.rejected) - report.read
    if report.changed:
        zh = "、".join(PARTS[name] for name in report.changed)
        en = ", ".join(report.changed)
        say(f"read again, for a change of {en}: {counted(report.again, 'article')}", f"{zh}有变，重读 {report.again} 篇文章", lang)
    if kept or report.gone:
        say(
            f"{counted(report.read, 'article')} read, {kept} unchanged since the last build, {len(report.gone)} gone",
            f"阅读 {report.read} 篇；{kept} 篇与上次相同；去掉 {len(report.gone)} 篇",
            lang,
        )
    for one in report.rejected[:SHOWN]:
        warn(f"put aside: {one.article.id}: {one.reason[0]}", f"搁置：{one.article.id}：{one.reason[1]}", lang)
    if report.rejected:
        count, path = len(report.rejected), out / "rejected.jsonl"
        warn(f"{counted(count, 'article')} put aside, see {path}", f"搁置 {count} 篇，详见 {path}", lang)
