/* What the reader has chosen, the page's address that says so, and the selection of claims that follows from it. */

const STEP = 70,
  VIEWS = ["graph", "table", "timeline", "map", "overview", "together", "sparql"];
/** @type {{view: string, node: number, edge: [number, number] | null, focus: number, hops: number, path: [number, number] | null, chosen: Object<string, Set<number>>,
 *   from: string, to: string, words: string, limit: number, grown: Set<number>, article: number, told: number, report: boolean, sort: string, named: boolean,
 *   picked: Set<number>, hidden: Set<number>, kept: Set<number>, pinned: Map<number, {x: number, y: number}>, people: boolean, pairs: string,
 *   layout: string, size: string, tint: string, region: number, counted: string, ask: string, after: string}} */
const state = {
  view: "graph",
  node: -1,
  edge: null,
  focus: -1,
  hops: 1,
  path: null,
  chosen: {},
  from: "",
  to: "",
  words: "",
  limit: STEP,
  grown: new Set(),
  article: -1,
  told: -1,
  report: false,
  sort: "subject",
  named: false,
  picked: new Set(),
  hidden: new Set(),
  kept: new Set(),
  pinned: new Map(),
  people: false,
  pairs: "-common",
  layout: "force",
  size: "degree",
  tint: "community",
  region: -1,
  counted: "events",
  ask: "",
  after: "",
};

/** @typedef {{key: string, names: () => string[], keys: string[], of: (claim: Claim) => number | number[]}} Facet  `of` gives the value of a claim, or several, -1 for none */
/** @type {string[]} */
const PROVINCES = RAW.provinces.map(([label]) => label);
const CONFIDENCES = [0.9, 0.8, 0.7, 0.5];
/** A value of each facet is a number; `keys` name the values in the page's address. @type {Facet[]} */
const facets = [
  {
    key: "cls",
    names: () => classes.map(termLabel),
    keys: classes.map((term) => localName(term.iri)),
    of: (claim) => entities[claim.fact.s].cls,
  },
  { key: "rel", names: () => relations.map(termLabel), keys: relations.map((term) => localName(term.iri)), of: (claim) => claim.fact.p },
  { key: "prov", names: () => PROVINCES, keys: PROVINCES, of: (claim) => claim.provinces },
  { key: "mod", names: () => RAW.modalities.map((name) => t(name)), keys: RAW.modalities, of: (claim) => claim.modality },
  {
    key: "sup",
    names: () => [0, 1, 2, 3].map((n) => t("sources" + n)),
    keys: ["0", "1", "2", "3"],
    of: (claim) => Math.min(3, claim.fact.support),
  },
  {
    key: "conf",
    names: () => ["≥ 0.9", "0.8–0.9", "0.7–0.8", "0.5–0.7", "< 0.5", t("unstated")],
    keys: ["90", "80", "70", "50", "0", "none"],
    of: (claim) => (claim.confidence ? CONFIDENCES.filter((limit) => claim.confidence < limit).length : 5),
  },
  {
    key: "art",
    names: () => articles.map((article) => article.title),
    keys: articles.map((article) => article.id),
    of: (claim) => claim.article,
  },
];
for (const facet of facets) state.chosen[facet.key] = new Set();

/** Whether no facet, period or words are chosen. */
const isUnfiltered = () => facets.every((facet) => !state.chosen[facet.key].size) && !state.from && !state.to && !state.words;
/** Whether everything is in view: nothing filtered, hidden or kept alone. */
const isPristine = () => isUnfiltered() && !state.hidden.size && !state.kept.size;
/** Whether an entity is neither hidden nor left out beside those that are kept. @param {number} n */
const isInView = (n) => !state.hidden.has(n) && (!state.kept.size || state.kept.has(n));

/** What passes the filters: claims by number, facts, entities (`member`), and how many stated facts each has (`degree`).
 * @typedef {{ok: Uint8Array, facts: Fact[], degree: Uint32Array, member: Uint8Array, counts: Object<string, Uint32Array>, days: Map<string, number>, entityCount: number}} Picked */
