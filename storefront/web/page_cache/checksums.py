"""The checksum of a gzip stream whose parts were compressed apart (as zlib's crc32_combine, which Python lacks)."""

from __future__ import annotations

# zlib's polynomial, bits reversed
POLYNOMIAL = 0xEDB88320
Matrix = tuple[int, ...]


def shift_by(length: int) -> Matrix:
    """What `length` bytes that follow do to a checksum: a 32 × 32 matrix over GF(2), a column each."""
    one_bit = (POLYNOMIAL, *(1 << n for n in range(31)))
    power = one_bit
    for _doubling in range(3):
        power = _times(power, power)
    result: Matrix = tuple(1 << n for n in range(32))
    while length:
        if length & 1:
            result = _times(power, result)
        power = _times(power, power)
        length >>= 1
    return result


def shifted(matrix: Matrix, checksum: int) -> int:
    """The matrix applied to a checksum."""
    total = 0
    for column in matrix:
        if checksum & 1:
            total ^= column
        checksum >>= 1
        if not checksum:
            break
    return total


def _times(left: Matrix, right: Matrix) -> Matrix:
    return tuple(shifted(left, column) for column in right)
