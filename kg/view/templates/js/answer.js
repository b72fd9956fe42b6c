/* What the facts of the selection answer to a question: names, numbers or yes and no, each with the sentences that say so. */

/** `n` is an entity, -1 for words or numbers. @typedef {{label: string, n: number, facts: Set<Fact>, number: number, part?: string}} Answer */
/** @typedef {{question: string, meaning: Meaning | null, understood: string, answers: Answer[], verdict: string, unknown: string[], untold?: string[], notices?: string[], near?: Near[]}} Asked  `near` are sentences that speak of the question, `untold` are the parts without an answer, `notices` what is told beside it */
/** A fact that meets a condition, turned round where a relation holds both ways. @typedef {{fact: Fact, claims: Claim[], s: number, o: number}} Told */

// So many relations are as good as any.
const MANY_RELATIONS = 8;
const LISTED = ["asserted", "planned", "former"];
/** @type {Map<string, Set<string>>} relation of the graph -> it and what it is a kind of */
const WIDER = new Map(relations.map(({ iri }) => [localName(iri), new Set(ASK.relations[localName(iri)]?.[4] || [localName(iri)])]));
const relationOf = (/** @type {Fact} */ fact) => localName(relations[fact.p].iri);

/** The answer to the likeliest meaning that has one, else the empty answer to the likeliest; `before` are the questions that it goes on from.
 * @param {string} question @param {string} [before] @returns {Asked} */
function answerTo(question, before = "") {
  const words = question.length <= LONGEST_QUESTION ? readWords(question) : [],
    signs = before ? [...words, ...tellingSigns(wordsOf(before))] : words;
  return withNearest(before ? answerAfter(question, words, before) : answerToWords(question, words), () => sentencesNear(signs), !before, words);
}

/** The answer to a question that goes on from others. @param {string} question @param {Word[]} words @param {string} before @returns {Asked} */
function answerAfter(question, words, before) {
  if (![...words, ...wordsOf(before)].some(isName) && !answeredBy(wordsOf(before)).length) return { ...NOTHING, question };
  const asked = goOn(words, wordsOf(before)).map((one) => answerToWords(question, one));
  const known = answeredBy(wordsOf(before)).map((n) => entities[n].label),
    isSame = (/** @type {Asked} */ one) => known.length > 0 && one.meaning?.asks === "list" && words.some((word) => has(word, "pronoun")) && one.answers.every(({ label }) => known.includes(label)); // 他还见过谁
  return asked.find((one) => one.answers.length && one.verdict !== "none" && !isSame(one)) || asked.find((one) => one.meaning) || asked[0];
}

/** The answer to a question that is read. @param {string} question @param {Word[]} words @returns {Asked} */
function answerToWords(question, words) {
  const beyond = words.find((word) => has(word, "beyond"));
  if (!words.length || (beyond && splitParts(words).length < 2)) return { ...NOTHING, question, notices: beyond ? [t("askNot"), t("askBeyond", beyond.text)] : [] };
  const parts = splitParts(words);
  return parts.length > 1 ? answerParts(question, parts) : answerToOne(question, words);
}

// So many answers that leave words of the question aside are no answer.
const ANYTHING_SHOWN = 25;
/** @type {Asked} */
const NOTHING = { question: "", meaning: null, understood: "", answers: [], verdict: "", unknown: [] };

