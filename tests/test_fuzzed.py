"""Files from anybody, broken at random: a graph or one line of error, no connection, no file of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzzing import send_files, watched
from serving import listening


@pytest.mark.filterwarnings("ignore")  # of rdflib's parsers
@pytest.mark.parametrize("count", [40, pytest.param(2000, marks=pytest.mark.slow)])
def test_broken_graph_files_are_told_and_reach_nothing(count: int, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    with listening() as (url, hits), watched(secret) as seen:
        found = send_files(count, tmp_path, url, secret)
        assert hits == [] and seen == []
    assert all(found.values()), found  # of both kinds some: how many hangs on the order in which libraries write sets
