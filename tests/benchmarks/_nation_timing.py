"""Taken in turn, warmed up, medians: so that what the machine does beside falls on both alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

Work = Callable[[], Any]


def in_turn(works: Sequence[Work], rounds: int, warm: int = 1) -> list[list[float]]:
    """Seconds of each round of each work, taken in turn."""
    for _ in range(warm):
        for work in works:
            work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            times[place].append(time.perf_counter() - began)
    return times


def medians(works: Sequence[Work], rounds: int, warm: int = 1) -> list[float]:
    return [statistics.median(each) for each in in_turn(works, rounds, warm)]


def share(times: Sequence[float], percent: int) -> float:
    """The time that `percent` of the rounds stay within."""
    return statistics.quantiles(times, n=100)[percent - 1]
