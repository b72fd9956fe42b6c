/* Reading: the whole article beside the graph, its facts marked in it; and the facts of an entity in the order of time. */

/** @type {string[] | null} the articles' texts, once they are unpacked */
let texts = null;
/** @type {number[][]} where the sentences of each text begin and end, in code points */
let textCuts = [];

/** Unpacks the texts, and draws the article or the answer that is waiting for them. */
async function unpackTexts() {
  if (!RAW.texts || texts) return;
  const bytes = Uint8Array.from(atob(RAW.texts), (char) => char.charCodeAt(0)),
    stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  [texts, textCuts] = JSON.parse(await new Response(stream).text());
  if (state.article >= 0) {
    updatePanel();
    showTold();
  } else if (state.ask) {
    lastAsked.key = "";
    updatePanel();
  }
}

/** Opens an article, at a claim where one is given. @param {number} article @param {Claim | null} [claim] */
function openArticle(article, claim = null) {
  state.article = article;
  state.told = claim ? claim.n : -1;
  state.node = -1;
  state.edge = null;
  lightTold();
  show();
  focusDetails();
  showTold();
}

/** The line of the claim that is read is lit in the graph. */
function lightTold() {
  const fact = state.told >= 0 ? claims[state.told].fact : null;
  state.edge = fact && fact.o >= 0 && fact.o !== fact.s ? [fact.s, fact.o] : null;
}

/** Chooses a claim of the article that is read. @param {Claim} claim */
function tell(claim) {
  state.told = claim.n;
  lightTold();
  show();
  showTold();
  const { fact } = claim;
  announce(`${entities[fact.s].label} ${termLabel(relations[fact.p])} ${objectLabel(fact)}`, true);
}

/** Brings the chosen claim into sight, in the text. */
function showTold() {
  if (state.told < 0) return;
  const mark = document.querySelector("#panel .reading .told") || document.querySelector("#panel .fact.told");
  mark?.scrollIntoView({ block: "center" });
}

/** The claims of an article that pass the filters, in the order of the text. @param {number} article */
const claimsOf = (article) =>
  claims
    .filter((claim) => claim.article === article && selection.ok[claim.n])
    .sort((a, b) => startOf(a) - startOf(b) || a.n - b.n);
/** @param {Claim} claim */
const startOf = (claim) => (claim.sentence >= 0 ? sentences[claim.sentence].begin : Infinity);

/** Where subject, predicate and object of a claim stand in its article, in code points. @param {Claim} claim @returns {Mark[]} */
function spansInArticle(claim) {
  /** @type {Mark[]} */
  const spans = [];
  const kinds = ["s", "p", "o"],
    marks = claim.marks || [];
  for (let which = 0; which < 3; which++) {
    const from = marks[which * 2];
    if (from >= 0)
      spans.push([kinds[which], articleOffset(claim.sentence, from), articleOffset(claim.sentence, Number(marks[which * 2 + 1]))]);
  }
  for (const [which, from, to] of claim.context || []) spans.push([kinds[which], from, to]);
  return spans;
}

/** Articles of the selection by day, to go from one to the next. */
function articleOrder() {
  const cited = new Set(scopedFacts().flatMap(passingClaims).map((claim) => claim.article));
  return articles
    .filter((article) => cited.has(article.n) || article.n === state.article)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.n - b.n))
    .map((article) => article.n);
}

/** @param {Article} article */
function articlePanel(article) {
  const told = claimsOf(article.n),
    order = articleOrder(),
    at = order.indexOf(article.n),
    chosen = told.findIndex((claim) => claim.n === state.told);
  const turn = (/** @type {string} */ key, /** @type {number | undefined} */ n) =>
    make("button", { disabled: n === undefined, id: key, on: { click: () => n !== undefined && openArticle(n) } }, t(key));
  const step = (/** @type {string} */ key, /** @type {Claim | undefined} */ claim) =>
    make("button", { disabled: !claim, id: key, on: { click: () => claim && tell(claim) } }, t(key));
  const url = safeUrl(article.url);
  return [
    closeButton(),
    make("h2", { tabindex: -1 }, isolated(article.title)),
    make(
      "p",
      { class: "soft" },
      article.publisher && make("span", { class: "part" }, isolated(article.publisher)),
      article.date && make("time", { class: "part" }, article.date),
      url
        ? make("a", { class: "part", href: url, target: "_blank", rel: "noopener noreferrer" }, t("source"))
        : article.url && make("span", { class: "part" }, isolated(article.url)),
    ),
    make("div", { class: "tools" }, turn("previousArticle", order[at - 1]), turn("nextArticle", order[at + 1]), step("previousFact", told[chosen < 0 ? -1 : chosen - 1]), step("nextFact", told[chosen + 1])),
    markLegend(),
    readingText(article, told),
    section([t("factsOfArticle"), make("span", { class: "number" }, told.length)], told.map(toldCard)),
  ];
}

