
"use strict";
/* The page of errors: filters over the differences. Words of graph and gold reach the page as text nodes only. */

const PAGE = 100;
const FACETS = ["kind", "relation", "cause", "document"];
const content = JSON.parse(document.getElementById("content").textContent);
/* Each word of the interface, and what each cause means, in Chinese and English. @type {Object<string, Object<string, [string, string]>>} */
const { languages: LANGUAGES, interface: WORDS, causes: CAUSES } = content.words;
const state = { ...Object.fromEntries(FACETS.map((name) => [name, ""])), words: "", shown: PAGE };
let lang = content.lang;

/** @param {[string, string]} pair */
const inLanguage = (words) => words[LANGUAGES.indexOf(lang)] || words[LANGUAGES.indexOf("en")];
/** @param {string} key @param {...any} values */
const say = (key, ...values) => inLanguage(WORDS[key]).replace(/\{(\d)\}/g, (_, at) => values[at]);
/** The name of a value of a facet. @param {string} facet @param {string} value */
function nameOf(facet, value) {
  const table = { relation: content.relations, cause: CAUSES, kind: WORDS }[facet];
  if (table && Object.hasOwn(table, value)) return inLanguage(table[value]);
  return value || say("noClaim");
}

/** An element with attributes and children; strings become text nodes. @param {string} tag @param {Object<string, any>} attributes @param {...any} children */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value !== false) element.setAttribute(key, String(value));
  }
  element.append(...children.flat(2).filter((child) => child !== null));
  return element;
}

/** @param {string} id @param {...any} children */
const fill = (id, ...children) => document.getElementById(id).replaceChildren(...children.flat(2));

/** Whether a difference passes the filters, but for one facet. @param {any} difference @param {string} [but] */
function passes(difference, but) {
  return FACETS.every((facet) => facet === but || !state[facet] || difference[facet] === state[facet].slice(1))
    && (!state.words || textOf(difference).includes(state.words.toLowerCase()));
}

/** @param {any} difference */
function textOf(difference) {
  const sentences = [...difference.excerpts, ...difference.claims.map((claim) => claim.sentence)].map((pieces) => pieces.map((piece) => piece[0]).join(""));
  return [difference.subject, difference.object, difference.document, ...sentences].join("\n").toLowerCase();
}

/* A chosen value is kept with "=" in front, so that the empty document id differs from no choice. */
function drawFilters() {
  const chosen = document.activeElement?.getAttribute("name");
  const selects = FACETS.map((facet) => {
    const counts = new Map(content.differences.map((difference) => [difference[facet], 0]));
    for (const difference of content.differences) if (passes(difference, facet)) counts.set(difference[facet], counts.get(difference[facet]) + 1);
    const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const options = values.map(([value, count]) => make("option", { value: "=" + value, selected: state[facet] === "=" + value }, `${nameOf(facet, value)} (${count})`));
    return make("label", {}, say(facet), make("select", { name: facet, on: { change: (event) => choose(facet, event.target.value) } }, make("option", { value: "" }, say("all")), options));
  });
  const words = make("label", {}, say("words"), make("input", { name: "words", type: "search", value: state.words, on: { change: (event) => choose("words", event.target.value.trim()) } }));
  const clear = make("button", { type: "button", name: "clear", on: { click: clearFilters } }, say("clear"));
  fill("filters", ...selects, words, clear);
  if (chosen) document.querySelector(`#filters [name="${chosen}"]`)?.focus();
}

/** @param {string} facet @param {string} value */
function choose(facet, value) {
  state[facet] = value;
  state.shown = PAGE;
  const kept = [...FACETS, "words"].filter((name) => state[name]).map((name) => [name, state[name]]);
  try {
    history.replaceState(null, "", "#" + new URLSearchParams(kept));
  } catch {
    // A sandboxed frame has no history; the filters then last as long as the page.
  }
  draw();
}

function clearFilters() {
  for (const name of FACETS) state[name] = "";
  choose("words", "");
}

/** @param {string[][]} pieces */
const sentenceOf = (pieces) => make("blockquote", {}, pieces.map(([text, role]) => (role ? make("mark", { class: role, title: say(role) }, text) : text)));

/** @param {string} subject @param {string} relation @param {string} object */
const factOf = (subject, relation, object) => [subject, " ", make("span", { class: "relation" }, `— ${nameOf("relation", relation)} →`), " ", object];

/** @param {any} gold @param {string} head */
function goldOf(gold, head) {
  const relations = gold.relations.map((relation) => nameOf("relation", relation)).join(" | ");
  const names = `${gold.subjects.join(" | ")} — ${relations} → ${gold.objects.join(" | ")}`;
  return make("div", { class: "beside" }, make("span", {}, say(head)), names, gold.optional ? ` (${say("optional")})` : "");
}

