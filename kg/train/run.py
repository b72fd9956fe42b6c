"""`kg train`: gold in, a model of edges out, with what cross-validation says of it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.building import graph_of
from kg.errors import OutputError
from kg.evaluate import RELATIONS, Counts, Figures, GoldDocument, evaluate, read_gold
from kg.evaluate.gold import fold_of
from kg.graph import write_graph
from kg.inputs import check_account, read_inputs
from kg.interpret import engine_of, grammar_of, known_bodies, read_doc, vocabulary_of
from kg.mentions import context_of, draft_sentences, read_weights
from kg.mentions.edges import choose, span_of
from kg.mentions.signs import SHARED, find_signs
from kg.mentions.weights import Weights, to_note
from kg.messages import message, reason_of
from kg.model import Article, Doc, Span
from kg.networks import to_ensemble
from kg.networks.trees import read_trees, write_trees
from kg.script import as_simplified
from kg.train.examples import read_examples
from kg.train.fit import LEAST, ROUNDS, Fitted, Labels, Sample, fit
from kg.train.labels import Truth, find_truth, read_names

FOLDS = 3
# How many trees more than those of a model that is started from are tried; none is one of the answers.
FURTHER = (0, 10, 25, 50)
# Fewer names of a class, or facts of a relation, than this tell little of either.
FEW = 10

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Training:
    """A fitted model and what is known of it.

    `classes` counts names and posts of the gold, `figures` the facts (strict), both as read by models that had not seen the document;
    `before` are the facts as read with the model that was started from. `few` are the relations with too few facts to be judged.
    """

    model: Path
    documents: int
    rounds: int
    classes: Mapping[str, Counts]
    figures: Figures
    before: Figures | None
    few: tuple[str, ...]


def train(
    gold: Sequence[Path],
    out: Path,
    *,
    start: Path | None = None,
    scratch: bool = False,
    engine: str = "bundled",
    ontology: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Training:
    """Fit the edges of names on gold files and write the model to `out`.

    The examples of the ontology are learnt from too, and never judged. Fitting goes on from the model `start`, by default the shipped
    one, and adds as many trees as cross-validation bears, perhaps none; with `scratch` it begins anew, which needs some hundred
    documents. The same gold gives the same bytes.
    Raises InputError for gold or a model that is not as the formats say, OutputError where `out` cannot be written.
    """
    documents = read_gold(gold)
    base = None if scratch else read_weights(start)
    fitted = None if base is None else _fitted(start)
    extra = tuple(ontology)
    docs, samples, shown = _prepare(gold, documents, engine, ontology=extra)
    folds = _folds(samples)
    margins = None if base is None else {id(s): _margins(s, base) for s in (*samples, *shown)}
    tried = (ROUNDS,) if fitted is None else FURTHER
    held: dict[int, list[Weights]] = {rounds: [] for rounds in tried}
    for number in range(FOLDS):
        learnt = [*shown, *(s for k, fold in enumerate(folds) for s in fold if k != number)]
        for rounds in tried:
            held[rounds].append(to_weights(_fit(learnt, fitted, margins, rounds=rounds)))
            if progress is not None:
                progress(sum(map(len, held.values())), FOLDS * len(tried) + 1, f"{number + 1}/{FOLDS}")
    rounds = min(tried, key=lambda r: (sum(_loss(fold, weights) for fold, weights in zip(folds, held[r], strict=True)), r))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in gold)).hexdigest()
    model = to_bytes(_fit([*shown, *samples], fitted, margins, rounds=rounds), gold=digest, documents=len(documents))
    _write(out, model)
    figures = _judge(docs, held[rounds], gold, ontology=extra)
    few = tuple(relation for relation in RELATIONS if figures.relations.get(relation, Counts()).wanted < FEW)
    before = None if base is None else _judge(docs, [base] * FOLDS, gold, ontology=extra)
    return Training(out, len(documents), rounds, count_classes(folds, held[rounds]), figures, before, few)


def held_out(gold: Sequence[Path]) -> tuple[list[Doc], Callable[[str], Weights]]:
    """The annotated documents of the gold, and for the id of one the weights that were fitted on the other folds.

    So their names are read as in news that nobody labelled.

    Raises InputError as `train` does.
    """
    docs, samples, shown = _prepare(gold, read_gold(gold), "bundled", ontology=())
    folds = _folds(samples)
    learnt = [[*shown, *(s for k, fold in enumerate(folds) for s in fold if k != number)] for number in range(FOLDS)]
    held = [to_weights(_fit(some, None, None, rounds=ROUNDS)) for some in learnt]
    return docs, lambda document: held[fold_of(document, FOLDS)]


def _prepare(
    gold: Sequence[Path], documents: Sequence[GoldDocument], engine: str, *, ontology: tuple[Path, ...]
) -> tuple[list[Doc], list[Sample], list[Sample]]:
    """The annotated documents of the gold, their candidates, and those of the ontology's examples."""
    docs = _annotate(check_account(read_inputs(gold)), engine, ontology)
    samples = collect(docs, documents, ontology)
    told = tuple(read_examples(vocabulary_of(ontology).graph))
    shown = collect(_annotate([Article(e.id, e.text, date=e.date) for e in told], engine, ontology), told, ontology)
    return docs, samples, shown