/** @type {Picked} */
let selection;

/** Which facets refuse a claim, one bit each; the period and the words follow behind the facets. @param {Claim} claim @param {Uint8Array | null} spoken */
function refusals(claim, spoken) {
  let bits = 0;
  for (let k = 0; k < facets.length; k++) {
    const chosen = state.chosen[facets[k].key];
    if (!chosen.size) continue;
    const object = claim.fact.o,
      value = facets[k].of(claim);
    const holds = typeof value === "number" ? chosen.has(value) : value.some((one) => chosen.has(one));
    const pass = holds && (k > 0 || object < 0 || chosen.has(entities[object].cls));
    if (!pass) bits |= 1 << k;
  }
  if (!isWithin(claim)) bits |= 1 << facets.length;
  if (spoken && !(claim.sentence >= 0 && spoken[claim.sentence])) bits |= 1 << (facets.length + 1);
  return bits;
}

/** Whether a period and the chosen one have a day in common; an open end reaches any day, what has no date none. @param {{first: string, last: string}} dated */
const isWithin = ({ first, last }) =>
  (!state.from && !state.to) ||
  (Boolean(first || last) && !(state.from && last && last < state.from) && !(state.to && first && first > state.to));

/** The claims that pass every filter, and for every facet how many facts each of its values would leave. @returns {Picked} */
function select() {
  const ok = new Uint8Array(claims.length),
    degree = new Uint32Array(entities.length),
    member = new Uint8Array(entities.length),
    passing = [],
    days = new Map();
  const counts = Object.fromEntries(facets.map((facet) => [facet.key, new Uint32Array(facet.keys.length)]));
  const stamps = facets.map((facet) => new Int32Array(facet.keys.length).fill(-1)),
    seen = new Uint8Array(entities.length);
  const spoken = state.words ? sentencesWith(state.words) : null,
    period = 1 << facets.length;
  for (const fact of facts) {
    if (!isInView(fact.s) || (fact.o >= 0 && !isInView(fact.o))) continue;
    let passed = false,
      counted = "";
    for (const claim of fact.claims) {
      const bits = refusals(claim, spoken);
      if (!bits) {
        ok[claim.n] = 1;
        passed = true;
      }
      const day = claim.first || claim.last;
      if (!(bits & ~period) && day && counted !== day) {
        counted = day;
        days.set(counted, (days.get(counted) || 0) + 1);
      }
      if (!(bits & ~1))
        for (const end of [fact.s, fact.o])
          if (end >= 0 && !seen[end]) {
            seen[end] = 1;
            if (entities[end].cls >= 0) counts.cls[entities[end].cls]++;
          }
      for (let k = 1; k < facets.length; k++) {
        if (bits & ~(1 << k)) continue;
        const found = facets[k].of(claim);
        for (const value of typeof found === "number" ? [found] : found)
          if (value >= 0 && stamps[k][value] !== fact.n) {
            stamps[k][value] = fact.n;
            counts[facets[k].key][value]++;
          }
      }
    }
    if (passed) {
      passing.push(fact);
      for (const end of new Set([fact.s, fact.o]))
        if (end >= 0) {
          member[end] = 1;
          if (fact.stated) degree[end]++;
        }
    }
  }
  if (isPristine()) for (const entity of entities) if (!seen[entity.n] && entity.cls >= 0) counts.cls[entity.cls]++;
  // An entity without a fact is in view as long as no filter asks anything of facts.
  if (isUnfiltered()) for (const entity of entities) if (isInView(entity.n)) member[entity.n] = 1;
  let entityCount = 0;
  for (const entity of entities) if (isPristine() || member[entity.n]) entityCount++;
  return { ok, facts: passing, degree, member, counts, days, entityCount };
}

/** The facts that table, files and query hold: those that pass the filters, of a neighbourhood or path those within it. @returns {Fact[]} */
function scopedFacts() {
  const scope = scopedEntities();
  if (!scope) return selection.facts;
  return selection.facts.filter((fact) => scope.has(fact.s) && (fact.o < 0 ? !state.path : scope.has(fact.o)));
}