/** The answer to a question that asks one thing. @param {string} question @param {Word[]} words @returns {Asked} */
function answerToOne(question, words) {
  const nothing = { ...NOTHING, question };
  if (!words.length || words.some((word) => has(word, "beyond"))) return nothing;
  const unknown = notKnown(words),
    isHeld = words.some((word) => word.quoted) && !words.some((word) => has(word, "name"));
  const inside = unknown.length && !words.some(isName) && !takesWords(words) ? bestAnswer(question, words) : null;
  if (inside?.answers.length && ["list", "count"].includes(inside.meaning?.asks || "") && !inside.meaning?.unread.length) return inside; // the word stands in names: 松江有哪些大学
  if (unknown.length && !isHeld && !takesWords(words)) return { ...nothing, unknown };
  const asksWhen = words.some((word) => has(word, "when")),
    vague = words.filter((word) => asksWhen && word.loose && isVague(word.nodes)).map(({ text }) => text);
  if (vague.length) {
    const labels = (/** @type {string} */ text) => [...new Set(words.filter((word) => word.text === text).flatMap((word) => word.nodes.map((n) => entities[n].label)))].sort().sort((a, b) => a.length - b.length);
    return { ...nothing, unknown: vague, notices: vague.map((text) => t("askVague", text, labels(text).join("、"))) };
  }
  const best = bestAnswer(question, words);
  const isFound = Boolean(best?.answers.length) && best?.verdict !== "none",
    topic = isFound && !(best?.meaning?.asks === "count" && best.meaning.unread.length) ? [] : topicEvents(words);
  if (topic.length === 1) return answerToOne(question, [nameWord(words[0].text, topic, words[0].start, words[0].end), ...words.slice(1)]);
  if (topic.length) {
    const labels = [...new Set(topic.map((n) => entities[n].label))].sort();
    return { ...nothing, unknown: [words[0].text], notices: [t("askVague", words[0].text, labels.slice(0, 8).join("、") + (labels.length > 8 ? "等" : ""))] };
  }
  if (best && isFound) {
    const unread = best.meaning?.unread.filter((word) => word !== best.meaning?.held) || [],
      isAnything = best.meaning?.asks === "list" && best.answers.length > ANYTHING_SHOWN, // without words of the question
      left = asksWhen || isAnything ? unread : best.meaning?.asks === "truth" ? unread.filter((word) => word.length > 3 || unknownNames(words).some((name) => name.includes(word))) : [];
    if (isAnything && !left.length && best.notices?.length) return { ...nothing, unknown: [""], notices: best.notices };
    return left.length ? { ...nothing, unknown: left, notices: left.map((word) => t("unread", word)) } : best;
  }
  return unknown.length ? { ...nothing, unknown } : best || nothing;
}

/** The events that a question calls by the last word of their names alone: 博览会 in 博览会的主题是什么. @param {Word[]} words @returns {number[]} */
function topicEvents(words) {
  const [first, behind] = words,
    isTold = words.slice(1).some((word) => has(word, "verb", "noun", "when", "where", "who") && !has(word, "class"));
  if (!first || first.text.length < 2 || words.some((word) => has(word, "name", "most")) || askingWords().classes.get(first.text) !== "Event" || !has(first, "class", "head")) return [];
  if (!behind || has(behind, "during", "class", "head", "rest", "which") || !isTold) return [];
  return entities.filter(({ n, label }) => isEvent(n) && bare(label).endsWith(first.text)).map(({ n }) => n);
}

/** Whether a name may be one of several things, whose dates differ: 观澜号 of two ceremonies. @param {number[]} nodes */
function isVague(nodes) {
  const labels = nodes.map((n) => entities[n].label).sort((a, b) => a.length - b.length);
  return !labels.every((label) => label.startsWith(labels[0]));
}

/** The answer to the likeliest meaning that has one, else the empty answer to the likeliest. @param {string} question @param {Word[]} words @returns {Asked | null} */
function bestAnswer(question, words) {
  /** @type {Asked | null} */
  let best = null;
  const meanings = meaningsOf(lookAtQuestion(words));
  for (const one of [...meanings, ...insteadOf(meanings)])
    for (const variant of variantsOf(one)) {
      const asked = answerOf(question, variant.meaning, variant.parts);
      asked.notices = noticesOf(asked, one);
      if (asked.answers.length && asked.verdict !== "none" && !(variant.meaning.instead && asked.verdict === "yes")) return withUndated(asked, variant.meaning, variant.parts);
      best = best || asked;
    }
  if (!best?.meaning) return best;
  const whole = withUndated(best, best.meaning, false),
    { level } = best.meaning,
    places = level ? [...new Set(answerOf("", { ...best.meaning, level: "" }, false).answers.map(({ label }) => label))] : [],
    told = [...(whole.notices || []), ...(places.length ? [t("askNoLevel", level, places.join("、"))] : [])];
  return { ...whole, notices: told.length ? told : [t("noAnswer")] };
}

/** What is told beside an answer: words that were not used, that other things are told than were asked for. @param {Asked} found @param {Meaning} whole */
function noticesOf({ meaning: said, answers, verdict }, whole) {
  if (!said) return [];
  const told = said.unread.filter((word) => word !== said.held).map((word) => t("unread", word));
  if (answers.length && whole.head && !said.head && !askingWords().kinds.has(whole.head)) told.push(t("askOthers", whole.head));
  if (answers.length && whole.head in ASK.eventEndings && !said.head) told.push(t("askOtherKind", whole.head));
  if (answers.length && said.spoken.includes("|")) told.push(t("askTalks", whole.spoken));
  if (answers.length && said.instead) told.push(t("askedInstead", relationLabel(said.conditions[0].relations[0]), relationLabel(said.instead)));
  if (verdict === "none") told.push(t("noAnswer"));
  else if (!answers.length && said.region) told.push(t("askNotAt", said.region.nodes.map((n) => entities[n].label).slice(0, 1).join("、")));
  return told;
}