def _folds(samples: Sequence[Sample]) -> list[list[Sample]]:
    return [[s for s in samples if fold_of(s.document, FOLDS) == number] for number in range(FOLDS)]


def collect(docs: Sequence[Doc], documents: Sequence[GoldDocument], ontology: tuple[Path, ...] = ()) -> list[Sample]:
    """The candidates of every sentence with what the gold says of them."""
    grammar, vocabulary, known = grammar_of(ontology), vocabulary_of(ontology), known_bodies(ontology)
    told = {document.id: read_names(document, vocabulary, grammar) for document in documents}
    samples = []
    for written in docs:
        doc = as_simplified(written)
        names = told[doc.article.id.partition("#")[0]]
        context = context_of(doc)
        readings = draft_sentences(doc, grammar, known)
        for reading, signs in zip(readings, find_signs(readings, grammar, context), strict=True):
            if signs is not None:
                truth = find_truth(names, doc.article.text, reading.sentence.span)
                labels = tuple(truth[c.cls].of(span_of(reading, c)) for c in signs.candidates)
                samples.append(Sample(doc.article.id, reading, signs, truth, labels))
    return samples


def count_classes(folds: Sequence[Sequence[Sample]], held: Sequence[Weights]) -> dict[str, Counts]:
    """How many names of each class the models find with their true edges in documents that they were not fitted on."""
    counts = {cls: Counts() for cls in LEAST}
    for fold, weights in zip(folds, held, strict=True):
        for sample in fold:
            scores = weights.probabilities(sample.signs.rows(weights.codes)).tolist()
            for cls in counts:
                truth = sample.truth[cls]
                chosen = {c.span for c in choose(sample.reading, sample.signs, scores, least=weights.least) if c.cls == cls}
                counts[cls] += Counts(len(chosen & truth.best), _judged(chosen, truth), len(truth.best))
    return counts


def _judged(chosen: set[Span], truth: Truth) -> int:
    """How many of the chosen spans the gold can judge: those that share characters with a true one, shorter accepted forms left aside."""
    return len([span for span in chosen - truth.accepted if any(span.overlaps(best) for best in truth.best)])


def to_bytes(fitted: Fitted, *, gold: str, documents: int) -> bytes:
    """The model as a file."""
    return write_trees(fitted.trees, to_note(fitted.codes, LEAST, gold=gold, documents=documents))


def to_weights(fitted: Fitted) -> Weights:
    """The model as it reads."""
    return Weights(to_ensemble(fitted.trees, SHARED), fitted.codes, LEAST, "", 0)


def _annotate(articles: Sequence[Article], engine: str, ontology: tuple[Path, ...]) -> list[Doc]:
    return [doc for at in range(0, len(articles), 32) for doc in engine_of(engine, ontology)(articles[at : at + 32])]


def _fitted(start: Path | None) -> Fitted:
    weights = read_weights(start)
    return Fitted(read_trees(weights.path.read_bytes())[0], tuple(dict(code) for code in weights.codes))


def _margins(sample: Sample, base: Weights) -> Labels:
    chances = np.clip(base.probabilities(sample.signs.rows(base.codes)).astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(chances / (1 - chances)))


def _fit(samples: Sequence[Sample], start: Fitted | None, margins: Mapping[int, Labels] | None, *, rounds: int) -> Fitted:
    if start is not None and rounds == 0:
        return start
    return fit(samples, start=start, margins=None if margins is None else [margins[id(s)] for s in samples], rounds=rounds)


def _loss(samples: Sequence[Sample], weights: Weights) -> float:
    """The negative log-likelihood of what the gold says of the candidates."""
    total = 0.0
    for sample in samples:
        chances = np.clip(weights.probabilities(sample.signs.rows(weights.codes)), 1e-6, 1 - 1e-6)
        total -= sum(float(np.log(p if label else 1 - p)) for p, label in zip(chances, sample.labels, strict=True) if label is not None)
    return total


def _judge(docs: Sequence[Doc], held: Sequence[Weights], gold: Sequence[Path], *, ontology: tuple[Path, ...]) -> Figures:
    """The facts of every document, read with the model of its fold, against the gold."""
    reads = [read_doc(doc, ontology, held[fold_of(doc.article.id, FOLDS)]) for doc in docs]
    graph = graph_of(reads, ontology, options={})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        write_graph(graph, path)
        return evaluate(path, gold).figures["strict"]


def _write(out: Path, model: bytes) -> None:
    try:
        out.write_bytes(model)
    except OSError as error:
        raise OutputError(
            message(
                "{out}: cannot be written: {reason}; name a file in a folder that you may write to with -o",
                out=out,
                reason=reason_of(error),
            ),
        ) from error
