/* The reader's decisions: which entities are one, which are not, which facts are wrong. The browser keeps them; `kg build` takes the file. */

/** @typedef {[string, string, string]} Reference  class, any name of the entity, and the article that gives it this name
 * @typedef {{verdict: "same" | "different" | "drop", about: Reference[], claim: string, said: string}} Decision  `said` is shown in the list */
const DECISIONS_KEY = "kg-decisions " + COMMON;
/** @type {Decision[]} */
let decisions = keptDecisions();

/** What the browser holds from earlier visits; what is no list of decisions is left out. @returns {Decision[]} */
function keptDecisions() {
  try {
    return decisionsAmong(JSON.parse(stored(DECISIONS_KEY) || "[]"));
  } catch {
    return [];
  }
}

/** What among these has the form of a decision. @param {any} list @returns {Decision[]} */
function decisionsAmong(list) {
  return Array.isArray(list) ? list.filter(isDecision) : [];
}
/** @param {any} one */
function isDecision(one) {
  return Boolean(one) &&
  ["same", "different", "drop"].includes(one.verdict) &&
  [one.said, one.claim].every((text) => typeof text === "string") &&
  Array.isArray(one.about) &&
  one.about.every((/** @type {any} */ reference) => Array.isArray(reference) && reference.length === 3 && reference.every((part) => typeof part === "string")) &&
  one.about.every((/** @type {any} */ [cls]) => /^[A-Za-z]\w*$/.test(cls));
}

/** Decisions with the same key say the same; the order of two entities tells nothing. @param {Decision} decision */
const decisionKey = ({ verdict, about, claim }) =>
  [verdict, claim, ...about.map((reference) => reference.join("\u0000")).sort()].join("\u0001");
/** @param {Decision} decision */
const pairKey = (decision) => decisionKey({ ...decision, verdict: "same" });
/** @param {Decision} decision */
const isDecided = (decision) => decisions.some((one) => decisionKey(one) === decisionKey(decision));

/** Keeps a decision, or takes it back where it stands already; one that it contradicts goes. @param {Decision} decision */
function toggleDecision(decision) {
  const had = isDecided(decision),
    others = decisions.filter((one) => decisionKey(one) !== decisionKey(decision) && (!decision.about.length || pairKey(one) !== pairKey(decision)));
  decisions = had ? others : [...others, decision];
  stored(DECISIONS_KEY, JSON.stringify(decisions));
  updateDecisions();
  announce(t(had ? "decisionUndone" : "decisionKept", decisions.length));
}

/** After decisions changed: the panel and what counts them, with the focus where it was. */
function updateDecisions() {
  const lost = focusedPlace(),
    at = $("#panel").scrollTop;
  updatePanel();
  $("#panel").scrollTop = at;
  countDecisions();
  const again = lost && [...document.querySelectorAll("#panel button")].find((button) => button.textContent === lost.text);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  else restoreFocus(lost);
}

/** The entry of the menu of files. */
function countDecisions() {
  const entry = $("[data-export='decisions.ttl']");
  entry.textContent = t("decisionsFile", decisions.length);
  entry.disabled = !decisions.length;
}

/** The words of a claim that name an entity, "" where they stand in another sentence. @param {Claim} claim @param {number} n */
function wordsFor(claim, n) {
  const which = claim.fact.s === n ? 0 : 4;
  return claim.marks && claim.sentence >= 0 && claim.marks[which] >= 0
    ? sentences[claim.sentence].text.slice(claim.marks[which], claim.marks[which + 1]).replace(/[“”‘’《》〈〉\s]/g, "")
    : "";
}

/** An entity as decisions name it: by the article that comes first and calls it by its label, else by another of its names.
 * @param {number} n @param {number} [article]  only this one @param {number} [but]  not this one @returns {Reference | null} */
function referenceTo(n, article = -1, but = -1) {
  const { label, names, cls, facts: told } = entities[n],
    fitting = told
      .flatMap((fact) => fact.claims)
      .filter((claim) => claim.article >= 0 && claim.article !== but && (article < 0 || claim.article === article))
      .sort((a, b) => (articles[a.article].id < articles[b.article].id ? -1 : articles[a.article].id > articles[b.article].id ? 1 : a.n - b.n));
  if (!fitting.length || cls < 0) return null;
  const name = [label, ...names].find((known) => fitting.some((claim) => wordsFor(claim, n) === known)) || label,
    chosen = fitting.find((claim) => wordsFor(claim, n) === name) || fitting[0];
  return [localName(classes[cls].iri), name, articles[chosen.article].id];
}

/** @param {"same" | "different"} verdict @param {number} one @param {number} other @returns {Decision | null} */
function decisionOn(verdict, one, other) {
  const about = [referenceTo(one), referenceTo(other)];
  if (one === other || !about[0] || !about[1]) return null;
  const sign = verdict === "same" ? "=" : "≠";
  return { verdict, about: /** @type {Reference[]} */ (about), claim: "", said: `${fullLabel(one)} ${sign} ${fullLabel(other)}` };
}