/** Lists of one relation alone with what the news may have said instead: 举办 for 主办. @param {Meaning[]} meanings @returns {Meaning[]} */
function insteadOf(meanings) {
  return meanings.flatMap((one) => {
    const [said, ...more] = new Set(one.conditions.flatMap((condition) => condition.relations)),
      other = ASK.instead[said];
    if (!other || more.length || !["list", "count", "truth"].includes(one.asks)) return [];
    return [{ ...one, conditions: one.conditions.map((condition) => ({ ...condition, relations: [other] })), instead: said }];
  });
}

/** The words of questions that each go on from those above. @param {string} questions  one a line @returns {Word[]} */
const wordsOf = (questions) => questions.split("\n").map(readWords).reduce((before, words) => goOn(words, before)[0]);

/** The meaning, then without what the news may say otherwise: the word for a prize, the last word of names, an event for its parts.
 * @param {Meaning} whole @returns {Generator<{meaning: Meaning, parts: boolean}>} */
function* variantsOf(whole) {
  const { talks } = askingWords(),
    tried = new Set(),
    kept = whole.head in ASK.endings || !whole.narrow ? whole.head : ""; // a bank is no university, whatever it does; of no class anything would answer
  const said = whole.conditions.every(({ relations: some }) => some.join() === AWARDS) ? "" : whole.spoken; // a title may be called a prize
  for (const [spoken, head] of [
    [whole.spoken, whole.head],
    [said, whole.head],
    [whole.spoken, kept],
    [said, kept],
    [talks.includes(whole.spoken) ? talks.join("|") : said, kept], // 报告 may be called 演讲
  ])
    for (const parts of [false, true]) {
      const key = [spoken, head, parts].join("\n");
      if (tried.has(key) || (parts && ["about", "evidence"].includes(whole.asks))) continue;
      tried.add(key);
      yield { meaning: { ...whole, spoken, head }, parts };
    }
}

/** The nodes and what counts as them: a place holds others, a series has editions, with `parts` an event has others below it. @param {number[]} nodes @param {boolean} parts */
function widened(nodes, parts) {
  const found = new Set(nodes);
  if (nodes.some((n) => classesOf(n).includes("Place"))) for (const entity of entities) if (holdersOf(entity.n).some((n) => nodes.includes(n))) found.add(entity.n);
  const below = parts ? ["editionOf", "subEventOf"] : ["editionOf"];
  if (nodes.some(isEvent))
    for (let size = 0; size !== found.size; ) {
      size = found.size;
      for (const fact of facts) if (fact.o >= 0 && found.has(fact.o) && below.includes(relationOf(fact))) found.add(fact.s);
    }
  // An opening ceremony is named after its event.
  if (parts) for (const { n, label } of entities) if (isEvent(n) && nodes.some((one) => isEvent(one) && label.startsWith(entities[one].label))) found.add(n);
  return found;
}

/** @param {Condition} condition @param {Meaning} asked @param {boolean} parts @returns {Told[]} */
function rowsOf(condition, { asks, coming, former }, parts) {
  const sets = { subject: widened(condition.subject.nodes, parts), object: widened(condition.object.nodes, parts) };
  const meets = (/** @type {"subject" | "object"} */ end, /** @type {number} */ n, /** @type {Fact} */ fact) => {
    const { kind, words, nodes, called } = condition[end];
    if (kind === "nodes") return sets[end].has(n);
    if (kind === "called") return n >= 0 && [entities[n].label, ...entities[n].names].some((name) => bare(name).includes(bare(words)));
    if (kind === "kind") return n >= 0 && classesOf(n).some((cls) => isA(cls, words));
    if (kind === "chief") return n < 0 && headsBody(bare(literals[-1 - n].text), nodes, fact.s, words);
    return kind !== "words" || (n < 0 && holdsWords(bare(literals[-1 - n].text), bare(words), called && bare(literals[-1 - n].text).startsWith(called) ? [] : nodes, fact.s));
  };
  /** @type {Told[]} */
  const found = [];
  for (const fact of selection.facts) {
    const wider = WIDER.get(relationOf(fact));
    if (!condition.relations.some((relation) => wider?.has(relation))) continue;
    const told = passingClaims(fact).filter(({ modality }) => asks === "truth" || (asks === "most" ? modality === ASSERTED : LISTED.includes(RAW.modalities[modality])));
    if (former && !told.some(({ modality }) => RAW.modalities[modality] === "former")) continue;
    if (!told.length || (coming && (fact.asserted || !told.some(({ modality }) => RAW.modalities[modality] === "planned")))) continue;
    const ways = ASK.symmetric.some((/** @type {string} */ one) => wider?.has(one)) ? [[fact.s, fact.o], [fact.o, fact.s]] : [[fact.s, fact.o]];
    for (const [s, o] of ways) if (meets("subject", s, fact) && meets("object", o, fact)) found.push({ fact, claims: told, s, o });
  }
  return found;
}

