"""How the time of a computation grows with the size of what it is given, told without a clock's limit.

The figure is a ratio of CPU times in one process, so a slow or busy machine changes both sides. Each side is the least of several
attempts, made in turn: what else the machine does only ever adds, so that a true ratio is met at the latest when it rests.
"""

import time
from collections.abc import Callable

ATTEMPTS = 12


def grows_linearly(run: Callable[[int, int], object], size: int, *, times: int = 8) -> bool:
    """Whether `run(times * size, attempt)` takes less than three times its share of what `run(size, attempt)` takes.

    A quadratic computation takes `times` times its share; `times` of 8 keeps it far from the three that are allowed. `attempt`
    counts from 0, for computations that remember what they were given.
    """
    small = large = float("inf")
    for attempt in range(ATTEMPTS):
        small = min(small, cpu_seconds(lambda attempt=attempt: run(size, attempt)))
        large = min(large, cpu_seconds(lambda attempt=attempt: run(times * size, attempt)))
        if large < 3 * times * max(small, 0.0005):  # below, the clock's grain and the first use of things tell more than the size
            return True
    return False


def cpu_seconds(run: Callable[[], object]) -> float:
    begin = time.thread_time()
    run()
    return time.thread_time() - begin