/** The entities of the opened neighbourhood or path, null where neither is open. @returns {Set<number> | null} */
function scopedEntities() {
  if (state.path) return new Set([...state.path, ...shortestPaths(...state.path).flat()]);
  return state.focus >= 0 ? new Set([state.focus, ...neighbourhood(state.focus, state.hops).keys()]) : null;
}

/** @param {Fact} fact */
const passingClaims = (fact) => fact.claims.filter((claim) => selection.ok[claim.n]);

/* ---- the page's address ---- */

let ownHash = "",
  started = false;
/** The reader's own choice of language, else what the browser prefers, else what the page was made in. */
function preferredLanguage() {
  const kept = stored("kg-lang");
  if (LANGUAGES.includes(kept)) return kept;
  for (const one of navigator.languages || []) {
    const spoken = one.split("-")[0].toLowerCase();
    if (LANGUAGES.includes(spoken)) return spoken;
  }
  return RAW.lang;
}

/** @param {string} key @returns {string} */
const chosenOf = (key) => /** @type {any} */ (state)[key];

/** The state as the part of the address behind "#". */
function addressOfState() {
  const parts = new URLSearchParams();
  if (state.view !== "graph") parts.set("view", state.view);
  if (state.node >= 0) parts.set("node", entityKey(state.node));
  if (state.edge) parts.set("edge", state.edge.map(entityKey).join(" "));
  if (state.focus >= 0) {
    parts.set("focus", entityKey(state.focus));
    parts.set("hops", String(state.hops));
  }
  if (state.path) parts.set("path", state.path.map(entityKey).join(" "));
  for (const facet of facets) for (const value of state.chosen[facet.key]) parts.append(facet.key, facet.keys[value]);
  for (const key of /** @type {("from" | "to" | "words")[]} */ (["from", "to", "words"])) if (state[key]) parts.set(key, state[key]);
  if (state.limit !== STEP) parts.set("limit", String(state.limit));
  for (const n of state.grown) parts.append("grown", entityKey(n));
  if (state.article >= 0) parts.set("article", articles[state.article].id);
  if (state.article >= 0 && state.told >= 0) parts.set("claim", localName(claims[state.told].iri));
  if (state.report) parts.set("report", "1");
  for (const n of state.picked) parts.append("pick", entityKey(n));
  for (const n of state.hidden) parts.append("hide", entityKey(n));
  for (const n of state.kept) parts.append("keep", entityKey(n));
  for (const [n, { x, y }] of state.pinned) parts.append("pin", `${x} ${y} ${entityKey(n)}`);
  if (state.ask) parts.set("ask", state.ask);
  if (state.ask && state.after) parts.set("after", state.after);
  if (state.region >= 0) parts.set("region", PROVINCES[state.region]);
  if (state.people) parts.set("people", "1");
  if (state.pairs !== "-common") parts.set("pairs", state.pairs);
  for (const [key, values] of Object.entries(CHOICES)) if (chosenOf(key) !== values[0]) parts.set(key, chosenOf(key));
  if (state.sort !== "subject") parts.set("sort", state.sort);
  if (state.named) parts.set("named", "1");
  if (lang !== preferredLanguage()) parts.set("lang", lang);
  return parts.toString();
}

/** @type {string[]} the states since the page was opened, for undo and redo where a frame has no history of its own */
const trail = [];
let trailAt = -1;

/** Every change of the state is a step of the browser's history. */
function writeHash() {
  const next = addressOfState();
  if (next === ownHash && trail.length) return;
  ownHash = next;
  trail.splice(trailAt + 1, Infinity, ownHash);
  trailAt = trail.length - 1;
  updateHistoryButtons();
  if (location.hash.slice(1) === ownHash) return;
  try {
    if (started) history.pushState(null, "", "#" + ownHash);
    else history.replaceState(null, "", "#" + ownHash);
  } catch {
    // A frame without an address of its own keeps the state to itself.
  }
}