/** The rows of all conditions that hold together, and what each answers with. @param {Meaning} asked @param {boolean} parts @returns {{row: Told, answer: number}[]} */
function joinedRows(asked, parts) {
  const of = asked.conditions.map((condition) => rowsOf(condition, asked, parts)),
    valueOf = (/** @type {Condition} */ condition, /** @type {Told} */ row) => (condition.subject.kind === "answer" ? row.s : row.o);
  const pairs = asked.conditions.map((condition, k) => of[k].map((row) => ({ row, answer: valueOf(condition, row) })));
  if (asked.each || pairs.length < 2) return pairs.flat();
  const [first, second] = asked.conditions;
  if (first.subject.kind === "answer" && second.subject.kind === "nodes" && (first.object.kind === "shared" || first.object === second.object)) {
    const shared = new Set(of[1].map(({ o }) => o)),
      own = new Set(second.subject.nodes);
    return pairs[0].filter(({ row }) => shared.has(row.o) && !own.has(row.s));
  }
  // Where no end is asked for, each pair of names is a question of its own that must hold.
  const hasAnswer = asked.conditions.some(({ subject, object }) => subject.kind === "answer" || object.kind === "answer");
  if (asked.asks === "truth" && !hasAnswer) return pairs.every((some) => some.length) ? pairs.flat() : [];
  const answers = pairs.map((some) => new Set(some.map(({ answer }) => answer)));
  return pairs.flat().filter(({ answer }) => answers.every((some) => some.has(answer)));
}

/** Whether a row lies within what else the question says. @param {Meaning} asked @param {Told} row @param {number} answer */
function isWithinQuestion(asked, row, answer) {
  if (asked.narrow && answer >= 0 && !["when", "where"].includes(asked.asks) && !classesOf(answer).some((cls) => isA(cls, asked.narrow))) return false;
  if (asked.head && !asked.level && !(answer >= 0 && isCalled(answer, asked.head))) return false;
  if (asked.post && !(answer >= 0 && entities[answer].facts.some((fact) => fact.s === answer && fact.o < 0 && relationOf(fact) === "position" && asked.post.split("|").some((post) => holdsWords(bare(literals[-1 - fact.o].text), post, [], answer))))) return false;
  if (widened(asked.without, false).has(answer)) return false;
  if (asked.within && answer >= 0 && !isWithinPlace(asked.within, answer)) return false;
  if (asked.among.length && !asked.among.includes(answer)) return false;
  const isOfPost = askingWords().posts.includes(asked.held) && asked.conditions.every(({ relations: some }) => some.join() === "position");
  if (isOfPost && !(answer < 0 && bare(literals[-1 - answer].text).includes(asked.held))) return false;
  const words = isOfPost ? [] : asked.held ? [asked.held] : asked.spoken ? asked.spoken.split("|") : [];
  if (words.length && !row.claims.some(({ sentence }) => sentence >= 0 && words.some((word) => bare(sentences[sentence].text).includes(word)))) return false;
  if (asked.dated) return Boolean(asked.period) && row.o < 0 && isBetween(literals[-1 - row.o].text, /** @type {[string, string]} */ (asked.period));
  if (asked.undated) return isUndated(asked, row) && isWithinQuestion({ ...asked, undated: false, period: null }, row, answer);
  if (asked.period && !row.claims.some((claim) => isDatedWithin(claim, row, /** @type {[string, string]} */ (asked.period)))) return false;
  if (asked.region) {
    const places = widened(asked.region.nodes, false),
      held = [row.s, row.o].filter((n) => n >= 0);
    // A date is that of the place it is said of: an exhibition that travels has several.
    if (!row.claims.some(({ where, article }) => places.has(where) || ((where < 0 || row.o >= 0) && held.some((n) => placesToldBy(n, article).some((one) => places.has(one)))))) return false;
  }
  if (!asked.setting) return true;
  const { nodes, kind, words: part } = asked.setting,
    setting = kind === "nodes" ? nodes : entities.filter(({ n, label, names }) => isEvent(n) && [label, ...names].some((name) => bare(name).includes(part))).map(({ n }) => n);
  return row.claims.some(({ article }) => setting.some((n) => entities[n].facts.some((fact) => fact.claims.some((claim) => claim.article >= 0 && claim.article === article))));
}

