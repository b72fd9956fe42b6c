"""Anything as input: python benchmarks/fuzz.py [-m MINUTES] [--with atheris] [--only NAME ...] [-o FOLDER] [--log FILE.jsonl]; --report.

Four properties are tried with values made at random until the minutes are over: raw text to articles and sentences, date words to dates,
annotated documents (any tokens, tags, names and roles) to claims and to a graph, and what a build does with the store of its readings,
cut off and damaged in between. By default hypothesis makes the values; `--with atheris` (a package of its own) lets libFuzzer look for
those that reach new code of kg. A fault is written to FOLDER with its value. Each run is a line of benchmarks/reliability.jsonl, and
--report prints all of them as the documentation shows them.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal

from kg import __version__
from kg.building import graph_of
from kg.entities import ArticleEntities
from kg.errors import OutputError
from kg.graph import GraphFacts, to_graph, write_facts, write_graph
from kg.interpret import Read, grammar_of, names_of, read_doc, vocabulary_of
from kg.model import Article, Dependency, Doc, Name, Role, Sentence, Span, Srl, Token
from kg.names import load_names
from kg.namespaces import BASE, ontology_folder
from kg.readings import Basis, open_store
from kg.readings.plain import from_plain, to_plain
from kg.text import split_articles, split_sentences
from kg.text.radicals import as_ideograph
from kg.times import date_bounds, find_dates

# What came of faults that were met: how each showed itself, and what it was.
MENDED = {
    "AssertionError in fuzz.py:check_documents": "whom guests visit (来校访问) quoted nothing; it stands in the words of the visit",
    "AssertionError in fuzz.py:run_damaged": "a store damaged within was told as one that cannot be written, for ever; it is taken away",
    "UnicodeDecodeError in store.py:_connect": "the message on a damaged store quoted its bytes, which no text are; it is taken away too",
    "TypeError in store.py:plan": "an id of a damaged store was bytes and could not be sorted; such a store is taken away",
    "_Damaged in store.py:_telling": "no fault of kg: damage in what one build has no need to read is told by the next, in its one line",
    "AssertionError in fuzz.py:check_text": "no fault of kg: the check did not know that a radical, ⼫, becomes its ideograph, 尸",
}
LOG = Path(__file__).with_name("reliability.jsonl")
DAYS = [None, datetime.date(2024, 2, 29), datetime.date(2023, 5, 22), datetime.date.max, datetime.date.min]
MARKS = [*"，。；：、！？“”‘’《》（）()[]—…·-/%$0123456789０１９两三十百千万亿年月日ABCxyzé한😀\u200b\ufeff\x0c\x00\ue000\u3000 \n\r\t"]


def words_of(file: str) -> list[str]:
    """The short literals of a file of the ontology that hold Chinese."""
    graph = Graph().parse(ontology_folder() / file)
    found = {str(value) for value in graph.objects() if isinstance(value, Literal)}
    return sorted(word for word in found if len(word) <= 8 and any("\u4e00" <= sign <= "\u9fff" for sign in word))


def joined(*words: list[str], most: int) -> st.SearchStrategy[str]:
    """Words of the lists, marks and any other characters, one behind the other."""
    piece = st.one_of(*map(st.sampled_from, words), st.sampled_from(MARKS), st.text(max_size=2))
    return st.lists(piece, max_size=most).map("".join)


# Raw text to articles and sentences


def check_text(raw: str) -> None:
    """Each character of an article, radicals apart, stands in the raw text in the same order, and its sentences leave nothing out."""
    folded = "".join(map(as_ideograph, raw))
    for article in split_articles(raw, id="a", date=datetime.date(2024, 2, 29)):
        end = 0
        for run in article.runs:
            assert article.text[run.start : run.start + run.length] == folded[run.raw : run.raw + run.length]
            assert not article.text[end : run.start].strip("\n ")
            end = run.start + run.length
        end = 0
        for sentence in split_sentences(article):
            assert end <= sentence.span.start < sentence.span.end and not article.text[end : sentence.span.start].strip()
            end = sentence.span.end
        assert not article.text[end:].strip()


# Date words to dates


def check_times(given: tuple[str, datetime.date | None, str]) -> None:
    """Dates stand in the text one behind the other, and mean days of the calendar in their order."""
    text, base, context = given
    end = 0
    for date in find_dates(text, base, context=context):
        assert date.span.start >= end and date.span.of(text) == date.text
        first, last = date_bounds(date.edtf)
        for day in filter(None, (first, last)):
            datetime.date.fromisoformat(day)
        assert not (first and last) or first <= last
        end = date.span.end


# Annotated documents to claims and to a graph

TAGS = ["n", "nz", "nw", "nr", "ns", "nt", "t", "v", "vn", "a", "d", "m", "q", "r", "p", "c", "u", "w", "x", "PER", "LOC", "ORG", "TIME"]
NAMED = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION", "TIME": "TIME"}
KINDS = ["body"] * 12 + ["headline", "dateline", "byline", "caption", "label list"]
PARTS = [("涪江大学", "ORG"), ("蜀光公司", "ORG"), ("清江", "LOC"), ("绵阳市", "LOC"), ("周明", "PER"), ("李慧敏", "PER"), ("校长", "n")]
PARTS += [("5月20日", "TIME"), ("去年", "TIME"), ("第五届", "m"), ("博览会", "n"), ("《", "w"), ("》", "w"), ("“", "w"), ("”", "w")]
PARTS += [("，", "w"), ("。", "w"), ("、", "w"), ("（", "w"), ("）", "w"), ("\n", "w"), ("和", "c"), ("与", "p"), ("由", "p"), ("的", "u")]


def parts_of_speech() -> list[tuple[str, str]]:
    """Words with the tags that suit them: verbs of the grammar, its other words, names of the lexicon."""
    grammar = grammar_of()
    others = sorted({word for found in grammar.words.values() for word in found})
    return PARTS * 20 + [(verb, "v") for verb in sorted(grammar.verbs)] + [(word, "n") for word in others]


def documents() -> st.SearchStrategy[Doc]:
    """Documents of a few sentences whose layers fit their text and nothing else."""
    known, names = parts_of_speech(), sorted(load_names().by_name)
    word = st.one_of(
        st.sampled_from(known),
        st.sampled_from(known),
        st.tuples(st.sampled_from([word for word, _ in known]), st.sampled_from(TAGS)),
        st.tuples(st.sampled_from(names), st.just("ORG")),
        st.tuples(st.text(min_size=1, max_size=3), st.sampled_from(TAGS)),
    )
    place = st.integers(0, 60)
    layers = st.tuples(st.lists(st.tuples(place, place, st.sampled_from(sorted(NAMED.values()))), max_size=3), st.lists(place, max_size=6))
    sentence = st.tuples(st.lists(word, min_size=1, max_size=40), st.sampled_from(KINDS), layers)
    return st.builds(to_doc, st.lists(sentence, min_size=1, max_size=5), st.sampled_from(DAYS), st.booleans())


def to_doc(sentences: list[Any], date: datetime.date | None, titled: bool) -> Doc:
    """The document of such sentences, one a line."""
    text, made = "", []
    for words, kind, (names, roles) in sentences:
        begin, tokens = len(text), []
        for word, tag in words:
            tokens.append(Token(Span(len(text), len(text) + len(word)), tag))
            text += word
        own = [Name(token.span, NAMED[token.pos]) for token in tokens if token.pos in NAMED]
        wide = [Name(_over(tokens, one, other), label) for one, other, label in names]
        made.append(
            Sentence(
                Span(begin, len(text)),
                kind,
                tuple(tokens),
                tuple(sorted({name.span: name for name in (*own, *wide)}.values(), key=lambda name: name.span)),
                tuple(_srl(tokens, roles)),
                tuple(Dependency(head % len(tokens) - 1, "nsubj") for head in roles) if len(roles) == len(tokens) else (),
            )
        )
        text += "\n"
    title = made[0].span.of(text) if titled else ""
    return Doc(Article("a", text, title, date=date), tuple(made), "fuzz")


def _over(tokens: list[Token], one: int, other: int) -> Span:
    first, last = sorted((one % len(tokens), other % len(tokens)))
    return Span(tokens[first].span.start, tokens[last].span.end)


def _srl(tokens: list[Token], roles: list[int]) -> list[Srl]:
    if len(roles) < 3:
        return []
    spans = [tokens[place % len(tokens)].span for place in roles]
    return [Srl(spans[0], tuple(Role(span, label) for span, label in zip(spans[1:], ("ARG0", "ARG1", "ARGM-TMP"), strict=False)))]


def check_documents(doc: Doc) -> None:
    """Claims quote their text, come back from the store as they were, and make a graph that both writers write alike."""
    read, text = read_doc(doc), doc.article.text
    for claim in read.claims:
        for mention in filter(None, (claim.subject, claim.object, claim.where, claim.speaker)):
            assert mention.span.of(text) == mention.text
        assert all(0 <= span.start < span.end <= len(text) for span in (claim.evidence, claim.predicate))
        assert claim.relation in vocabulary_of().relations and 0 <= claim.confidence <= 1
    assert from_plain(Read, json.loads(json.dumps(to_plain(read)))) == read
    if read.claims and len(text) % 8 == 0:
        check_graph(read)


def check_graph(read: Read) -> None:
    """The graph of one reading, written from rdflib and straight from its facts, has the same bytes, and rdflib reads them."""
    from kg.entities import resolve

    entities = resolve([read.entities], base=BASE, grammar=grammar_of(), names=names_of())
    graph = to_graph([read.article], read.claims, entities, ontology=vocabulary_of(), options={})
    assert len(graph) == len(graph_of([read], options={}))
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one.ttl"), Path(folder, "other.ttl")
        write_graph(graph, one)
        write_facts(GraphFacts(entities, vocabulary_of()), [(read.article, read.claims)], other, options={})
        assert one.read_bytes() == other.read_bytes()
        assert len(Graph().parse(one)) == len(graph)


# What builds do with the store of readings

IDS = ["a", "b", "c", "é，", "长" * 90]
Step = tuple[str, list[tuple[str, str]], bool, int]


def steps() -> st.SearchStrategy[list[Step]]:
    """Builds of some articles on one of two bases, whole, cut off after some of them, or with bytes of the file damaged before."""
    articles = st.lists(st.tuples(st.sampled_from(IDS), joined(most=3)), max_size=5)
    how = st.sampled_from(["whole", "whole", "cut off", "torn", "damaged"])
    return st.lists(st.tuples(how, articles, st.booleans(), st.integers(0, 10**9)), min_size=1, max_size=7)


def check_store(found: list[Step]) -> None:
    """After each build that comes to its end the store holds what it should; one with damage comes to its end when it is started again."""
    with tempfile.TemporaryDirectory() as folder:
        path, held = Path(folder) / "readings.sqlite", dict[str, Article]()
        hurt = False
        for how, articles, keep, number in found:
            given = {id: Article(id, text, source=f"file {number % 3}") for id, text in articles}
            basis = Basis("e", "o", "m", str(number % 2))
            if how == "damaged" and path.exists():
                damage(path, number)
                held, hurt = run_damaged(path, given, basis), True
                continue
            stop, torn = number % 5 if how != "whole" else None, how == "torn"
            try:
                held = run_build(path, given, basis, keep=keep, stop=stop, torn=torn, held=held)
            except OutputError:
                assert hurt  # in what the build before had no need to read
                held = run_damaged(path, given, basis)


def read_of(article: Article) -> Read:
    return Read(article, (), ArticleEntities(article.id, (), ""), "fuzz")


def run_build(
    path: Path, given: dict[str, Article], basis: Basis, *, keep: bool, stop: int | None, torn: bool, held: dict[str, Article] | None
) -> dict[str, Article]:
    """One build as `kg.building` makes it; what the store holds afterwards. `held` is what it should hold before, where that is known."""
    with open_store(path) as store:
        plan = store.plan(list(given.values()), basis, keep=keep)
        before = dict(held or {})
        if held is not None:
            assert plan.held == tuple(sorted({*given, *(held if keep else ())}))
            assert set(plan.gone) == (set() if keep else held.keys() - given.keys())
            read = {one.id for one in plan.to_read}
            assert {id for id, one in given.items() if id not in held or held[id].text != one.text} <= read
            assert {id for id, one in given.items() if held.get(id) != one} <= read | {one.id for one in plan.moved}
        for one in plan.to_read[:stop]:
            store.add([read_of(one)], basis)
            before[one.id] = one
        if torn:
            store.connection.execute("BEGIN IMMEDIATE")
            store.connection.execute("DELETE FROM reading")
        if stop is not None:
            return before
        store.move(plan.moved)
        before |= {one.id: one for one in plan.moved}
        store.drop(plan.gone)
        after = {id: before.get(id) or store.article(id) for id in plan.held}
        assert [one.id for one in store.articles()] == sorted(plan.held) and {one.id: one for one in store.articles()} == after
        assert [one.article for one in store.entities()] == sorted(plan.held) and len(list(store.claims())) == len(plan.held)
        store.write(plan.held)
        store.settle(basis)
        again = store.plan(list(given.values()), basis, keep=keep)
        assert not again.to_read and not again.moved
        return after


def damage(path: Path, number: int) -> None:
    content = bytearray(path.read_bytes())
    begin = number % len(content)
    content[begin : begin + 1 + number % 300] = bytes([number % 256]) * (1 + number % 300)
    path.write_bytes(content[: len(content) - number % 3 * (number % 5000)])


def run_damaged(path: Path, given: dict[str, Article], basis: Basis) -> dict[str, Article]:
    """The same build until it comes to its end, each time with a line that says what was wrong."""
    for _ in range(len(IDS) + 3):
        try:
            return run_build(path, given, basis, keep=False, stop=None, torn=False, held=None)
        except OutputError as error:
            assert "\n" not in str(error) + error.in_language("zh")
    raise AssertionError("the build never ends")


# Running them

Target = tuple[Callable[[], st.SearchStrategy[Any]], Callable[[Any], None]]
TARGETS: dict[str, Target] = {
    "text": (lambda: joined(words_of("layout.ttl"), words_of("times.ttl"), most=60), check_text),
    "times": (
        lambda: st.tuples(
            joined(words_of("times.ttl"), most=14), st.sampled_from(DAYS), st.sampled_from(["", "2024", "2024-02", "2023-01-31"])
        ),
        check_times,
    ),
    "documents": (documents, check_documents),
    "store": (steps, check_store),
}


# libFuzzer sees which code of kg a value reaches where it was imported so.
INSTRUMENTED = """
import sys, atheris
sys.path.insert(0, {folder!r})
with atheris.instrument_imports(include=["kg"]):
    import fuzz
