/* Who works with whom: bodies, or people, joined by events in common and by direct facts, the closest first. */

/** `weight` sums 1 / (n - 1) over the events in common, n the bodies at the event (Newman 2001): a pair alone at an event is closer than two of fifty.
 * @typedef {{one: number, other: number, events: number[], direct: Fact[], weight: number}} Pair */
/** @typedef {{n: number, partners: number, events: Set<number>}} Partner */

const PAIR_ROWS = 100,
  PAIR_COLUMNS = ["one", "other", "common", "weight", "direct"];
let pairRows = PAIR_ROWS;

/** Whether a fact happened as far as the selection says; where the reader chose modalities, those count. @param {Fact} fact */
const isTold = (fact) => fact.stated && passingClaims(fact).some((claim) => state.chosen.mod.size || claim.modality === ASSERTED);

/** Pairs of entities of one kind that share events, or that facts join directly. @param {"body" | "person"} kind @returns {Pair[]} */
function pairsOf(kind) {
  const isMember = (/** @type {number} */ n) => n >= 0 && lookOf(entities[n].cls).color === kind;
  /** @type {Map<number, Pair>} */
  const pairs = new Map();
  const pairOf = (/** @type {number} */ a, /** @type {number} */ b) => {
    const one = Math.min(a, b),
      other = Math.max(a, b),
      known = pairs.get(one * entities.length + other) || { one, other, events: [], direct: [], weight: 0 };
    pairs.set(one * entities.length + other, known);
    return known;
  };
  for (const event of entities) {
    if (lookOf(event.cls) !== LOOKS.Event) continue;
    const members = [
      ...new Set(
        event.facts
          .filter(isTold)
          .map((fact) => otherEnd(fact, event))
          .filter(isMember),
      ),
    ];
    members.forEach((a, k) => {
      for (const b of members.slice(k + 1)) {
        const pair = pairOf(a, b);
        pair.events.push(event.n);
        pair.weight += 1 / (members.length - 1);
      }
    });
  }
  for (const fact of selection.facts)
    if (fact.o !== fact.s && isMember(fact.s) && isMember(fact.o) && isTold(fact)) pairOf(fact.s, fact.o).direct.push(fact);
  return [...pairs.values()];
}

/** Those with most partners at events. @param {Pair[]} pairs @returns {Partner[]} */
function partnersOf(pairs) {
  /** @type {Map<number, Partner>} */
  const found = new Map();
  for (const { one, other, events } of pairs)
    for (const n of events.length ? [one, other] : []) {
      const partner = found.get(n) || { n, partners: 0, events: new Set() };
      partner.partners++;
      for (const event of events) partner.events.add(event);
      found.set(n, partner);
    }
  return [...found.values()].sort((a, b) => b.partners - a.partners || b.events.size - a.events.size || a.n - b.n);
}

/** @param {Pair[]} pairs @returns {Pair[]} */
function sortedPairs(pairs) {
  const column = state.pairs.replace("-", ""),
    sign = state.pairs.startsWith("-") ? -1 : 1,
    collator = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
  const numberOf = (/** @type {Pair} */ pair) =>
    column === "common" ? pair.events.length : column === "direct" ? pair.direct.length : pair.weight;
  const compare = (/** @type {Pair} */ a, /** @type {Pair} */ b) =>
    column === "one" || column === "other"
      ? collator.compare(entities[a[column]].label, entities[b[column]].label)
      : numberOf(a) - numberOf(b);
  return pairs.sort(
    (a, b) =>
      sign * compare(a, b) ||
      b.events.length - a.events.length ||
      b.direct.length - a.direct.length ||
      b.weight - a.weight ||
      a.one - b.one ||
      a.other - b.other,
  );
}