/** Whether a name has the word; or, of a kind of bodies, what its names have, and else nothing that those of another do. @param {number} n @param {string} head */
function isCalled(n, head) {
  const { label, names } = entities[n],
    own = /** @type {string[] | undefined} */ (ASK.endings[head]);
  if (head in ASK.eventEndings) {
    const [is, isNot] = ASK.eventEndings[head].map((/** @type {string} */ ends) => new RegExp(`(${ends || "(?!)"})$`));
    return [label, ...names].some((name) => is.test(name) && !isNot.test(name));
  }
  if (!own) return [label, ...names].some((name) => bare(name).includes(head));
  const isOther = Object.values(ASK.endings).flat().some((end) => !own.includes(end) && label.includes(end));
  return own.some((end) => label.includes(end)) || !isOther;
}

/** Whether a place lies in another. @param {End} around @param {number} n */
function isWithinPlace(around, n) {
  if (around.words && classesOf(n).includes("Place")) return false;
  const isNamed = around.words && [entities[n].label, ...entities[n].names].some((name) => bare(name).startsWith(around.words));
  return Boolean(isNamed) || (!around.nodes.includes(n) && widened(around.nodes, false).has(n));
}

/** The places of a level in which a place lies: 四川省 for 绵阳市. @param {string} word @param {number} place @returns {number[]} */
function placesOfLevel(word, place) {
  const [own, below, other] = ASK.levels[word].map((/** @type {string} */ ends) => new RegExp(`(${ends || "(?!)"})$`));
  return holdersOf(place).filter((n) => {
    const above = entities[n].inside,
      isCalled = (/** @type {RegExp} */ end, /** @type {number} */ place) => [entities[place].label, ...entities[place].names].some((name) => end.test(name));
    return isCalled(own, n) || (above >= 0 && isCalled(below, above) && !other.test(entities[n].label));
  });
}

/** @param {string} day @param {[string, string]} period */
const isBetween = (day, [from, to]) => day >= from && day <= to;

/** @param {Claim} claim @param {Told} row @param {[string, string]} period */
function isDatedWithin(claim, row, [from, to]) {
  const ends = [row.s, row.o].filter((n) => n >= 0).map((n) => entities[n]),
    dates = [{ first: claim.ownFirst, last: claim.ownLast }, ...ends];
  return dates.some(({ first, last }) => (first || last) && (!first || first <= to) && (!last || last >= from));
}

/** Whether a row has no date, and no article tells it as done before the period. @param {Meaning} asked @param {Told} row */
function isUndated({ period }, row) {
  const isDated = [row.s, row.o].some((n) => n >= 0 && (entities[n].first || entities[n].last)) || row.claims.some(({ ownFirst, ownLast }) => ownFirst || ownLast),
    isLater = (/** @type {Claim} */ { modality, article }) => modality !== ASSERTED || (article >= 0 && articles[article].date >= /** @type {[string, string]} */ (period)[0]);
  return !isDated && row.claims.some(isLater);
}

/** What would answer too but has no date. @param {Asked} asked @param {Meaning} said @param {boolean} parts @returns {Asked} */
function withUndated(asked, said, parts) {
  if (!said.period || said.dated || !["list", "count"].includes(said.asks)) return asked;
  const others = answerOf("", { ...said, undated: true }, parts).answers,
    whole = others.length ? answerOf("", { ...said, period: null }, parts).answers : [],
    isDated = (/** @type {Answer} */ { label, facts: some }) => whole.some((one) => one.label === label && [...one.facts].some((fact) => !some.has(fact)));
  const names = [...new Set(others.filter((one) => !isDated(one) && !asked.answers.some(({ label }) => label === one.label)).map(({ label }) => label))].sort(),
    shown = names.slice(0, 5).join(lang === "zh" ? "、" : ", ");
  return names.length ? { ...asked, notices: [...(asked.notices || []), names.length > 5 ? t("askUndatedMore", shown, count(names.length)) : t("askUndated", shown)] } : asked;
}