function updateHistoryButtons() {
  $("#undo").disabled = trailAt <= 0;
  $("#redo").disabled = trailAt >= trail.length - 1;
}

/** Back or forth along the states. @param {number} step */
function walkHistory(step) {
  if (trail[trailAt + step] === undefined) return;
  trailAt += step;
  ownHash = trail[trailAt];
  try {
    history.replaceState(null, "", "#" + ownHash);
  } catch {
    // As above.
  }
  showAll(ownHash);
  updateHistoryButtons();
  announce(t(step < 0 ? "undone" : "redone"));
}

/** @param {string[]} texts  "x y entity" @returns {Map<number, {x: number, y: number}>} */
function pinsOf(texts) {
  const pins = texts.map((text) => /^(-?\d{1,6}) (-?\d{1,6}) (.+)$/s.exec(text)).filter((found) => found !== null);
  return new Map(pins.map(([, x, y, key]) => /** @type {[number, {x: number, y: number}]} */ ([entityNumber(key), { x: Number(x), y: Number(y) }])).filter(([n]) => n >= 0));
}

/** @param {string} address */
function readHash(address) {
  const parts = new URLSearchParams(address);
  const pair = (/** @type {string} */ key) => {
    const ends = (parts.get(key) || "").split(" ").map(entityNumber);
    return ends.length === 2 && ends[0] >= 0 && ends[1] >= 0 ? /** @type {[number, number]} */ ([ends[0], ends[1]]) : null;
  };
  const day = (/** @type {string} */ key) => (/^\d{4}-\d\d-\d\d$/.test(parts.get(key) || "") ? parts.get(key) || "" : "");
  state.view = VIEWS.includes(parts.get("view") || "") ? parts.get("view") || "" : "graph";
  state.node = entityNumber(parts.get("node"));
  state.edge = pair("edge");
  state.focus = entityNumber(parts.get("focus"));
  state.hops = Math.min(3, Math.max(1, Number(parts.get("hops")) || 1));
  state.path = pair("path");
  for (const facet of facets)
    state.chosen[facet.key] = new Set(
      parts
        .getAll(facet.key)
        .map((key) => facet.keys.indexOf(key))
        .filter((value) => value >= 0),
    );
  state.from = day("from");
  state.to = day("to");
  state.words = parts.get("words") || "";
  state.limit = Math.min(10 * STEP, Math.max(STEP, Number(parts.get("limit")) || STEP));
  const set = (/** @type {string} */ key) => new Set(parts.getAll(key).map(entityNumber).filter((n) => n >= 0));
  state.grown = set("grown");
  state.picked = set("pick");
  state.hidden = set("hide");
  state.kept = set("keep");
  state.pinned = pinsOf(parts.getAll("pin"));
  for (const [key, values] of Object.entries(CHOICES)) /** @type {any} */ (state)[key] = values.includes(parts.get(key) || "") ? parts.get(key) : values[0];
  state.ask = (parts.get("ask") || "").slice(0, 200);
  state.after = (parts.get("after") || "").slice(0, 1000);
  state.region = PROVINCES.indexOf(parts.get("region") || "");
  state.people = parts.get("people") === "1";
  state.pairs = PAIR_COLUMNS.includes((parts.get("pairs") || "").replace(/^-/, "")) ? parts.get("pairs") || "" : "-common";
  state.sort = COLUMNS.includes((parts.get("sort") || "").replace(/^-/, "")) ? parts.get("sort") || "" : "subject";
  state.article = parts.get("article") ? articles.findIndex((article) => article.id === parts.get("article")) : -1;
  state.told = state.article >= 0 && parts.get("claim") ? claims.findIndex((claim) => localName(claim.iri) === parts.get("claim")) : -1;
  state.report = parts.get("report") === "1";
  state.named = parts.get("named") === "1";
  lang = LANGUAGES.includes(parts.get("lang") || "") ? parts.get("lang") || "" : preferredLanguage();
}