function updateTogether() {
  const pairs = sortedPairs(pairsOf(state.people ? "person" : "body")),
    partners = partnersOf(pairs);
  const choice = (/** @type {boolean} */ people, /** @type {string} */ key) =>
    make("button", { "aria-pressed": state.people === people, id: key, on: { click: () => choosePeople(people, key) } }, t(key));
  const more = make("button", { class: "wide", id: "all-pairs", on: { click: showAllPairs } }, t("showAll", count(pairs.length)));
  $("#together").replaceChildren(
    make("div", { class: "tools" }, choice(false, "bodiesTogether"), choice(true, "peopleTogether")),
    make("p", { class: "soft" }, t("togetherNote")),
    ...(partners.length ? [partnerList(partners.slice(0, 8))] : []),
    pairs.length ? pairTable(pairs.slice(0, pairRows)) : make("p", { class: "hint" }, t("noPairs")),
    ...(pairs.length > pairRows ? [more] : []),
  );
}
/** @param {boolean} people @param {string} key */
function choosePeople(people, key) {
  state.people = people;
  pairRows = PAIR_ROWS;
  show();
  document.getElementById(key)?.focus();
}
function showAllPairs() {
  pairRows = Infinity;
  updateTogether();
}

/** Bars of those with most partners. @param {Partner[]} partners */
function partnerList(partners) {
  const line = (/** @type {Partner} */ { n, partners: number, events }) => {
    const bar = make("i", { class: lookOf(entities[n].cls).color });
    bar.style.width = `${(100 * number) / partners[0].partners}%`;
    return make(
      "li",
      {},
      make("span", { class: "name" }, entityLink(n)),
      make("span", { class: "bar" }, bar),
      make("span", { class: "number" }, t("partnersAt", count(number), count(events.size))),
    );
  };
  return make("section", { class: "partners" }, make("h3", { "aria-level": 2 }, t("mostPartners")), make("ol", {}, partners.map(line)));
}

/** @param {Pair[]} pairs */
function pairTable(pairs) {
  const sortKey = state.pairs.replace("-", ""),
    sortDown = state.pairs.startsWith("-");
  const sortBy = (/** @type {string} */ key) => {
    const firstDown = key !== "one" && key !== "other";
    state.pairs = sortKey === key ? (sortDown ? key : "-" + key) : firstDown ? "-" + key : key;
    show();
    document.getElementById("pairs-" + key)?.focus();
  };
  const words = [
    t(state.people ? "personOne" : "bodyOne"),
    t(state.people ? "personOther" : "bodyOther"),
    t("common"),
    t("closeness"),
    t("direct"),
  ];
  const head = PAIR_COLUMNS.map((key, k) =>
    make(
      "th",
      { scope: "col", "aria-sort": sortKey === key ? (sortDown ? "descending" : "ascending") : "none" },
      make(
        "button",
        { id: "pairs-" + key, title: key === "weight" ? t("closenessNote") : null, on: { click: () => sortBy(key) } },
        words[k],
        sortKey === key ? make("span", { "aria-hidden": "true" }, sortDown ? " ↓" : " ↑") : null,
      ),
    ),
  );
  return make(
    "table",
    {},
    make("caption", { class: "sr" }, t("together")),
    make("thead", {}, make("tr", {}, head, make("th", { scope: "col" }, t("inCommon")))),
    make("tbody", {}, pairs.map(pairRow)),
  );
}

/** @param {Pair} pair */
function pairRow({ one, other, events, direct, weight }) {
  const list = make("td", {}),
    links = [
      ...events.map((n) => make("span", { class: "part" }, glyph(entities[n].cls), " ", entityLink(n))),
      ...direct.map((fact) =>
        make(
          "button",
          { class: "name part", on: { click: () => openFact(fact) } },
          `${entities[fact.s].label} ${termLabel(relations[fact.p])}`,
        ),
      ),
    ];
  const rest = make(
    "button",
    { class: "quiet", on: { click: () => rest.replaceWith(...links.slice(6)) } },
    t("moreValues", links.length - 6),
  );
  list.append(...links.slice(0, 6), ...(links.length > 6 ? [rest] : []));
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, entityLink(one)),
    make("td", {}, entityLink(other)),
    make("td", { class: "number right", "data-name": t("common") }, events.length || "–"),
    make("td", { class: "number right", "data-name": t("closeness") }, events.length ? weight.toFixed(2) : "–"),
    make("td", { class: "number right", "data-name": t("direct") }, direct.length || "–"),
    list,
  );
}
