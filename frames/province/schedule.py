"""Blocks of counties on the workers of Dask, or one after the other in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ...core.errors import Cancelled, RedlineError
from .manifest import County
from .results import CountyResult, add_up, finished, keep
from .work import BLOCK, BlockResult, blocks_of, tally_block

__all__ = ["each_county", "tally_counties"]

RETRIES = 3
"""How often a block is done again whose worker died."""


class Named(Protocol):
    """A county of any list."""

    @property
    def name(self) -> str: ...


Given = TypeVar("Given", bound=Named)
Answer = TypeVar("Answer")
Told = Callable[[int, int, str], None]
Block = Callable[[County, int, int], BlockResult]


def tally_counties(
    counties: Sequence[County],
    folder: Path,
    *,
    workers: int = 2,
    scheduler: str = "",
    block: int = BLOCK,
    told: Told = lambda done, of, county: None,
    stopped: Callable[[], bool] = lambda: False,
    work: Block = tally_block,
) -> tuple[list[CountyResult], list[CountyResult]]:
    """Tallies each county of a manifest; results are kept in ``folder`` as each is done, and those of an earlier run
    are not made again.

    workers : processes on this machine; 0 does it in this one, without Dask. scheduler : the address of a running Dask
    cluster instead (``tcp://…``). told : counties done, of all, the name of the last. stopped : asked in between.

    Returns the counties that were tallied and those that were not, each with its reason, in the order of the manifest.
    Raises RedlineError where Dask is missing, Cancelled.
    """
    done: dict[str, CountyResult] = {}
    open_ones: list[County] = []
    for county in counties:
        known = finished(folder, county, block) if not county.fault else CountyResult(county.name, fault=county.fault)
        if known is None:
            open_ones.append(county)
        else:
            done[county.name] = known
    count = len(counties)
    told(len(done), count, "")
    for found in _run(open_ones, workers, scheduler, block, stopped, work):
        if not found.fault:
            keep(folder, found)
        done[found.county] = found
        told(len(done), count, found.county)
    ordered = [done[county.name] for county in counties]
    return [each for each in ordered if not each.fault], [each for each in ordered if each.fault]


def each_county(
    counties: Sequence[Given],
    work: Callable[[Given], Answer],
    *,
    workers: int = 2,
    scheduler: str = "",
    told: Told = lambda done, of, county: None,
) -> list[Answer]:
    """The answer of ``work`` for each county, in their order; ``workers`` and ``scheduler`` as in ``tally_counties``.
    What the work raises goes on; it keeps a county's fault in its answer."""
    found: list[Answer] = []
    if workers == 0 and not scheduler:
        for county in counties:
            found.append(work(county))
            told(len(found), len(counties), county.name)
        return found
    with _client(workers, scheduler) as client:
        waiting = [client.submit(work, county, retries=RETRIES, pure=False) for county in counties]
        for county, future in zip(counties, waiting, strict=True):
            found.append(future.result())
            told(len(found), len(counties), county.name)
    return found


def _run(
    counties: Sequence[County], workers: int, scheduler: str, block: int, stopped: Callable[[], bool], work: Block
) -> Iterator[CountyResult]:
    if not counties:
        return
    if workers == 0 and not scheduler:
        for county in counties:
            yield _in_this_process(county, block, stopped, work)
        return
    with _client(workers, scheduler) as client:
        yield from _on_workers(client, counties, block, stopped, work)


def _in_this_process(county: County, block: int, stopped: Callable[[], bool], work: Block) -> CountyResult:
    blocks = []
    for start, stop in blocks_of(county, block):
        if stopped():
            raise Cancelled
        try:
            blocks.append(work(county, start, stop))
        except RedlineError as error:
            return CountyResult(county.name, fault=str(error))
    return add_up(county, block, blocks)


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise RedlineError("Workers need Dask: install redline[dask], or give --workers 0.") from error
    if scheduler:
        try:
            client = Client(scheduler, timeout=10)
        except OSError as error:
            raise RedlineError(
                "No Dask scheduler answers at {address}: {reason}.", address=scheduler, reason=error
            ) from error
        with client:
            yield client
        return
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _on_workers(
    client: Any, counties: Sequence[County], block: int, stopped: Callable[[], bool], work: Block
) -> Iterator[CountyResult]:
    """Counties as they are done. A block that fails makes its county's fault; a worker that dies has its block done
    again by another."""
    from distributed import as_completed

    waiting: dict[Any, tuple[County, int]] = {}
    parts: dict[str, dict[int, BlockResult]] = {}
    sizes = {county.name: len(blocks_of(county, block)) for county in counties}
    failed: set[str] = set()
    for county in counties:
        parts[county.name] = {}
        for number, (start, stop) in enumerate(blocks_of(county, block)):
            future = client.submit(work, county, start, stop, retries=RETRIES, pure=False)
            waiting[future] = county, number
    for future in as_completed(list(waiting)):
        if stopped():
            client.cancel(list(waiting))
            raise Cancelled
        county, number = waiting.pop(future)
        if county.name in failed:
            continue
        error = future.exception()
        if error is not None:
            failed.add(county.name)
            yield CountyResult(county.name, fault=str(error) or type(error).__name__)
            continue
        parts[county.name][number] = future.result()
        future.release()
        if len(parts[county.name]) == sizes[county.name]:
            own = parts.pop(county.name)
            yield add_up(county, block, [own[each] for each in sorted(own)])
