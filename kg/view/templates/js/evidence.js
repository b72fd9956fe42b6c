/* A fact with its sentences: subject, predicate and object marked, article, date, confidence. */

const LONG_SENTENCE = 100,
  AROUND = 22;
/** The language of the evidence, for those who have it read to them. */
const ZH = { lang: "zh-CN" };
/** @typedef {[string, number, number]} Mark  class, start, end in UTF-16 units; start -1 for none */

/** The sentence with its parts marked; parts may overlap or be missing. Of a long sentence first what stands around them. @param {Claim} claim */
function quote(claim) {
  const { text } = sentences[claim.sentence],
    at = claim.marks;
  /** @type {Mark[]} */
  const spans = at
    ? [
        ["s", at[0], at[1]],
        ["p", at[2], at[3]],
        ["o", at[4], at[5]],
      ]
    : [];
  const kept = keptRanges(text, spans),
    sum = kept.reduce((length, [from, to]) => length + to - from, 0);
  if (text.length < LONG_SENTENCE || !kept.length || sum > text.length * 0.8) return make("blockquote", ZH, marked(text, spans));
  const block = make("blockquote", ZH),
    open = () => block.replaceChildren(...marked(text, spans));
  const gap = () => make("button", { class: "gap", "aria-label": t("fullSentence"), title: t("fullSentence"), on: { click: open } }, "……");
  block.append(
    ...kept.flatMap(([from, to]) => [from ? gap() : "", ...marked(text, spans, from, to)]),
    kept[kept.length - 1][1] < text.length ? gap() : "",
  );
  return block;
}

/** The parts of a text around the marks, in order, those that nearly meet joined. @param {string} text @param {Mark[]} spans @returns {[number, number][]} */
function keptRanges(text, spans) {
  const around = spans
    .filter(([, start]) => start >= 0)
    .map(([, start, end]) => [Math.max(0, start - AROUND), Math.min(text.length, end + AROUND)])
    .sort((a, b) => a[0] - b[0]);
  /** @type {[number, number][]} */
  const kept = [];
  for (const [from, to] of around) {
    const last = kept[kept.length - 1];
    if (last && from <= last[1] + 8) last[1] = Math.max(last[1], to);
    else kept.push([from, to]);
  }
  return kept.map(([from, to]) => [
    wholeCharacter(text, from < 8 ? 0 : from),
    wholeCharacter(text, text.length - to < 8 ? text.length : to),
  ]);
}
/** An offset that does not fall inside a surrogate pair. @param {string} text @param {number} at */
const wholeCharacter = (text, at) => (/[\udc00-\udfff]/.test(text[at] || "") ? at - 1 : at);

/** A text, or its part from `low` to `high`, with marks. @param {string} text @param {Mark[]} spans @param {number} [low] @param {number} [high] */
function marked(text, spans, low = 0, high = text.length) {
  const present = spans.filter(([, start]) => start >= 0),
    inner = present.flatMap(([, start, end]) => [start, end]).filter((cut) => cut > low && cut < high);
  const cuts = [...new Set([low, ...inner, high])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, k) => {
    const kinds = present.filter(([, from, to]) => from <= start && to >= cuts[k + 1]).map(([kind]) => kind),
      piece = text.slice(start, cuts[k + 1]);
    return kinds.length ? make("mark", { class: kinds.join(" ") }, piece) : piece;
  });
}

/** @param {number} n @param {string} [className] */
const entityLink = (n, className = "name") =>
  make("button", { class: className, on: { click: () => openNode(n, true) } }, isolated(fullLabel(n)));

/** Opens an article to be read, at a claim. @param {Article} article @param {Claim | null} [claim] */
const articleLink = (article, claim = null) =>
  make("button", { class: "name", on: { click: () => openArticle(article.n, claim) } }, isolated(article.title));

/** Where a part stands that is not in the sentence itself. @param {Claim} claim */
function elsewhere(claim) {
  return (claim.context || []).map(([which, start, end, sentence, from, to]) => {
    const part = t(["subject", "predicate", "object"][which]);
    if (sentence === undefined) return make("p", { class: "elsewhere" }, t("elsewhereAt", part, start, end));
    return make(
      "p",
      { class: "elsewhere" },
      t("elsewhere", part),
      " ",
      make("q", ZH, marked(sentences[sentence].text, [["spo"[which], from, to]])),
    );
  });
}

/** One claim: its sentence and where it comes from. @param {Claim} claim @param {number} self  the entity whose details these are, -1 for none */
function claimCard(claim, self = -1) {
  const article = articles[claim.article],
    meta = [];
  if (article)
    meta.push(articleLink(article, claim), article.publisher && isolated(article.publisher), article.date && make("time", {}, article.date));
  if (claim.when) meta.push(`${t("when")} ${literals[-1 - claim.when].text}`);
  if (claim.where >= 0) meta.push(make("span", {}, t("where") + " ", entityLink(claim.where)));
  if (claim.speaker >= 0) meta.push(make("span", {}, entityLink(claim.speaker), t("speaker")));
  if (claim.confidence) meta.push(make("span", { class: "number" }, `${t("confidence")} ${claim.confidence.toFixed(2)}`));
  const badge = claim.modality === factModality(claim.fact) ? null : make("span", { class: "badge" }, t(RAW.modalities[claim.modality]));
  return make(
    "div",
    { class: claim.iri && isDecided(dropDecision(claim)) ? "claim dropped" : "claim" },
    claim.sentence >= 0 ? quote(claim) : make("p", { class: "elsewhere" }, t("noEvidence")),
    elsewhere(claim),
    make(
      "p",
      { class: "source" },
      badge,
      meta.filter(Boolean).map((part) => make("span", { class: "part" }, part)),
      claimDecisions(claim, self),
    ),
  );
}

/** Claims, the first few at once and the rest on demand. @param {Claim[]} shown @param {number} first @param {number} self */
function claimList(shown, first, self = -1) {
  const card = (/** @type {Claim} */ claim) => claimCard(claim, self),
    list = make("div", {}, shown.slice(0, first).map(card));
  if (shown.length > first) {
    const rest = make(
      "button",
      { class: "quiet", on: { click: () => rest.replaceWith(...shown.slice(first).map(card)) } },
      t("moreClaims", shown.length - first),
    );
    list.append(rest);
  }
  return list;
}

/** @param {Fact} fact */
const factModality = (fact) => (fact.asserted ? ASSERTED : fact.claims[0].modality);
/** The badge of a fact that is not asserted. @param {Fact} fact */
const factBadge = (fact) => (fact.asserted ? null : make("span", { class: "badge" }, t(RAW.modalities[factModality(fact)])));

/** A whole fact with its claims. @param {Fact} fact @param {number} self  the entity whose name need not be a link */
function factCard(fact, self = -1) {
  const end = (/** @type {number} */ n) => (n === self ? make("strong", {}, isolated(entities[n].label)) : entityLink(n));
  return make(
    "article",
    { class: "fact" },
    make(
      "p",
      { class: "triple" },
      end(fact.s),
      " ",
      make("span", { class: "relation" }, termLabel(relations[fact.p])),
      " ",
      fact.o >= 0 ? end(fact.o) : make("span", { class: "literal" }, isolated(objectLabel(fact))),
      factBadge(fact),
    ),
    claimList(passingClaims(fact), 3, self),
    factNote(fact),
  );
}

/** What the three colours mean. */
const markLegend = () =>
  make(
    "p",
    { class: "marks" },
    make("mark", { class: "s" }, t("subject")),
    " ",
    make("mark", { class: "p" }, t("predicate")),
    " ",
    make("mark", { class: "o" }, t("object")),
  );
