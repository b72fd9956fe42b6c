/* The selection as a table of facts: sortable, read out well, found by the browser's own search. */

const PAGE_ROWS = 400;
let tableRows = PAGE_ROWS;

/** @typedef {{fact: Fact, subject: string, relation: string, object: string, date: string, day: string, modality: string, support: number, confidence: number, article: string, claim: Claim}} Row */
/** @returns {Row[]} */
function tableOfFacts() {
  return scopedFacts().map((fact) => {
    const passing = passingClaims(fact),
      best = passing.reduce((one, other) => (other.confidence > one.confidence ? other : one), passing[0]);
    const modality = fact.asserted ? ASSERTED : passing[0].modality;
    return {
      fact,
      subject: fullLabel(fact.s),
      relation: termLabel(relations[fact.p]),
      object: objectLabel(fact),
      date: periodText(best.first, best.last),
      day: best.first || best.last,
      modality: fact.stated ? t(RAW.modalities[modality]) : t("lexicon"),
      support: fact.support,
      confidence: best.confidence,
      article: articles[best.article]?.title || "",
      claim: best,
    };
  });
}

const COLUMNS = ["subject", "rel", "object", "date", "modality", "support", "confidence", "article"];
/** @param {Row} row @param {string} key @returns {any} */
const cellOf = (row, key) => /** @type {any} */ (row)[key === "rel" ? "relation" : key === "date" ? "day" : key];

function updateTable() {
  const collator = new Intl.Collator(lang === "zh" ? "zh-CN-u-co-pinyin" : "en", { numeric: true }),
    sortDown = state.sort.startsWith("-"),
    sortKey = state.sort.replace("-", ""),
    sign = sortDown ? -1 : 1;
  const sorted = tableOfFacts().sort((a, b) => {
    const x = cellOf(a, sortKey),
      y = cellOf(b, sortKey);
    return (
      sign * (typeof x === "number" ? x - y : sortKey === "date" ? (x < y ? -1 : x > y ? 1 : 0) : collator.compare(x, y)) ||
      a.fact.n - b.fact.n
    );
  });
  const sortBy = (/** @type {string} */ key) => {
    state.sort = sortKey === key && !sortDown ? "-" + key : key;
    show();
    document.getElementById("sort-" + key)?.focus();
  };
  const head = make(
    "tr",
    {},
    COLUMNS.map((key) =>
      make(
        "th",
        { scope: "col", "aria-sort": sortKey === key ? (sortDown ? "descending" : "ascending") : "none" },
        make(
          "button",
          { id: "sort-" + key, on: { click: () => sortBy(key) } },
          t(key),
          sortKey === key ? make("span", { "aria-hidden": "true" }, sortDown ? " ↓" : " ↑") : null,
        ),
      ),
    ),
  );
  const body = sorted
    .slice(0, tableRows)
    .map((row) =>
      make(
        "tr",
        { class: row.fact.asserted ? "" : "weak" },
        make("th", { scope: "row" }, entityLink(row.fact.s)),
        make("td", {}, make("button", { class: "relation", on: { click: () => openFact(row.fact) } }, row.relation)),
        make("td", {}, row.fact.o >= 0 ? entityLink(row.fact.o) : isolated(row.object)),
        make("td", { class: "number" }, row.date),
        make("td", {}, row.modality),
        make("td", { class: "number right", "data-name": t("support") }, row.support || "–"),
        make("td", { class: "number right", "data-name": t("confidence") }, row.confidence ? row.confidence.toFixed(2) : "–"),
        make("td", { class: "article" }, row.claim.article >= 0 ? articleLink(articles[row.claim.article], row.claim) : null),
      ),
    );
  const more =
    sorted.length > tableRows
      ? make(
          "button",
          {
            class: "wide",
            on: {
              click: () => {
                tableRows = Infinity;
                updateTable();
              },
            },
          },
          t("showAll", count(sorted.length)),
        )
      : null;
  const note = scopeNote();
  $("#table").replaceChildren(
    ...(note ? [note] : []),
    make("table", {}, make("caption", { class: "sr" }, t("facts")), make("thead", {}, head), make("tbody", {}, body)),
    ...(more ? [more] : []),
    ...(sorted.length ? [] : [make("p", { class: "hint" }, t("noFacts"))]),
  );
}

/** Says that only the opened neighbourhood or path is listed, with the way back to all; null where all is. */
function scopeNote() {
  if (state.focus < 0 && !state.path) return null;
  const said = state.path ? t("scopePath", fullLabel(state.path[0]), fullLabel(state.path[1])) : t("scopeFocus", fullLabel(state.focus), state.hops);
  const all = () => {
    state.focus = -1;
    state.path = null;
    show(true);
    mainElement().focus({ preventScroll: true });
  };
  return make("p", { class: "scope" }, isolated(said), " ", make("button", { class: "quiet", on: { click: all } }, t("scopeAll")));
}

/** @param {Fact} fact */
function openFact(fact) {
  if (fact.o >= 0 && fact.o !== fact.s) openEdge(fact.s + "-" + fact.o);
  else openNode(fact.s);
}
