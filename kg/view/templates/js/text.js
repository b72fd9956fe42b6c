/* Finding: characters folded to one form, pinyin in full or by initials, ranking. */

/** One entry for each UTF-16 unit, so that folding keeps every offset. */
const FOLD = (() => {
  const table = new Uint16Array(65536);
  for (let unit = 0; unit < 65536; unit++) table[unit] = unit;
  for (let unit = 0xff01; unit <= 0xff5e; unit++) table[unit] = unit - 0xfee0;
  for (let unit = 0; unit < 0x0250; unit++) {
    const low = String.fromCharCode(table[unit]).toLowerCase();
    if (low.length === 1) table[unit] = low.charCodeAt(0);
  }
  for (let unit = 0xff21; unit <= 0xff3a; unit++) table[unit] = unit - 0xfee0 + 32;
  table[0x3000] = 32;
  const [old, folded] = RAW.fold;
  for (let k = 0; k < old.length; k++) table[old.charCodeAt(k)] = folded.charCodeAt(k);
  return table;
})();
/** Half-width, lower case, simplified characters; of the same length. @param {string} text */
function fold(text) {
  const units = new Array(text.length);
  for (let k = 0; k < text.length; k++) units[k] = FOLD[text.charCodeAt(k)];
  return units.length < 5000 ? String.fromCharCode.apply(null, units) : units.map((unit) => String.fromCharCode(unit)).join("");
}

/** @type {Map<string, string[]>} */
const FORMS = new Map();
/** All characters that fold to one. @param {string} char @returns {string[]} */
function formsOf(char) {
  if (!FORMS.size)
    for (let unit = 0; unit < 65536; unit++)
      if (FOLD[unit] !== unit) {
        const to = String.fromCharCode(FOLD[unit]);
        FORMS.set(to, [...(FORMS.get(to) || [to]), String.fromCharCode(unit)]);
      }
  return FORMS.get(char) || [char];
}

/** @type {Map<string, string[]>} toneless readings of a character */
const READINGS = new Map();
for (const [readings, chars] of Object.entries(RAW.pinyin)) for (const char of chars) READINGS.set(char, readings.split(" "));

/** Whether `query` (letters) spells `chars` from `at` on, each character by a whole reading or by its first letter; the last may be begun only.
 * @param {string} query @param {string[]} chars @param {number} at @param {number} from @param {Set<number>} dead  pairs of places from which nothing was found
 * @returns {number} the characters spelt, 0 for none */
function spells(query, chars, at = 0, from = 0, dead = new Set()) {
  if (from === query.length) return at;
  const place = at * 256 + from;
  if (at === chars.length || dead.has(place)) return 0;
  const readings = READINGS.get(chars[at]) || [chars[at]];
  const whole = readings.filter((reading) => query.startsWith(reading, from)).map((reading) => reading.length);
  if (readings.some((reading) => reading.length > query.length - from && reading.startsWith(query.slice(from)))) return at + 1;
  const initial = readings.some((reading) => reading[0] === query[from]) ? [1] : [];
  for (const length of new Set([...whole, ...initial])) {
    const end = spells(query, chars, at + 1, from + length, dead);
    if (end) return end;
  }
  dead.add(place);
  return 0;
}

/** Whether the characters of `query` follow each other in `chars`, with gaps, the first and the last at its ends: 科技部 and kjb in 科学技术部.
 * @param {string} query @param {string[]} chars */
function abbreviates(query, chars) {
  if (query.length < 2 || query.length >= chars.length) return false;
  const same = (/** @type {number} */ k, /** @type {string} */ char) =>
    chars[k] === char || (READINGS.get(chars[k]) || []).some((reading) => reading[0] === char);
  if (!same(0, query[0]) || !same(chars.length - 1, query[query.length - 1])) return false;
  let at = 0;
  for (const char of query) {
    while (at < chars.length && !same(at, char)) at++;
    if (at++ >= chars.length) return false;
  }
  return true;
}

