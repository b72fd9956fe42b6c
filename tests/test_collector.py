"""The cyclic collector rests within the block, and is as it was behind it."""

import gc

import pytest

from kg.collector import uncollected


def test_the_collector_rests_within_and_works_behind_also_after_an_error() -> None:
    with pytest.raises(ValueError), uncollected():
        assert not gc.isenabled()
        raise ValueError
    assert gc.isenabled()


def test_a_caller_who_has_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected(), uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
