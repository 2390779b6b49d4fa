"""unpacking: compressed bytes in; what they hold, as far as it is in proportion, out."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.errors import InputError, Problem
from quoth.reading.compression import DAMAGED, FREE, OutOfProportion, read_whole, unpack, why

PACK: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
TEXT = b"Officials in the valley said the road was open.\n" * 40


def unpacked(data: bytes, packing: str) -> bytes:
    """All that data unpack to."""
    return read_whole(unpack(io.BytesIO(data), packing, "a"), "a")


@pytest.mark.parametrize("packing", PACK)
@given(data=st.binary(max_size=5000))
def test_what_was_packed_comes_out(packing: str, data: bytes) -> None:
    assert unpacked(PACK[packing](data), packing) == data


def test_several_streams_behind_each_other_are_one() -> None:
    assert unpacked(gzip.compress(b"one ") + gzip.compress(b"two"), ".gz") == b"one two"


@pytest.mark.parametrize("packing", [".gz", ".bz2", ".xz"])
def test_what_ends_too_early_says_so(packing: str) -> None:
    with pytest.raises(DAMAGED) as caught:
        unpacked(PACK[packing](TEXT)[:-9], packing)
    assert why(caught.value, "a") == Problem("a", "ends too early", "fetch it again, or pack it again")


@pytest.mark.parametrize("packing", [".gz", ".bz2", ".xz"])
def test_what_is_not_compressed_is_damaged(packing: str) -> None:
    with pytest.raises(DAMAGED) as caught:
        unpacked(TEXT, packing)
    assert why(caught.value, "a").what.startswith("damaged: ")


@pytest.mark.parametrize("packing", [".gz", ".bz2", ".xz"])
def test_a_bomb_is_stopped_soon_after_what_anything_may_unpack_to(packing: str) -> None:
    stream = unpack(io.BytesIO(PACK[packing](bytes(3 * FREE))), packing, "a")
    assert len(stream.read(FREE - 100_000)) == FREE - 100_000
    with pytest.raises(OutOfProportion) as caught:
        stream.read(200_000)
    hint = "it may be a zip bomb; if it is not, unpack it first"
    assert caught.value.problem == Problem("a", "unpacks to over 200 times its size: the rest was not read", hint)


def test_a_small_file_may_unpack_to_any_multiple() -> None:
    assert len(unpacked(gzip.compress(bytes(FREE)), ".gz")) == FREE


def test_over_100_mb_are_refused() -> None:
    with pytest.raises(InputError, match="over 100 MB"):
        read_whole(io.BytesIO(bytes(100_000_001)), "a")


def test_a_stream_that_unpacks_goes_forwards_only() -> None:
    stream = unpack(io.BytesIO(gzip.compress(TEXT)), ".gz", "a")
    assert (stream.seek(10), stream.read(6), stream.tell()) == (10, TEXT[10:16], 16)
    assert stream.seek(len(TEXT) + 50) == len(TEXT)
    with pytest.raises(io.UnsupportedOperation):
        stream.seek(0)


@given(data=st.binary(max_size=300), cut=st.integers(0, 200), packing=st.sampled_from([".gz", ".bz2", ".xz"]))
def test_no_damage_raises_what_is_not_expected(data: bytes, cut: int, packing: str) -> None:
    packed = bytearray(PACK[packing](TEXT))
    packed[cut : cut + len(data)] = data
    with suppress(*DAMAGED):
        unpacked(bytes(packed), packing)
