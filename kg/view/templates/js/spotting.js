/* The words that questions are read with, and the names of entities in a text: whole, without their edition, as a part that few names have, in pinyin. */

/** @typedef {{end: number, nodes: number[], how: string}} Spot  `how` is "name", "edition" (which it lacks), "quoted" (the part of a name in marks), "part" or "pinyin" */

/** @param {string} text */
const turned = (text) => [...text].reverse().join("");

/** The words of asking, made when somebody asks first.
 * @type {{kinds: Map<string, Set<string>>, verbs: Map<string, {relation: string, reverse: boolean}[]>, nouns: Map<string, [string, string][]>,
 *   classes: Map<string, string>, names: Map<string, number[]>, hows: Map<string, string>, alike: Map<string, number[]>, longest: number, begins: string[], ends: string[], opening: string[], deputies: string[],
 *   posts: string[], chiefs: string[], talks: string[], joints: string[], doubled: RegExp, parted: RegExp, whether: string} | null} */
let table = null;
function askingWords() {
  if (table) return table;
  const kinds = new Map(),
    verbs = new Map(),
    nouns = new Map(),
    classOf = new Map(),
    add = (/** @type {string} */ word, /** @type {string} */ kind) => kinds.set(word, (kinds.get(word) || new Set()).add(kind));
  const each = (/** @type {Object<string, string>} */ groups, /** @type {(word: string, value: string) => void} */ act) => {
    for (const [value, words] of Object.entries(groups)) for (const word of words.split(" ")) act(bare(word) || word, value);
  };
  each(ASK.lists, add);
  each(ASK.verbs, (word, senses) => {
    add(word, "verb");
    verbs.set(word, senses.split(" ").map((sense) => ({ relation: sense.replace("-", ""), reverse: sense.startsWith("-") })));
  });
  each(ASK.nouns, (word, ends) => {
    add(word, "noun");
    nouns.set(word, ends.split(" ").map((end) => /** @type {[string, string]} */ (end.split("."))));
  });
  each(ASK.heads, (word, cls) => {
    classOf.set(word, cls);
    if (word.length > 1) add(word, "head");
  });
  each(ASK.classes, (word, cls) => {
    classOf.set(word, cls);
    add(word, "class");
  });
  for (const word of ASK.posts.split(" ")) if (word.length > 1) add(word, "post");
  // Relations of the reader's own ontology are asked for by their labels.
  for (const { iri, zh } of relations)
    if (!ASK.relations[localName(iri)] && !kinds.has(bare(zh))) {
      add(bare(zh), "verb");
      verbs.set(bare(zh), [{ relation: localName(iri), reverse: false }]);
    }
  const { names, hows, alike, longest } = namesOfEntities(kinds);
  const postWords = ASK.posts.split(" ").sort((/** @type {string} */ a, /** @type {string} */ b) => b.length - a.length);
  const listed = (/** @type {string} */ kind) => (ASK.lists[kind] || "").split(" ").map(bare).sort((/** @type {string} */ a, /** @type {string} */ b) => b.length - a.length);
  const negations = listed("negation").filter((/** @type {string} */ word) => word.length === 1).join("");
  table = { kinds, verbs, nouns, classes: classOf, names, hows, alike, longest, begins: [...names.keys()].sort(), ends: [...names.keys()].map(turned).sort(), opening: listed("opening"), deputies: listed("deputy"), posts: postWords, chiefs: listed("chiefPost"), talks: listed("talk").sort(), joints: listed("joint").sort(), doubled: new RegExp(`([\\p{Script=Han}]{1,2})[${negations}]\\1`, "gu"), parted: partedWords(listed("speech"), listed("aspect")), whether: listed("whether").sort()[0] };
  return table;
}

/** What stands inside a word for a speech that is taken apart: 致了辞, 讲过话. @param {string[]} words @param {string[]} aspects */
const partedWords = (words, aspects) => new RegExp(words.filter((word) => word.length === 2).map((word) => `(?<=${word[0]})(?:${aspects.join("|")})(?=${word[1]})`).join("|"), "g");

/** Names, then names without their edition and their parts in quotation marks, where nothing else is called so.
 * `alike` are those that words of asking are too: 签约仪式. @param {Map<string, Set<string>>} known  words that are no names */
function namesOfEntities(known) {
  indexNames();
  /** @type {Map<string, number[]>} */
  const names = new Map(),
    /** @type {Map<string, string>} */ hows = new Map(),
    /** @type {Map<string, number[]>} */ alike = new Map(),
    /** @type {[string, string, number][]} */ others = [];
  let longest = 0;
  const put = (/** @type {string} */ name, /** @type {string} */ how, /** @type {number} */ n) => {
    const list = names.get(name) || [];
    if (!list.includes(n)) list.push(n);
    names.set(name, list);
    hows.set(name, how);
    longest = Math.max(longest, name.length);
  };
  for (const { entity, name } of nameIndex) {
    const plain = bare(name);
    if (plain.length < 2 || plain.length > 80) continue;
    if (!known.has(plain)) put(plain, "name", entity.n);
    else alike.set(plain, [...(alike.get(plain) || []), entity.n]);
    const series = plain.replace(EDITION, "");
    if (series !== plain && series.length > 2) known.has(series) ? alike.set(series, [...(alike.get(series) || []), entity.n]) : others.push([series, "edition", entity.n]);
    for (const part of quotedParts(name)) others.push([part, "quoted", entity.n]);
    if (classesOf(entity.n).includes("Place")) for (const part of shortPlaces(plain)) others.push([part, "place", entity.n]);
  }
  for (const how of ["edition", "quoted", "place"]) {
    const free = others.filter(([name, one]) => one === how && !names.has(name) && !known.has(name));
    for (const [name, , n] of free) put(name, how, n);
  }
  return { names, hows, alike, longest };
}