/** That an article means another one than the others do by the name of an entity. @param {Claim} claim @param {number} n @returns {Decision | null} */
function partedDecision(claim, n) {
  const others = referenceTo(n, -1, claim.article),
    here = referenceTo(n, claim.article);
  return others && here
    ? { verdict: "different", about: [others, here], claim: "", said: `${entities[n].label} ≠ ${here[1]}（${articles[claim.article].title}）` }
    : null;
}

/** @param {Claim} claim @returns {Decision} */
const dropDecision = ({ iri, fact }) => ({
  verdict: "drop",
  about: [],
  claim: iri,
  said: `✕ ${entities[fact.s].label} ${termLabel(relations[fact.p])} ${objectLabel(fact)}`,
});

/** @param {string} word @param {Decision | null} decision @param {string} [className] */
const decisionButton = (word, decision, className = "quiet") =>
  decision
    ? make("button", { class: className, "aria-pressed": isDecided(decision), on: { click: () => toggleDecision(decision) } }, t(word))
    : null;

/** On a claim: that it is wrong, and, beside an entity of several articles, that this one means another. @param {Claim} claim @param {number} self */
function claimDecisions(claim, self) {
  if (!claim.iri || claim.article < 0) return null;
  const parted = self >= 0 ? partedDecision(claim, self) : null;
  return make("span", { class: "part decide" }, decisionButton("wrongFact", dropDecision(claim)), parted && decisionButton("meansAnother", parted));
}

/** On an entity: its namesakes with a button each, and two to choose any other. @param {Entity} entity */
function entityDecisions(entity) {
  if (!referenceTo(entity.n)) return null;
  const alike = entities.filter((one) => one.n !== entity.n && one.cls === entity.cls && one.label === entity.label && referenceTo(one.n));
  const line = (/** @type {Entity} */ other) =>
    make(
      "li",
      {},
      make("span", { class: "name" }, entityLink(other.n)),
      decisionButton("same1", decisionOn("same", entity.n, other.n), ""),
      decisionButton("different1", decisionOn("different", entity.n, other.n), ""),
    );
  return section(
    t("decide"),
    alike.length ? make("p", { class: "soft" }, t("namesakes")) : null,
    alike.length ? make("ul", { class: "ranking" }, alike.slice(0, 12).map(line)) : null,
    make(
      "div",
      { class: "choices" },
      make("button", { on: { click: () => askForOther("same", entity.n) } }, t("sameAs")),
      make("button", { on: { click: () => askForOther("different", entity.n) } }, t("differentFrom")),
    ),
  );
}

/** The search field asks which other entity is meant. @param {"same" | "different"} verdict @param {number} one */
const askForOther = (verdict, one) =>
  askForEntity((other) => {
    const decision = decisionOn(verdict, one, other);
    if (!decision) announce(t("noDecision"));
    else if (!isDecided(decision)) toggleDecision(decision);
  });

/** All decisions with a button to take each back, and the file of them. */
function decisionList() {
  if (!decisions.length) return null;
  return section(
    [t("decisions"), make("span", { class: "number" }, decisions.length)],
    make(
      "ul",
      { class: "ranking", id: "decisions" },
      decisions.map((one) =>
        make(
          "li",
          {},
          make("span", { class: "name" }, isolated(one.said)),
          make("button", { "aria-label": `${t("takeBack")} ${one.said}`, on: { click: () => toggleDecision(one) } }, t("takeBack")),
        ),
      ),
    ),
    make("button", { on: { click: async () => download(await EXPORTS["decisions.ttl"](), fileName(".decisions.ttl")) } }, t("decisionsFile", decisions.length)),
    make("p", { class: "hint" }, t("decisionsHint")),
  );
}

/** Thirty-two bits that stand for a text (FNV-1a), in hexadecimal. @param {string} text @param {number} [seed] */
function shortHash(text, seed = 0x811c9dc5) {
  let hash = seed;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/** The file that `kg build --decisions` takes; the IRI of a decision is a function of what it says. */
function decisionsTurtle() {
  const blocks = decisions.map((one) => {
    const iri = `${COMMON}decision/${one.verdict}-${shortHash(decisionKey(one))}${shortHash(decisionKey(one), 0x9e3779b9)}`,
      parts = one.about.map((_, k) => iriRef(`${iri}__${k + 1}`));
    const lines = [`${iriRef(iri)} a kg:Decision ; kg:verdict kg:${one.verdict}`];
    if (parts.length) lines.push(`  kg:about ${parts.join(" , ")}`);
    if (one.claim) lines.push(`  kg:claim ${iriRef(one.claim)}`);
    const references = one.about.map(
      ([cls, name, article], k) =>
        `${parts[k]} a kg:Reference ; kg:ofClass kg:${cls} ; kg:called ${quoted(name)} ; kg:inArticle ${quoted(article)} .\n`,
    );
    return `# ${one.said.replace(/\s+/g, " ")}\n${lines.join(" ;\n")} .\n${references.join("")}`;
  });
  return `@prefix kg: <${KG_NS}> .\n\n# ${t("decisionsHint").replace(/\s+/g, " ")}\n\n${blocks.join("\n")}`;
}