/** @param {any} claim @param {boolean} whole */
function claimOf(claim, whole) {
  const notes = [Object.hasOwn(WORDS, claim.modality) ? say(claim.modality) : claim.modality, claim.confidence && `${say("confidence")} ${claim.confidence}`, claim.pattern].filter(Boolean).join(" · ");
  return make("div", { class: "beside" }, make("span", {}, say("says")), whole ? factOf(...claim.says) : "", make("span", { class: "note" }, ` ${notes}`), claim.sentence.length ? sentenceOf(claim.sentence) : null);
}

/** @param {any} difference */
function rowOf(difference) {
  const missed = difference.kind === "missed";
  const head = make("div", { class: "note" }, make("span", { class: "kind" }, say(difference.kind)), ` · ${nameOf("cause", difference.cause)} · ${nameOf("document", difference.document)}`);
  const fact = make("div", { class: "fact" }, factOf(difference.subject, difference.relation, difference.object));
  const texts = missed ? [make("div", { class: "beside" }, make("span", {}, say("text")), difference.excerpts.length ? difference.excerpts.map(sentenceOf) : say("noText"))] : [];
  const claims = difference.claims.map((claim) => claimOf(claim, missed));
  const gold = difference.gold ? [goldOf(difference.gold, missed ? "accepted" : "nearest")] : [];
  return make("li", { class: difference.kind }, head, fact, ...(missed ? [...gold, ...texts, ...claims] : [...claims, ...gold]));
}

function drawList() {
  const found = content.differences.filter((difference) => passes(difference));
  fill("count", found.length ? say("count", found.length, content.differences.length) : say("none"));
  fill("list", found.slice(0, state.shown).map(rowOf));
  const more = document.getElementById("more");
  more.hidden = found.length <= state.shown;
  more.textContent = say("more", Math.min(PAGE, found.length - state.shown));
}

/** @param {string} caption @param {string[]} heads @param {any[][]} rows */
function tableOf(caption, heads, rows) {
  if (!rows.length) return [];
  const row = (cells, tag) => make("tr", {}, cells.map((cell) => make(tag, {}, String(cell))));
  return make("table", {}, make("caption", {}, caption), make("thead", {}, row(heads, "th")), make("tbody", {}, rows.map((cells) => row(cells, "td"))));
}

/** @param {number | null} share */
const two = (share) => (share === null ? "–" : share.toFixed(2));

function drawSummary() {
  const figures = Object.entries(content.figures);
  const totals = figures.map(([mode, one]) => [say(mode), one.precision.toFixed(3), one.recall.toFixed(3), one.f1.toFixed(3), one.interval.map(two).join("–")]);
  const relations = Object.entries(content.figures.strict.relations).map(([name, one]) => [nameOf("relation", name), two(one.p), two(one.r), two(one.f1), one.predicted, one.wanted]);
  const bands = content.reliability.map((band) => [band.name || say("unstated"), band.claims, band.right, band.optional, band.wrong, two(band.share), two(band.confidence)]);
  const count = (kind, cause) => content.differences.filter((difference) => difference.kind === kind && difference.cause === cause).length;
  const causes = Object.keys(CAUSES).map((cause) => [nameOf("cause", cause), count("missed", cause), count("wrong", cause)]).filter((row) => row[1] + row[2]);
  fill("tables",
    tableOf(say("figures"), ["", "P", "R", "F1", say("interval")], totals),
    tableOf(say("reliability"), [say("confidence"), say("claims"), say("right"), say("optional"), say("wrong"), say("share"), say("mean")], bands),
    tableOf(say("byCause"), [say("cause"), say("missed"), say("wrong")], causes),
    tableOf(say("byRelation"), [say("relation"), "P", "R", "F1", say("predicted"), say("wanted")], relations));
}

function draw() {
  document.documentElement.lang = lang;
  document.title = content.title || say("title");
  fill("title", document.title);
  fill("language", say("language"));
  document.querySelector("#summary > summary").textContent = say("summary");
  fill("legend", ["subject", "predicate", "object"].map((role) => make("mark", { class: role }, say(role))));
  drawFilters();
  drawList();
}

function readHash() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of [...FACETS, "words"]) state[name] = kept.get(name) ?? "";
}

function start() {
  readHash();
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("language").addEventListener("click", () => { lang = LANGUAGES[(LANGUAGES.indexOf(lang) + 1) % LANGUAGES.length]; drawSummary(); draw(); });
  document.getElementById("more").addEventListener("click", () => { state.shown += PAGE; drawList(); });
  addEventListener("hashchange", () => { readHash(); draw(); });
  drawSummary();
  draw();
}

start();