/** The text with its marks; where the page does not carry it, the sentences that it cites. @param {Article} article @param {Claim[]} told */
function readingText(article, told) {
  const text = texts ? texts[article.n] : "";
  if (RAW.texts && !texts) {
    unpackTexts();
    return make("p", { class: "hint" }, t("unpacking"));
  }
  if (!text) {
    const cited = [...new Set(told.map((claim) => claim.sentence).filter((n) => n >= 0))].sort((a, b) => sentences[a].begin - sentences[b].begin);
    return make(
      "div",
      { class: "reading", ...ZH },
      make("p", { class: "hint" }, t("noText")),
      cited.map((n) => make("p", {}, markedWithin(sentences[n].text, sentences[n].begin, told))),
    );
  }
  /** @type {any[]} */
  const paragraphs = [];
  let begin = 0;
  for (const line of text.split("\n")) {
    if (line.trim()) paragraphs.push(make("p", {}, markedWithin(line, begin, told)));
    begin += [...line].length + 1;
  }
  return make("div", { class: "reading", ...ZH }, paragraphs);
}

/** A stretch of the article with what claims say of it: every part a button to its claim, the chosen claim in the three colours.
 * @param {string} line @param {number} begin  its offset in code points @param {Claim[]} told */
function markedWithin(line, begin, told) {
  const chars = [...line],
    cuts = new Set([0, chars.length]),
    /** @type {{kind: string, from: number, to: number, claim: Claim}[]} */ spans = [];
  for (const claim of told)
    for (const [kind, start, end] of spansInArticle(claim)) {
      const from = Math.max(0, start - begin),
        to = Math.min(chars.length, end - begin);
      if (from >= to) continue;
      spans.push({ kind, from, to, claim });
      cuts.add(from).add(to);
    }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, k) => {
    const piece = chars.slice(from, places[k + 1]).join(""),
      here = spans.filter((span) => span.from <= from && span.to >= places[k + 1]);
    if (!here.length) return piece;
    const lit = here.filter(({ claim }) => claim.n === state.told),
      next = here[(here.findIndex(({ claim }) => claim.n === state.told) + 1) % here.length].claim;
    return make(
      "button",
      {
        class: lit.length ? `mark told ${lit.map(({ kind }) => kind).join(" ")}` : "mark",
        title: [...new Set(here.map(({ claim }) => termLabel(relations[claim.fact.p])))].join(" · "),
        on: { click: () => tell(next) },
      },
      piece,
    );
  });
}

/** A claim of the article as one line that leads to its place in the text. @param {Claim} claim */
function toldCard(claim) {
  const { fact } = claim;
  return make(
    "article",
    { class: claim.n === state.told ? "fact told" : "fact" },
    make(
      "p",
      { class: "triple" },
      entityLink(fact.s),
      " ",
      make("button", { class: "relation link", on: { click: () => tell(claim) } }, termLabel(relations[fact.p])),
      " ",
      fact.o >= 0 ? entityLink(fact.o) : make("span", { class: "literal" }, isolated(objectLabel(fact))),
      claim.modality === ASSERTED ? null : make("span", { class: "badge" }, t(RAW.modalities[claim.modality])),
    ),
  );
}

/** The facts of an entity in the order of time, each with its sentence: a report to read through or print. @param {Entity} entity */
function reportOf(entity) {
  const told = entity.facts.flatMap((fact) => {
    const passing = passingClaims(fact);
    return passing.length ? [passing.reduce((one, other) => (other.confidence > one.confidence ? other : one))] : [];
  });
  const day = (/** @type {Claim} */ claim) => claim.first || claim.last;
  told.sort((a, b) => (day(a) || "9").localeCompare(day(b) || "9") || a.n - b.n);
  return make(
    "ol",
    { class: "report" },
    told.map((claim) =>
      make(
        "li",
        {},
        make("time", { class: "number soft" }, periodText(claim.first, claim.last) || t("undated")),
        factCard(claim.fact, entity.n),
      ),
    ),
  );
}