/** @param {string} question @param {Meaning} asked @param {boolean} parts @returns {Asked} */
function answerOf(question, asked, parts) {
  const understood = describeMeaning(asked),
    whole = { question, meaning: asked, understood, answers: /** @type {Answer[]} */ ([]), verdict: "", unknown: [] };
  if (asked.asks === "about") return { ...whole, answers: asked.conditions[0].subject.nodes.map((n) => ({ label: entities[n].label, n, facts: new Set(), number: entities[n].degree })) };
  if (asked.asks === "evidence") return { ...whole, answers: between(asked.conditions[0]) };
  const rows = onlyHolders(onlyDoers(joinedRows(asked, parts).filter(({ row, answer }) => isWithinQuestion(asked, row, answer)), asked), asked)
    .flatMap(({ row, answer }) => (asked.level && answer >= 0 && asked.asks !== "where" ? placesOfLevel(asked.level, answer).map((n) => ({ row, answer: n })) : [{ row, answer }]));
  if (asked.asks === "truth") return { ...whole, ...judged(rows) };
  /** @type {Map<string, Answer & {others: Set<number>}>} */
  const found = new Map();
  const put = (/** @type {string} */ label, /** @type {number} */ n, /** @type {Told} */ row, /** @type {number} */ other) => {
    const key = n >= 0 ? String(n) : "w" + label,
      known = found.get(key) || { label, n, facts: new Set(), number: 0, others: new Set() };
    known.facts.add(row.fact);
    known.others.add(other);
    known.number += row.claims.length;
    found.set(key, known);
  };
  for (const { row, answer } of rows) {
    if (asked.asks === "when" || asked.asks === "where") {
      const found = circumstances(asked.asks, row).flatMap(([label, n]) => (asked.level && n >= 0 ? placesOfLevel(asked.level, n).map((one) => /** @type {[string, number]} */ ([entities[one].label, one])) : [/** @type {[string, number]} */ ([label, n])])).filter(([, n]) => !asked.within || (n >= 0 && isWithinPlace(asked.within, n)));
      for (const [label, n] of found) put(label, n, row, row.o);
    } else if (asked.told) for (const { sentence } of row.claims) sentence >= 0 && put(sentences[sentence].text, -1, row, row.s);
    else put(answer >= 0 ? entities[answer].label : literals[-1 - answer].text, answer, row, answer === row.s ? row.o : row.s);
  }
  const answers = [...found.values()].sort((a, b) => (asked.asks === "most" ? b.others.size - a.others.size : b.number - a.number) || (a.label < b.label ? -1 : 1));
  if (asked.asks === "most") for (const answer of answers) answer.number = answer.others.size;
  return { ...whole, answers };
}

/** What is said of two, a relation each. @param {Condition} condition @returns {Answer[]} */
function between({ subject, object }) {
  /** @type {Map<number, Answer>} */
  const found = new Map();
  for (const fact of selection.facts) {
    if (!subject.nodes.includes(fact.s) || !object.nodes.includes(fact.o)) continue;
    const known = found.get(fact.p) || { label: termLabel(relations[fact.p]), n: -1, facts: new Set(), number: 0 };
    known.facts.add(fact);
    known.number += passingClaims(fact).length;
    found.set(fact.p, known);
  }
  return [...found.values()];
}

/** The places of an event; of one that was at several those that an article tells. @param {number} event @param {number} article @returns {number[]} */
function placesToldBy(event, article) {
  const whole = entities.filter(({ n, label }) => n === event || (isEvent(event) && isEvent(n) && entities[event].label.startsWith(label))).map(({ n }) => n),
    held = whole.flatMap((n) => entities[n].facts.filter((fact) => fact.s === n)).filter((fact) => relationOf(fact) === "heldAt" && passingClaims(fact).some(({ modality }) => LISTED.includes(RAW.modalities[modality]))),
    isNear = (/** @type {number} */ one, /** @type {number} */ two) => holdersOf(one).includes(two) || holdersOf(two).includes(one);
  return held
    .filter(({ o, claims }) => held.every((other) => isNear(o, other.o)) || claims.some((claim) => claim.article >= 0 && claim.article === article))
    .map(({ o }) => o);
}

/** When or where what a row says was. @param {string} asks @param {Told} row @returns {[string, number][]} */
function circumstances(asks, row) {
  const own = row.claims.map(({ when, where }) => (asks === "when" ? when : where)).filter((n) => (asks === "when" ? n < 0 : n >= 0));
  const dated = (/** @type {Fact} */ fact) => fact.s === row.o && ["issuedOn", "startDate"].includes(relationOf(fact)) && passingClaims(fact).length > 0,
    dates = row.o >= 0 && asks === "when" ? entities[row.o].facts.filter(dated).map((fact) => fact.o) : [],
    ofObject = row.o >= 0 && asks === "where" ? row.claims.flatMap(({ article }) => placesToldBy(row.o, article)) : dates;
  return [...new Set([...own, ...ofObject])].map((n) => (n >= 0 ? [entities[n].label, n] : [literals[-1 - n].text, -1]));
}

/** Whether a claim tells of an event before its first day, so that it is planned whatever its words. @param {Claim} claim @param {number} o */
const isAhead = ({ modality, article }, o) => modality === ASSERTED && o >= 0 && article >= 0 && isEvent(o) && entities[o].first > articles[article].date;

