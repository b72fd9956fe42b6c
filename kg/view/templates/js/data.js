/* The graph as objects, unpacked from the columns that the page carries. Entities are numbered by importance, the first is the best connected. */

/**
 * @typedef {{n: number, iri: string, label: string, cls: number, provinces: number[], inside: number, first: string, last: string,
 *   names: string[], same: string[], about: string, facts: Fact[], degree: number}} Entity  `first` and `last` are ISO days; an empty one of the two is an open end
 * @typedef {{n: number, iri: string, id: string, title: string, date: string, publisher: string, url: string, origin: number}} Article
 * @typedef {{n: number, s: number, p: number, o: number, claims: Claim[], support: number, asserted: boolean, stated: boolean}} Fact
 *   `o` is negative for a literal; `support` counts independent originals; `stated` by an article, not only by the ontology
 * @typedef {{n: number, fact: Fact, article: number, sentence: number, modality: number, marks: number[] | 0, context: number[][] | 0, confidence: number,
 *   iri: string, pattern: number, when: number, where: number, speaker: number, ownFirst: string, ownLast: string, provinces: number[], first: string, last: string}} Claim
 */

/** @param {string} id */
const readJson = (id) => JSON.parse($("#" + id).textContent);
const RAW = readJson("kg");

/** @param {any[][]} columns @param {(row: any[], n: number) => any} build */
function rows(columns, build) {
  const length = columns[0].length,
    built = new Array(length);
  for (let n = 0; n < length; n++)
    built[n] = build(
      columns.map((column) => column[n]),
      n,
    );
  return built;
}
/** @param {number} prefix @param {string} rest @param {string} label */
const joinIri = (prefix, rest, label) => RAW.prefixes[prefix] + (rest || label);

/** The last day of a period as the page carries it: empty for the first, "~" for an open end. @param {string} first @param {string} last */
const lastDay = (first, last) => (last === "~" ? "" : last || first);

/** @type {Entity[]} */
const entities = rows(RAW.entities, ([prefix, rest, label, cls, provinces, inside, first, last, names, same, about], n) => ({
  n,
  iri: joinIri(prefix, rest, label),
  label,
  cls,
  provinces: provinces || [],
  inside,
  first,
  last: lastDay(first, last),
  names: names || [],
  same: same || [],
  about: about || "",
  facts: [],
  degree: 0,
}));
/** @type {Article[]} */
const articles = rows(RAW.articles, ([prefix, rest, id, title, date, publisher, url, origin], n) => ({
  n,
  iri: joinIri(prefix, rest, id),
  id,
  title,
  date,
  publisher,
  url,
  origin: origin < 0 ? n : origin,
}));
/** @type {{article: number, begin: number, text: string}[]} */
const sentences = rows(RAW.sentences, ([article, begin, text]) => ({ article, begin, text }));
/** @type {Fact[]} */
const facts = rows(RAW.facts, ([s, p, o, support], n) => ({ n, s, p, o, support, claims: [], asserted: false, stated: false }));
/** @type {Claim[]} */
const claims = rows(
  RAW.claims,
  (
    [fact, article, sentence, modality, marks, context, confidence, prefix, rest, pattern, when, where, speaker, first, last],
    n,
  ) => ({
    n,
    fact: facts[fact],
    article,
    sentence,
    modality,
    marks,
    context,
    confidence,
    iri: rest ? joinIri(prefix, rest, "") : "",
    pattern,
    when,
    where,
    speaker,
    ownFirst: first,
    ownLast: lastDay(first, last),
    provinces: [],
    first: "",
    last: "",
  }),
);
/** @type {{text: string, lang: string, type: string}[]} */
const literals = RAW.literals.map(([text, language, type]) => ({ text, lang: language, type }));
const classes = RAW.classes.map(([iri, zh, en, base]) => ({ iri, zh, en, base }));
const relations = RAW.relations.map(([iri, zh, en]) => ({ iri, zh, en }));
const ASSERTED = 0;