/** What stands in quotation marks in a name, alone and with each end of what follows: 观澜号启航仪式. @param {string} name */
function quotedParts(name) {
  const found = [];
  for (const match of name.matchAll(/[“「『《]([^“”「」『』《》]+)[”」』》]/g)) {
    const quoted = bare(match[1]),
      behind = bare(name.slice((match.index || 0) + match[0].length));
    if (quoted.length > 1) found.push(quoted);
    for (let k = 1; k < behind.length - 1; k++) found.push(quoted + behind.slice(k));
  }
  return found;
}

/** A name of a place without its last character, or without all that makes it an autonomous region: 西藏 of 西藏自治区. @param {string} plain */
function shortPlaces(plain) {
  const found = plain.length > 2 ? [plain.slice(0, -1)] : [];
  for (let k = 2; k <= plain.indexOf("自治"); k++) found.push(plain.slice(0, k));
  return found;
}

/** Where names begin; of two that overlap the whole one, then the longer one. @param {string} text @returns {Map<number, Spot>} */
function nameSpots(text) {
  const { names, hows, kinds, longest } = askingWords(),
    /** @type {{start: number, spot: Spot}[]} */ found = [];
  for (let start = 0; start < text.length; start++)
    for (let end = start + 2; end <= Math.min(text.length, start + longest); end++) {
      const part = text.slice(start, end),
        nodes = names.get(part);
      if (nodes) found.push({ start, spot: { end, nodes, how: hows.get(part) || "name" } });
      else if (part.length >= PART_LENGTH && !kinds.has(part)) found.push({ start, spot: { end, nodes: nodesOfPart(part), how: "part" } });
    }
  for (const letters of text.matchAll(new RegExp(`[a-z]{${PINYIN_LETTERS},}`, "g"))) {
    const whole = [...names].filter(([name]) => isSpelt(letters[0], [...name])).flatMap(([, list]) => list),
      begun = whole.length || letters[0].length < 2 * PINYIN_LETTERS ? [] : [...names].filter(([name]) => beginsSpelt(letters[0], [...name])).flatMap(([, list]) => list),
      nodes = [...new Set(whole.length ? whole : begun)];
    found.push({ start: letters.index, spot: { end: letters.index + letters[0].length, nodes: whole.length || nodes.length <= PART_NODES ? nodes : [], how: "pinyin" } });
  }
  found.sort((a, b) => Number(a.spot.how === "part") - Number(b.spot.how === "part") || b.spot.end - b.start - (a.spot.end - a.start) || a.start - b.start);
  /** @type {Map<number, Spot>} */
  const kept = new Map();
  for (const { start, spot } of found)
    if (spot.nodes.length && [...kept].every(([other, { end }]) => spot.end <= other || start >= end)) kept.set(start, spot);
  return kept;
}

/** The entities whose names begin or end so, none where they are many or have much more to them. @param {string} part @returns {number[]} */
function nodesOfPart(part) {
  const { names, begins, ends } = askingWords();
  for (const [sorted, wanted, back] of /** @type {[string[], string, boolean][]} */ ([[begins, part, false], [ends, turned(part), true]])) {
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    const having = sorted.slice(low, low + 4 * PART_NODES).filter((name) => name.startsWith(wanted)),
      nodes = [...new Set(having.flatMap((name) => names.get(back ? turned(name) : name) || []))];
    if (having.length < 4 * PART_NODES && nodes.length && nodes.length <= PART_NODES && having.every((name) => part.length / name.length >= PART_SHARE)) return nodes;
  }
  return [];
}

/** Whether letters spell all characters by whole readings. @param {string} letters @param {string[]} chars @returns {boolean} */
const isSpelt = (letters, chars, at = 0, from = 0) =>
  at === chars.length
    ? from === letters.length
    : (READINGS.get(chars[at]) || [chars[at]]).some((reading) => letters.startsWith(reading, from) && isSpelt(letters, chars, at + 1, from + reading.length));

/** Whether letters are the beginning of what characters are spelt with. @param {string} letters @param {string[]} chars @returns {boolean} */
const beginsSpelt = (letters, chars, at = 0, from = 0) =>
  from >= letters.length ||
  (at < chars.length &&
    (READINGS.get(chars[at]) || [chars[at]]).some((reading) => (letters.startsWith(reading, from) || reading.startsWith(letters.slice(from))) && beginsSpelt(letters, chars, at + 1, from + reading.length)));
