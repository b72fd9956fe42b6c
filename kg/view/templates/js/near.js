/* Sentences that speak of what a question asks, where it is not read as a question of facts: no answer, but evidence, as `kg ask` finds it. */

/** A sentence, or the title of an article; `held` is what it has of the kind asked for. @typedef {{held: string, sentence: string, title: string, article: number, claim: Claim | null}} Near */
/** One with the share that it `has` of the question's signs, its `mark`, which is that with what else speaks for it, and how many signs the question has.
 * @typedef {{near: Near, has: number, mark: number, signs: number}} Marked */

// What is asked by, or stands between what is asked of: no sign of what a sentence is about.
const SILENT = [...ASKING, "filler", "whether", "ending", "measure", "at", "goal", "tell", "closing", "pronoun", "again", "by", "beyond"],
  LOUD = ["name", "rest", "verb", "head", "post"];
const NEAR_SHOWN = 3,
  MOST_SIGNS = 80,
  FESTIVAL = 4,
  FEWEST_SIGNS = 3, // a question of fewer is about too much: 科技部怎么样
  // How much the more a sentence speaks of a question: it states a relation of its verbs, has what is asked for, is about its names, is of its time.
  SAYS = 0.15,
  HOLDS = 0.15,
  NAMES = 0.3,
  OF_TIME = 0.5,
  // Three characters in a row, beside the two pairs in them, and one alone; a sign in the title of a sentence, or in the one before it, alone;
  // a title by itself, or where its article's sentences are at hand; a figure of what is counted.
  THREE = 0.5,
  ONE = 0.1,
  IN_TITLE = 0.4,
  TITLE = 0.8,
  TITLE_OF_TEXT = 0.6,
  OF_COUNT = 0.3,
  // A sentence speaks of a question when it has so much of its signs, and so much of what the best one has; longer ones have more by chance.
  LEAST = 0.25,
  BESIDE = 0.6,
  LONG_FOR_SIGNS = 120,
  // So much more of the question a sentence has than those behind an answer, and so much of its signs, where it tells another thing.
  MORE = 1.25,
  MOST = 0.5,
  FEW_SIGNS = 4,
  // Figures that are no dates.
  FIGURE = /[0-9][0-9.,]*[0-9万亿千百余多]*(?![0-9.年月日号时届])\p{L}{0,2}%?/gu,
  DAY = /^\d{4}(-\d\d)*$/,
  // A day as a sentence says it.
  DAYS = /(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年|\d{1,2}日/g;

/** What stands in a row between words of asking. @param {Word[]} words */
function signRuns(words) {
  const runs = [""];
  let end = 0;
  for (const [k, word] of words.entries()) {
    // 中 is a sign in 四中全会, a festival is one although it is a day
    const isPart = word.text.length === 1 && !has(word, ...ASKING) && [words[k - 1], words[k + 1]].some((one) => one && isRest(one) && one.text.length === 1),
      isSilent = word.period ? word.text.length < FESTIVAL || /\d/.test(word.text) : !isPart && has(word, ...SILENT) && !has(word, ...LOUD);
    if (isSilent || word.start !== end) runs.push("");
    if (!isSilent) runs[runs.length - 1] += word.text.replace(/(?<=[0-9])号/g, "日");
    end = word.end;
  }
  return runs;
}
/** @param {string} run @param {number} length */
const signParts = (run, length) => [...run].map((_, k) => run.slice(k, k + length)).filter((part) => part.length === length && /^[\p{L}\p{N}]+$/u.test(part));

/** @type {Map<string, Claim[]>} the claims of each sentence of an article */
const claimsBySentence = new Map();
/** @type {string[]} all sentences and titles, each once, as signs are looked for in them */
let allTexts = [];
function indexTexts() {
  if (allTexts.length) return;
  for (const claim of claims) {
    if (claim.sentence < 0) continue;
    const key = `${claim.article}\n${sentences[claim.sentence].text}`;
    claimsBySentence.set(key, [...(claimsBySentence.get(key) || []), claim]);
  }
  const said = claims.filter(({ sentence }) => sentence >= 0).map(({ sentence }) => sentences[sentence].text);
  allTexts = [...new Set([...said, ...articles.map(({ title }) => title)])].map(bare);
}

/** @type {{text: string, plain: string, article: number, before: string}[]} the sentences of the texts from which nothing was read */
let untoldSentences = [];
/** @type {Map<string, string>} what stands before each sentence of an article */
const sentencesBefore = new Map();
/** The sentences of the texts that the page carries, once they are unpacked. */
function sentencesOfTexts() {
  if (!texts || untoldSentences.length) return untoldSentences;
  const known = new Set(allTexts);
  for (const { n } of articles) {
    const chars = [...texts[n]],
      ends = textCuts[n];
    let before = "";
    for (let k = 0; k < ends.length; k += 2) {
      const text = chars.slice(ends[k], ends[k + 1]).join("").trim(),
        plain = bare(text);
      if (!known.has(plain)) untoldSentences.push({ text, plain, article: n, before });
      sentencesBefore.set(`${n}\n${plain}`, before);
      before = plain;
    }
  }
  return untoldSentences;
}

/** How much a sentence speaks of the question from which nothing was read. @param {Signs} signs @param {{text: string, plain: string, article: number, before: string}} one @returns {Marked} */
function markUntold(signs, { text, plain, article, before }) {
  const { title } = articles[article],
    share = weightIn(signs, plain, `${bare(title)}\n${before}`) / Math.max(1, Math.sqrt(plain.length / LONG_FOR_SIGNS)) / signs.whole,
    held = [...new Set(toldIn(signs, text))].slice(0, NEAR_SHOWN),
    more = (held.length ? HOLDS : 0) + (signs.counted?.test(plain) ? OF_COUNT : 0) + (signs.verbs.some((verb) => plain.includes(verb)) ? SAYS : 0);
  return { near: { held: held.join("、"), sentence: text, title, article, claim: null }, has: share, mark: share * (1 + more) * (text === title ? TITLE_OF_TEXT : 1), signs: signs.signs };
}

/** The figures or the days that a sentence has, where such are asked for. @param {Signs} signs @param {string} text @returns {string[]} */
const toldIn = ({ wanted }, text) => (wanted === "Figure" ? text.match(FIGURE) : wanted === "Date" ? text.match(DAYS) : null) || [];

/** A figure with what is counted behind it: 45名选手. @param {Word[]} words @returns {RegExp | null} */
function countedKind(words) {
  for (const [k, word] of words.entries()) {
    const behind = words.slice(k + 1, k + 3).find((one) => !has(one, "measure") && one.text.length > 1);
    if (has(word, "many") && behind) return new RegExp(`[0-9一二三四五六七八九十百千万亿两][\\p{L}\\p{N}_]{0,3}${behind.text.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`, "u");
  }
  return null;
}

/** The signs of a question with their weights, the more, the fewer texts have them; those in a row of three, and single ones. @param {Word[]} words */
function signsOf(words) {
  indexTexts();
  const runs = signRuns(words),
    pairs = new Map([...new Set(runs.flatMap((run) => signParts(run, 2)))].slice(0, MOST_SIGNS).map((pair) => [pair, Math.log(1 + allTexts.length / Math.max(1, allTexts.filter((text) => text.includes(pair)).length))])),
    unit = Math.max(0, ...pairs.values()),
    weights = new Map(pairs);
  for (const three of new Set(runs.flatMap((run) => signParts(run, 3)))) weights.set(three, (THREE * ((pairs.get(three.slice(0, 2)) || 0) + (pairs.get(three.slice(1)) || 0))) / 2);
  for (const one of runs.flatMap((run) => signParts(run, 1))) weights.set(one, ONE * unit);
  const named = new Map(words.flatMap((word) => word.nodes.map((n) => /** @type {[number, Word]} */ ([n, word])))),
    { verbs, nouns } = askingWords(),
    said = words.flatMap(({ text }) => [...(verbs.get(text) || []).map(({ relation }) => relation), ...(nouns.get(text) || []).map(([relation]) => relation)]);
  const verbal = words.filter((word) => has(word, "verb") && word.text.length > 1).map(({ text }) => text);
  return { counted: countedKind(words), pairs: [...pairs.keys()], verbs: verbal, words, weights, signs: pairs.size, whole: [...weights.values()].reduce((sum, weight) => sum + weight, 0), named, said: new Set(said), period: words.find(({ period }) => period)?.period || null, wanted: wantedKind(words) };
}
/** @typedef {ReturnType<typeof signsOf>} Signs */

/** The class of what is asked for. @param {Word[]} words */
function wantedKind(words) {
  const { classes: classOf } = askingWords();
  for (let k = 0; k < words.length; k++) {
    if (!has(words[k], "which", "many")) continue;
    const kind = words.slice(k + 1, k + 3).find((word) => has(word, "class", "head"));
    if (has(words[k], "many")) return "Figure";
    if (kind) return classOf.get(kind.text) || "";
  }
  const asks = (/** @type {string} */ kind) => words.some((word) => has(word, kind));
  return asks("who") ? "Agent" : asks("when") ? "Date" : asks("where") ? "Place" : "";
}

/** The weights of the signs of a text, and a part of those that its title alone has. @param {Signs} signs @param {string} text @param {string} [title] */
function weightIn({ weights }, text, title = "") {
  let sum = 0;
  for (const [sign, weight] of weights) sum += text.includes(sign) ? weight : title.includes(sign) ? IN_TITLE * weight : 0;
  return sum;
}

/** What a sentence has of the kind asked for: days, figures, places, those that act; else the other ends of its claims. @param {Signs} signs @param {Claim[]} some @returns {string[]} */
function heldIn(signs, some) {
  const { wanted, named } = signs;
  const text = (/** @type {number} */ n) => (n >= 0 ? entities[n].label : literals[-1 - n].text);
  if (wanted === "Date") return some.flatMap(({ when, fact }) => [when < 0 ? text(when) : "", text(fact.o)]).filter((day) => DAY.test(day));
  if (wanted === "Figure") return toldIn(signs, sentences[some[0].sentence].text);
  const fits = (/** @type {number} */ n) => !named.has(n) && (!wanted || (n >= 0 && classesOf(n).some((cls) => isA(cls, wanted))));
  return [...(wanted === "Place" ? some.filter(({ where }) => where >= 0).map(({ where }) => text(where)) : []), ...some.flatMap(({ fact }) => [fact.s, fact.o].filter(fits).map(text))];
}

/** How much a sentence speaks of the question. @param {Signs} signs @param {Claim[]} some @returns {Marked} */
function markSentence(signs, some) {
  const { named, period, said } = signs,
    [first] = some,
    sentence = sentences[first.sentence].text,
    title = first.article >= 0 ? articles[first.article].title : "",
    ends = some.flatMap(({ fact }) => [fact.s, fact.o]),
    labels = ends.map((n) => (n >= 0 ? entities[n].label : literals[-1 - n].text)),
    own = ends.filter((n) => named.has(n)).map((n) => /** @type {Word} */ (named.get(n))),
    before = (signs.pairs.some((pair) => bare(sentence).includes(pair)) && sentencesBefore.get(`${first.article}\n${bare(sentence)}`)) || "",
    share = weightIn(signs, [sentence, ...labels, ...own.map(({ text }) => text)].map(bare).join("\n"), `${bare(title)}\n${before}`) / Math.max(1, Math.sqrt(bare(sentence).length / LONG_FOR_SIGNS)) / signs.whole,
    days = some.flatMap(({ when, fact, article }) => [when < 0 ? literals[-1 - when].text : "", fact.o < 0 ? literals[-1 - fact.o].text : "", article >= 0 ? articles[article].date : ""]).map((day) => day.slice(0, 10)),
    held = [...new Set(heldIn(signs, some))].slice(0, NEAR_SHOWN);
  let more = some.some(({ fact }) => said.has(relationOf(fact))) || signs.verbs.some((verb) => bare(sentence).includes(verb)) ? SAYS : 0;
  if (signs.counted?.test(bare(sentence))) more += OF_COUNT;
  if (own.length) more += (NAMES * new Set(own.map(({ start }) => start)).size) / new Set([...named.values()].map(({ start }) => start)).size;
  if (period && days.some((day) => /^\d{4}/.test(day) && isBetween(day, period))) more += OF_TIME;
  if (held.length) more += HOLDS;
  return { near: { held: held.join("、"), sentence, title, article: first.article, claim: first }, has: share, mark: share * (1 + more) * (sentence === title ? titleShare(first.article) : 1), signs: signs.signs };
}

/** What a title counts by itself. @param {number} article */
const titleShare = (article) => (texts?.[article] ? TITLE_OF_TEXT : TITLE);

/** The sentences that speak of what a question asks, the best first; none where none has much of it. @param {Word[]} words @returns {Marked[]} */
function sentencesNear(words) {
  const signs = signsOf(words),
    order = (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : a > b ? 1 : 0);
  const untold = sentencesOfTexts();
  if (signs.signs < FEWEST_SIGNS - (signs.period ? 1 : 0)) return [];
  const passing = [...claimsBySentence.values()].map((some) => some.filter(({ n }) => selection.ok[n]).sort((a, b) => order(a.iri, b.iri))).filter((some) => some.length),
    titles = articles.map(({ n, title }) => ({ near: { held: "", sentence: title, title, article: n, claim: null }, has: weightIn(signs, bare(title)) / signs.whole, mark: (titleShare(n) * weightIn(signs, bare(title))) / signs.whole, signs: signs.signs }));
  const found = [...passing.map((some) => markSentence(signs, some)), ...titles, ...untold.map((one) => markUntold(signs, one))].filter((one) => one.has >= LEAST);
  const iri = ({ near: { article } }) => (article >= 0 ? articles[article].iri : "");
  found.sort((a, b) => Math.round(b.mark * 1000) - Math.round(a.mark * 1000) || order(a.near.sentence, b.near.sentence) || order(iri(a), iri(b)));
  /** @type {Marked[]} */
  const kept = [];
  for (const one of found) {
    const isTold = kept.some(({ near: other }) => one.near.sentence === other.sentence || (one.near.sentence === one.near.title && one.near.article === other.article));
    if (one.mark >= BESIDE * found[0].mark && !isTold) kept.push(one);
  }
  return kept;
}

/** The words of a question that tell what it is about. @param {Word[]} words */
const tellingSigns = (words) => words.filter((word) => has(word, ...LOUD) && !has(word, ...ASKING, "beyond"));

/** Whether a text has a word, or half of its pairs of characters, as where it says the word in full. @param {string} text @param {string} word */
function hasMost(text, word) {
  const pairs = word.length > 1 ? [...word].slice(1).map((_, k) => word.slice(k, k + 2)) : [word];
  return 2 * pairs.filter((pair) => text.includes(pair)).length >= pairs.length;
}

/** The sentences behind an answer. @param {Iterable<Fact>} some */
const sentencesBehind = (some) => [...some].flatMap(passingClaims).filter(({ sentence }) => sentence >= 0).map(({ sentence }) => sentences[sentence].text);

/** The answer with the sentences near to its question, where it is none, leaves words aside, or they have much more of the question.
 * They are looked for where they are needed alone.
 * @param {Asked} asked @param {() => Marked[]} nearest @param {boolean} alone  whether the question goes on from no other @param {Word[]} said @returns {Asked} */
function withNearest(asked, nearest, alone, said) {
  const words = (asked.meaning?.unread || []).filter((word) => (asked.notices || []).includes(t("unread", word))),
    isFound = (/** @type {Asked} */ one) => one.answers.length > 0 && one.verdict !== "none" && !(one.meaning?.asks === "count" && !one.answers.length);
  const isWhole = (/** @type {Asked} */ one) => isFound(one) && !(one.notices || []).length && !(one.untold || []).length && !(one.meaning?.asks === "about" && said.some((word) => has(word, ...ASKING))); // all that is said of a thing is no answer
  if (isWhole(asked) && (!alone || saysAll(asked, said))) return asked;
  const near = nearest();
  let whole = asked;
  if (isFound(asked) && asked.meaning?.asks === "list" && words.length && alone) whole = borneOut(asked, words) || (isNearer(asked, near, words) ? { ...asked, answers: [], notices: [...(asked.notices || []), t("askWithout", words.join("、"))] } : asked);
  return isWhole(whole) && !(alone && isNearer(whole, near, [])) ? whole : { ...whole, near: near.slice(0, NEAR_SHOWN).map((one) => one.near) };
}

// Words that an answer may pass over without a word, as no name and no verb is.
const UNSAID = ["rest", "post", "head"];
/** Whether the sentences behind an answer have all words of the question that it might pass over, and the parts of names. @param {Asked} asked @param {Word[]} said */
function saysAll({ answers }, said) {
  const told = answers.flatMap(({ facts: some }) => [...some]).flatMap(passingClaims).filter(({ sentence }) => sentence >= 0).map(({ sentence, article }) => bare(`${article >= 0 ? articles[article].title : ""} ${sentences[sentence].text}`));
  return said.filter((word) => (has(word, ...UNSAID) && !has(word, "verb")) || word.loose).every(({ text }) => told.some((one) => one.includes(text)));
}

/** Whether a sentence that is not behind an answer has much more of the question, and one of the words if any are given. @param {Asked} asked @param {Marked[]} near @param {string[]} words */
function isNearer({ answers, meaning: said }, near, words) {
  if (said && said.conditions.length > 1 && !said.each) return false; // an answer of two conditions rests on two sentences
  const told = new Set(answers.flatMap(({ facts: some }) => sentencesBehind(some))),
    best = Math.max(0, ...near.filter((one) => told.has(one.near.sentence)).map((one) => one.has)),
    first = near.reduce((most, one) => (!most || one.has > most.has ? one : most), /** @type {Marked | null} */ (null));
  if (!first || !told.size || told.has(first.near.sentence) || told.has(near[0].near.sentence) || first.signs < FEW_SIGNS || first.has < Math.max(MOST, MORE * best)) return false;
  return !words.length || words.some((word) => hasMost(`${first.near.title} ${first.near.sentence}`, word));
}

/** The answers alone whose sentences have a word that was not used, where some have. @param {Asked} asked @param {string[]} words @returns {Asked | null} */
function borneOut(asked, words) {
  const bears = (/** @type {Answer} */ answer, /** @type {string[]} */ some) => sentencesBehind(answer.facts).some((text) => some.some((word) => hasMost(text, word))),
    kept = asked.answers.filter((answer) => bears(answer, words));
  if (!kept.length || kept.length === asked.answers.length) return null;
  const said = words.filter((word) => kept.some((answer) => bears(answer, [word])));
  return { ...asked, answers: kept, notices: [...(asked.notices || []).filter((one) => !said.some((word) => one === t("unread", word))), t("askBorne", said.join("、"))] };
}

/** @param {Asked} asked */
function nearSection({ near, answers, verdict }) {
  if (!near?.length) return null;
  const isFound = answers.length > 0 && verdict !== "none",
    where = (/** @type {Near} */ one) => (one.article >= 0 ? [" ", articleLink(articles[one.article], one.claim), " ", make("time", {}, articles[one.article].date)] : []);
  return make(
    "section",
    { class: "near" },
    make("h3", {}, t(isFound ? "nearBeside" : "nearNone")),
    ...near.map((one) => make("blockquote", {}, one.held ? make("strong", { ...ZH }, isolated(one.held), " ") : null, one.sentence === one.title ? make("span", { class: "soft" }, t("nearTitle"), " ") : make("span", { ...ZH }, isolated(one.sentence)), ...where(one))),
  );
}