for (const claim of claims) claim.fact.claims.push(claim);
for (const fact of facts) {
  entities[fact.s].facts.push(fact);
  if (fact.o >= 0 && fact.o !== fact.s) entities[fact.o].facts.push(fact);
  fact.asserted = fact.claims.some((claim) => claim.modality === ASSERTED);
  fact.stated = !articles.length || fact.claims.some((claim) => claim.article >= 0);
}
for (const entity of entities) entity.degree = entity.facts.filter((fact) => fact.stated).length;
for (const claim of claims) Object.assign(claim, periodOf(claim), { provinces: provincesOf(claim) });

/** When a claim holds: its own date, else its object's or subject's, else its article's. @param {Claim} claim @returns {{first: string, last: string}} */
function periodOf(claim) {
  if (claim.ownFirst || claim.ownLast) return { first: claim.ownFirst, last: claim.ownLast };
  for (const end of [claim.fact.o, claim.fact.s])
    if (end >= 0 && (entities[end].first || entities[end].last)) return { first: entities[end].first, last: entities[end].last };
  const day = claim.article >= 0 ? articles[claim.article].date : "";
  return { first: day, last: day };
}

/** The provinces and countries that a claim speaks of: where it holds, and where its subject and object lie or are held. @param {Claim} claim @returns {number[]} */
function provincesOf(claim) {
  return [...new Set([claim.where, claim.fact.o, claim.fact.s].flatMap((end) => (end >= 0 ? entities[end].provinces : [])))];
}

/** A period as exactly as it is known: a whole month or year without its days, an open end as such. @param {string} first @param {string} last */
function periodText(first, last) {
  if (first === last) return first;
  const year = first.endsWith("-01-01"),
    month = first.endsWith("-01");
  if (year && last === first.slice(0, 4) + "-12-31") return first.slice(0, 4);
  if (month && last === barDays(first.slice(0, 7))[1]) return first.slice(0, 7);
  if (!last) return t("since", year ? first.slice(0, 4) : first);
  if (!first) return t("until", last.endsWith("-12-31") ? last.slice(0, 4) : last);
  return year && last.endsWith("-12-31") ? `${first.slice(0, 4)} – ${last.slice(0, 4)}` : `${first} – ${last}`;
}

/** @param {{zh: string, en: string}} term */
const termLabel = (term) => (lang === "zh" ? term.zh : term.en);
/** @param {number} cls */
const classLabel = (cls) => (classes[cls] ? termLabel(classes[cls]) : "");
/** @type {Map<string, number>} how many entities bear a label */
const bearers = new Map();
for (const { label } of entities) bearers.set(label, (bearers.get(label) || 0) + 1);
/** The label, where another entity bears it too with the first words of what tells them apart. @param {number} n */
const fullLabel = (n) => {
  const { label, about } = entities[n];
  return label + (about && Number(bearers.get(label)) > 1 ? "（" + about.split("，")[0] + "）" : "");
};
/** @param {Fact} fact */
const objectLabel = (fact) => (fact.o >= 0 ? fullLabel(fact.o) : literals[-1 - fact.o].text);
/** @param {Fact} fact @param {Entity} entity @returns {number} the entity at the fact's other end, -1 for a literal */
const otherEnd = (fact, entity) => (fact.s === entity.n ? fact.o : fact.s);
/** @param {string} url */
const safeUrl = (url) => (/^https?:\/\//i.test(url) ? url : "");

const COMMON = commonStart(entities.map((entity) => entity.iri.split("/").slice(0, -2).join("/") + "/"));
/** @param {string[]} texts */
function commonStart(texts) {
  let start = texts[0] || "";
  for (const text of texts) while (!text.startsWith(start)) start = start.slice(0, -1);
  return start.slice(0, start.lastIndexOf("/") + 1);
}
/** @type {Map<string, number>} */
const entityByKey = new Map(entities.map((entity) => [entity.iri.slice(COMMON.length), entity.n]));
/** The part of an entity's IRI that names it in the page's address. @param {number} n */
const entityKey = (n) => entities[n].iri.slice(COMMON.length);
/** @param {string | null} key */
const entityNumber = (key) => (key !== null && entityByKey.has(key) ? Number(entityByKey.get(key)) : -1);
/** @param {string} iri */
const localName = (iri) => iri.slice(Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1);