fuzz.main()
"""


class Watch:
    """A property that counts its values and writes down, once for each place in the code, the first value at which it fails."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.check = TARGETS[name][1]
        self.tried = 0
        self.faults: Counter[str] = Counter()

    def __call__(self, value: Any) -> None:
        self.tried += 1
        try:
            self.check(value)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} in {Path(last.filename).name}:{last.name}"
            self.faults[key] += 1
            if self.faults[key] == 1:
                self.folder.mkdir(parents=True, exist_ok=True)
                told = f"{value!r}\n\n{traceback.format_exc()}"
                path = self.folder / f"{self.name}-{len(self.faults)}.txt"
                path.write_text(told, encoding="utf-8", errors="backslashreplace")
                print(f"{self.name}: {key}: {path}", file=sys.stderr, flush=True)


def fuzz_with_hypothesis(watch: Watch, end: float, number: int) -> None:
    """New values until the time is over."""
    strategy = TARGETS[watch.name][0]()
    while time.monotonic() < end:
        number += 1

        @seed(number)
        @settings(max_examples=200, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(strategy)
        def once(value: Any) -> None:
            if time.monotonic() < end:
                watch(value)

        once()


def fuzz_with_atheris(watch: Watch, seconds: float, number: int) -> None:
    """libFuzzer's values by hypothesis's own bridge; it ends the process, after what was found is written down."""
    import atheris

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(TARGETS[watch.name][0]())
    def once(value: Any) -> None:
        watch(value)

    end, begin = time.monotonic() + seconds, time.process_time()

    def one(content: bytes) -> None:
        once.hypothesis.fuzz_one_input(content)
        if time.monotonic() > end:
            tell(watch, "atheris", seconds, time.process_time() - begin)
            os._exit(0)

    atheris.Setup([sys.argv[0], f"-seed={number + 1}", "-max_len=4096", "-rss_limit_mb=4096", "-timeout=300"], one)
    atheris.Fuzz()


def note(log: Path, **run: object) -> None:
    """Add what one run has found to the log, and print it."""
    line = json.dumps({"day": datetime.date.today().isoformat(), "kg": __version__, **run}, ensure_ascii=False)
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    print(line, flush=True)


def tell(watch: Watch, tool: str, seconds: float, cpu: float) -> None:
    """Print what one run has found, as a line of the log."""
    run = {
        "day": datetime.date.today().isoformat(),
        "kg": __version__,
        "what": watch.name,
        "with": tool,
        "minutes": round(seconds / 60, 1),
        "CPU minutes": round(cpu / 60, 1),
        "values": watch.tried,
        "faults": dict(watch.faults),
    }
    print(json.dumps(run, ensure_ascii=False), flush=True)


def run_apart(words: list[str], tool: str) -> str:
    """What one run prints, in a process of its own, since libFuzzer ends the one that it is in."""
    begin = ["-c", INSTRUMENTED.format(folder=str(Path(__file__).parent))] if tool == "atheris" else [__file__]
    return subprocess.run([sys.executable, *begin, *words], stdout=subprocess.PIPE, text=True, check=True).stdout


def report(log: Path) -> str:
    """The runs of the log, summed up."""
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    faults: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        run = json.loads(line)
        if run["what"] not in TARGETS:
            continue
        sums[run["what"], run["with"]].update({"minutes": run["minutes"], "CPU": run["CPU minutes"], "values": run["values"]})
        for fault, count in run["faults"].items():
            faults[f"{run['what']}, {run['day']}: {fault}"] += count
    rows = [f"| {what} | {tool} | {n['minutes']:.0f} | {n['CPU']:.0f} | {n['values']:,} |" for (what, tool), n in sorted(sums.items())]
    whole = sum((n for n in sums.values()), Counter[str]())
    rows.append(f"| all | | {whole['minutes']:.0f} | {whole['CPU']:.0f} | {whole['values']:,} |")
    told = "\n".join(_told(fault, count) for fault, count in sorted(faults.items())) or "- none"
    return "\n".join(["| what | with | minutes | CPU minutes | values |", "|---|---|---:|---:|---:|", *rows, "", "Faults met:", "", told])


def _told(fault: str, count: int) -> str:
    mended = MENDED.get(fault.partition(": ")[2])
    return f"- {fault}: {count} values" + (f" (mended: {mended})" if mended else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-m", type=float, default=2, help="minutes for each")
    parser.add_argument("--with", dest="tool", choices=["hypothesis", "atheris"], default="hypothesis")
    parser.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", type=Path, default=Path(tempfile.gettempdir()) / "kg-fuzz")
    parser.add_argument("--log", type=Path, default=LOG)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--apart", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.report:
        print(report(asked.log))
        return
    if not asked.apart:
        for name in asked.only:
            words = ["--apart", "-m", str(asked.m), "--with", asked.tool, "--only", name, "--seed", str(asked.seed), "-o", str(asked.o)]
            line = run_apart(words, asked.tool)
            print(line, end="", flush=True)
            with asked.log.open("a", encoding="utf-8") as log:
                log.write(line)
        return
    watch, seconds, begin = Watch(asked.only[0], asked.o), 60 * asked.m, time.process_time()
    if asked.tool == "atheris":
        fuzz_with_atheris(watch, seconds, asked.seed)
    fuzz_with_hypothesis(watch, time.monotonic() + seconds, 1_000_000 * asked.seed)
    tell(watch, "hypothesis", seconds, time.process_time() - begin)


if __name__ == "__main__":
    main()
