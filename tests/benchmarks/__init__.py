"""Benchmarks: each module here has `run() -> list[Figure]`. Ratios against a named peer or physical limit
in the same run, interleaved and warmed up; they inform and never fail a build."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`goal` is a bound, `better` says which side of it ("lower" or "higher"); `compared` names what with
    what."""

    name: str
    value: float
    goal: float
    better: str
    compared: str

    @property
    def met(self) -> bool:
        return self.value <= self.goal if self.better == "lower" else self.value >= self.goal
