"""How far the reading of a file has come, told while it is read."""

import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from netgraph.readers.files import File

Watch = Callable[[str, int], None]
"""Is given the name of a file and how many of its bytes have been read so far, at most its size."""


def watched(file: File, watch: Watch | None) -> File:
    """The same file, or the same parts, whose streams tell `watch` of every read.

    A stream that is opened again begins at 0 again. Of a .gz file the packed bytes count, as in its size.
    """
    if watch is None:
        return file
    parts = tuple(watched(part, watch) for part in file.parts)
    return replace(file, open=lambda: _Stream(file, watch), parts=parts)


class _Stream(io.BufferedIOBase):
    """The stream of a file, and a word to `watch` after each read."""

    def __init__(self, file: File, watch: Watch):
        self._file, self._watch, self._read = file, watch, 0
        self._stream: BinaryIO = file.open()

    def _told(self, size: int) -> None:
        self._read += size
        packed = self._stream.fileobj if isinstance(self._stream, gzip.GzipFile) else None
        self._watch(self._file.name, min(packed.tell() if packed else self._read, self._file.size))

    def read(self, size: int | None = -1) -> bytes:
        data = self._stream.read(-1 if size is None else size)
        self._told(len(data))
        return data

    def read1(self, size: int = -1) -> bytes:
        data = self._stream.read1(size)
        self._told(len(data))
        return data

    def readinto(self, buffer) -> int:
        size = self._stream.readinto(buffer)
        self._told(size)
        return size

    def readline(self, size: int | None = -1) -> bytes:
        data = self._stream.readline(-1 if size is None else size)
        self._told(len(data))
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def close(self) -> None:
        # Also called where opening failed, and by the end of the object.
        if stream := self.__dict__.get("_stream"):
            stream.close()
        super().close()