/** Yes or no, by the strongest modality. @param {{row: Told}[]} rows */
function judged(rows) {
  const said = new Set(rows.flatMap(({ row }) => row.claims.map((claim) => (isAhead(claim, row.o) ? "planned" : RAW.modalities[claim.modality])))),
    [, zh, en, verdict] = ASK.verdicts.find((/** @type {string[]} */ [modality]) => said.has(modality)) || ASK.verdicts[ASK.verdicts.length - 1];
  return { verdict, answers: [{ label: lang === "zh" ? zh : en, n: -1, facts: new Set(rows.map(({ row }) => row.fact)), number: rows.length }] };
}

/* ---- how it was understood ---- */

/** @param {Meaning} asked */
function describeMeaning(asked) {
  const ends = (/** @type {End} */ end) => {
    if (end.kind === "answer") return "？";
    if (end.kind === "kind") return termLabel(classes.find(({ iri }) => localName(iri) === end.words) || { zh: end.words, en: end.words });
    if (!["nodes", "words", "called", "chief"].includes(end.kind)) return "…";
    return [...new Set(end.nodes.slice(0, 3).map(fullLabel)), ...(end.kind === "chief" ? [t("askedChief")] : []), ...(end.words ? [`“${end.words}”`] : [])].join("、");
  };
  const named = (/** @type {string} */ relation) => {
    const known = ASK.relations[relation];
    return known ? known[lang === "zh" ? 2 : 3] : termLabel(relations.find(({ iri }) => localName(iri) === relation) || { zh: relation, en: relation });
  };
  const said = (/** @type {string[]} */ some) => (some.length > MANY_RELATIONS ? "…" : [...new Set(some)].map(named).join(t("or")));
  const parts = asked.conditions.map(({ relations: some, subject, object }) => [ends(subject), said(some), ends(object)].filter(Boolean).join(" ").replace("… …", "…"));
  if (asked.narrow) parts.push(t("askedClass", termLabel(classes.find(({ iri }) => localName(iri) === asked.narrow) || { zh: asked.narrow, en: asked.narrow })));
  if (asked.verb) parts.push(t("askedVerb", asked.verb, named(asked.conditions[0].relations[0])));
  if (asked.level) parts.push(t("askedLevel", asked.level));
  else if (asked.head) parts.push(t("askedHead", asked.head));
  if (asked.post) parts.push(t("askedPost", either(asked.post)));
  if (asked.period) parts.push(askedPeriod(...asked.period));
  if (asked.without.length) parts.push(t("askedWithout", asked.without.map(fullLabel).join("、")));
  if (asked.coming) parts.push(t("askedComing"));
  if (asked.region) parts.push(t("askedRegion", ends(asked.region)));
  if (asked.within?.nodes.length) parts.push(t("askedWithin", ends({ ...asked.within, words: "" })));
  if (asked.within?.words) parts.push(t(asked.within.nodes.length ? "askedOrBegins" : "askedBegins", asked.within.words));
  if (asked.told) parts.push(t("askedTold"));
  if (asked.setting) parts.push(t("askedSetting", ends(asked.setting)));
  if (asked.held || asked.spoken) parts.push(t("askedWords", asked.held || either(asked.spoken)));
  return parts.join(lang === "zh" ? "；" : "; ");
}

/** Words of which one is meant, joined by “or”. @param {string} words */
const either = (words) => words.split("|").join(lang === "zh" ? "或" : " or ");
/** @param {string} first @param {string} last */
const askedPeriod = (first, last) => periodText(first === "0001-01-01" ? "" : first, last === "9999-12-31" ? "" : last);

/** Questions that the facts at hand answer, one for each of some relations. @returns {string[]} */
function exampleQuestions() {
  /** @type {Map<number, string>} */
  const found = new Map();
  for (const fact of selection.facts) {
    const known = ASK.relations[relationOf(fact)];
    if (found.size === 3) break;
    if (found.has(fact.p) || !known || !fact.asserted || !fact.stated || fact.o < 0 || !known[0].some((/** @type {string} */ cls) => isA(cls, "Agent"))) continue;
    const template = ASK.templates[(found.size + 1) % ASK.templates.length];
    found.set(fact.p, template.replace("{subject}", entities[fact.s].label).replace("{object}", entities[fact.o].label).replace("{relation}", known[2]));
  }
  return [...found.values()];
}

/* ---- the answer beside the picture ---- */