/** Longer names are found by their own characters only. */
const LONGEST_SPELT = 200;
/** How well `query` names a folded name: 0 for not at all. @param {string} query @param {string} name @param {string[]} chars */
function nameScore(query, name, chars) {
  const at = name.indexOf(query);
  if (at >= 0) return name.length === query.length ? 100 : at === 0 ? 80 : 60;
  if (chars.length > LONGEST_SPELT) return 0;
  if (/^[a-z]+$/.test(query)) {
    const dead = /** @type {Set<number>} */ (new Set()),
      end = spells(query, chars, 0, 0, dead);
    if (end) return end === chars.length ? 55 : 50;
    if (query.length > 1) for (let start = 1; start < chars.length; start++) if (spells(query, chars, start, 0, dead)) return 30;
  }
  return abbreviates(query, chars) ? 20 : 0;
}

/** @type {{entity: Entity, name: string, folded: string, chars: string[]}[]} */
let nameIndex = [];
/** @type {string[]} */
let foldedSentences = [];
function indexNames() {
  if (!nameIndex.length)
    for (const entity of entities)
      for (const name of [entity.label, ...entity.names]) {
        const folded = fold(name);
        nameIndex.push({ entity, name, folded, chars: [...folded] });
      }
}
function indexSentences() {
  if (!foldedSentences.length) foldedSentences = sentences.map((sentence) => fold(sentence.text));
}

/** @param {string} words @returns {Uint8Array} one for each sentence that holds the words */
function sentencesWith(words) {
  indexSentences();
  const query = fold(words);
  return Uint8Array.from(foldedSentences, (text) => (text.includes(query) ? 1 : 0));
}

/** @typedef {{kind: "entity", entity: Entity, name: string} | {kind: "relation", relation: number} | {kind: "sentence", sentence: number, at: number} | {kind: "words", total: number} | {kind: "server"} | {kind: "ask"} | {kind: "remote", iri: string, label: string}} Hit */
/** The best hits, entities first. @param {string} typed @param {boolean} entitiesOnly @returns {Hit[]} */
function search(typed, entitiesOnly) {
  const query = fold(typed.normalize("NFKC").trim()),
    letters = query.replace(/['\s]/g, "");
  if (!query) return [];
  indexNames();
  /** @type {Map<number, {score: number, name: string, entity: Entity}>} */
  const best = new Map();
  for (const { entity, name, folded, chars } of nameIndex) {
    const quality = Math.max(nameScore(query, folded, chars), letters !== query ? nameScore(letters, folded, chars) : 0);
    const score = quality && quality + Math.min(9, Math.log2(1 + entity.degree)) - (name === entity.label ? 0 : 0.5);
    if (score > (best.get(entity.n)?.score || 0)) best.set(entity.n, { score, name, entity });
  }
  const found = [...best.values()].sort((one, other) => other.score - one.score || one.entity.n - other.entity.n);
  /** @type {Hit[]} */
  const hits = found.slice(0, entitiesOnly ? 20 : 10).map(({ entity, name }) => ({ kind: "entity", entity, name }));
  if (entitiesOnly) return hits;
  relations.forEach((term, relation) => {
    if (Math.max(nameScore(letters, fold(term.zh), [...fold(term.zh)]), fold(term.en).startsWith(query) ? 50 : 0) >= 50)
      hits.push({ kind: "relation", relation });
  });
  if (query.length > 1 || query > "\u3000") hits.push(...sentenceHits(query));
  return hits;
}

/** @param {string} query @returns {Hit[]} */
function sentenceHits(query) {
  indexSentences();
  /** @type {Hit[]} */
  const hits = [];
  let total = 0;
  for (let n = 0; n < sentences.length; n++) {
    const at = foldedSentences[n].indexOf(query);
    if (at >= 0 && total++ < 4) hits.push({ kind: "sentence", sentence: n, at });
  }
  return total ? [{ kind: "words", total }, ...hits] : [];
}