/** @param {string} question */
function askQuestion(question) {
  // What rests on another question, or is none by itself, goes on from the answer that is open.
  const words = readWords(question),
    goesOn = Boolean(state.ask) && (restsOnAnother(words) || (!words.some(isName) && !unknownNames(words).length && !answerTo(question).meaning));
  state.after = goesOn ? [state.after, state.ask].filter(Boolean).join("\n") : "";
  state.ask = question;
  state.node = state.article = -1;
  state.edge = state.path = null;
  show();
  // On a phone the answer comes up over the lower half of the picture.
  if (innerWidth <= 900) centreOn(answeredEntities()[0] ?? -1);
  focusDetails();
}

/** The facts that the answer rests on, which the picture lights up. @type {{key: string, asked: Asked | null}} */
const lastAsked = { key: "", asked: null };
function currentAnswer() {
  const key = [state.after, state.ask, lang, addressOfSelection()].join("\n");
  if (state.ask) unpackTexts();
  if (lastAsked.key !== key) Object.assign(lastAsked, { key, asked: state.ask ? answerTo(state.ask, state.after) : null });
  return lastAsked.asked;
}
/** The entities of the answer and of its facts, at most forty. @returns {number[]} */
function answeredEntities() {
  if (!state.ask) return [];
  const asked = currentAnswer(),
    ends = (asked?.answers || []).flatMap(({ n, facts: some }) => [n, ...[...some].flatMap((fact) => [fact.s, fact.o])]);
  return [...new Set(ends)].filter((n) => n >= 0).slice(0, 40);
}

/** All that is told beside an answer, or instead of one. @param {Asked} asked @returns {string[]} */
function toldBeside({ meaning: said, notices, unknown, untold }) {
  const told = [...(untold || []).map((part) => t("askedUntold", part)), ...(notices || [])];
  if (said || told.length) return told;
  return unknown.length ? unknown.map((name) => t("askUnknown", name)) : [t("askNot")];
}

function askPanel() {
  const asked = /** @type {Asked} */ (currentAnswer()),
    { meaning: said, answers, verdict } = asked;
  const head = [closeButton(), make("h2", { tabindex: -1, ...ZH }, isolated(asked.question))];
  const filtered = isPristine() ? null : make("p", { class: "hint" }, t("askFiltered"));
  if (state.after) head.push(make("p", { class: "soft" }, t("askAfter", state.after.split("\n").join(" → "))));
  const notice = (/** @type {string} */ text) => make("p", { class: "notice" }, text);
  if (!said) return [...head, ...toldBeside(asked).map(notice), nearSection(asked), nearList(asked.unknown), asked.near?.length ? null : askExamples()].filter(Boolean);
  const told = [...new Set(answers.flatMap(({ facts: some }) => [...some]))];
  return [
    ...head,
    make("p", { class: "soft understood" }, t("understood", asked.understood)),
    ...toldBeside(asked).map(notice),
    said.asks === "count" ? make("p", { class: "figure number" }, count(answers.length)) : null,
    verdict ? make("p", { class: "figure" }, answers[0].label) : answers.length ? answerList(answers, said.asks) : null,
    nearSection(asked),
    filtered,
    told.length ? markLegend() : null,
    ...told.slice(0, MOST_TOLD).map((fact) => factCard(fact)),
    told.length > MOST_TOLD ? make("p", { class: "hint" }, t("moreFacts", told.length - MOST_TOLD)) : null,
  ].filter(Boolean);
}
const MOST_TOLD = 40;
/** @param {string} relation */
const relationLabel = (relation) => ASK.relations[relation][lang === "zh" ? 2 : 3];

/** @param {Answer[]} answers @param {string} asks */
const answerList = (answers, asks) =>
  make(
    "ol",
    { class: "ranking answers" },
    answers
      .slice(0, 100)
      .map(({ label, n, number, part }) =>
        make(
          "li",
          {},
          part ? make("span", { class: "soft", ...ZH }, isolated(part), " ") : null,
          n >= 0 ? glyph(entities[n].cls) : null,
          n >= 0 ? entityLink(n) : make("span", { class: "name-like", ...ZH }, isolated(label)),
          make("span", { class: "number" }, asks === "most" ? count(number) : t(asks === "about" ? "askedFacts" : "askedClaims", count(number))),
        ),
      ),
  );

/** What is called nearly so. @param {string[]} names */
function nearList(names) {
  const near = [...new Set(names.flatMap(nearEntities))];
  return near.length ? make("section", {}, make("h3", {}, t("askNear")), make("ul", { class: "ranking" }, near.map((n) => make("li", {}, glyph(entities[n].cls), entityLink(n))))) : null;
}

const askExamples = () =>
  make(
    "section",
    {},
    make("h3", {}, t("askLike")),
    make("ul", { class: "ranking" }, exampleQuestions().map((question) => make("li", {}, make("button", { class: "name", on: { click: () => askQuestion(question) } }, isolated(question))))),
  );
