/* A question that asks several things as questions of their own: 由谁发布、哪天发布, 何时何地签署, 市长是谁，他出席了什么活动. */

const SEPARATORS = ",、；;。?!";
// Words that state a relation, or narrow what is asked for.
const TELLING = ["verb", "noun", "post", "together", "chief"];
const FAR = 1000;

const tellsSomething = (/** @type {Word} */ word) => has(word, ...TELLING) && !has(word, "goal", "at", "by", "filler", "measure");
const actsInPart = (/** @type {Word} */ word) => has(word, "verb") && tellsSomething(word) && !has(word, "class", "head", "noun");
const asksSomething = (/** @type {Word} */ word) => has(word, ...ASKING, "closing") && !(has(word, "many") && word.text.length === 1);
const isCircumstance = (/** @type {Word} */ word) => has(word, "when", "where") && !has(word, "which");
const isName = (/** @type {Word} */ word) => has(word, "name");

/** The parts that each ask something, in order; one where the question asks one thing, or names nothing that it asks of. @param {Word[]} words @returns {Word[][]} */
function splitParts(words) {
  const each = eachName(words);
  if (each.length) return each;
  const cuts = cutsOf(words),
    several = cuts.length ? [] : severalAsked(words);
  if (several.length) return several;
  if (!cuts.length || !words.some(isName)) return [words];
  return [0, ...cuts].map((first, k) => words.slice(first, cuts[k] ?? words.length));
}

/** Where a new part begins: at each word of asking that a mark or a word for “and” stands before, or 到几号. @param {Word[]} words @returns {number[]} */
function cutsOf(words) {
  const last = words.length - 1,
    asked = words.flatMap((word, k) => (asksSomething(word) || has(word, "beyond") || (k === last && has(word, "ending", "whether")) ? [k] : [])),
    /** @type {number[]} */ cuts = [];
  asked.slice(1).forEach((two, k) => {
    const one = asked[k],
      between = words.slice(one + 1, two),
      mark = between.findIndex((word) => SEPARATORS.includes(word.text) || has(word, "and")),
      isPair = ["who", "which"].some((kind) => has(words[one], kind) && has(words[two], kind));
    if (mark >= 0) {
      if (between.length === 1 && (isPair || (!SEPARATORS.includes(between[0].text) && !isCircumstance(words[two])))) return;
      cuts.push(one + 1 + mark);
    } else if (isCircumstance(words[one]) && isCircumstance(words[two]) && between.some((word) => has(word, "goal"))) cuts.push(one + 1);
    else if (isCircumstance(words[two]) && words.slice(0, two).some(actsInPart) && words.slice(two + 1).some(actsInPart)) cuts.push(has(words[two - 1], "at") ? two - 1 : two); // 签署了什么在哪里签署的
  });
  return cuts;
}

/** The question at each of its words of asking, where several stand around one verb: 由谁在哪天发布. @param {Word[]} words @returns {Word[][]} */
function severalAsked(words) {
  const asked = words.flatMap((word, k) => (asksSomething(word) && !has(word, "closing") ? [k] : [])),
    kinds = asked.map((k) => (has(words[k], "which") && has(words[k], "where") ? "who" : has(words[k], "when") ? "when" : has(words[k], "where") ? "where" : "who")),
    acts = words.filter((word) => tellsSomething(word) && !has(word, "class"));
  if (asked.length < 2 || new Set(kinds).size < kinds.length || acts.length !== 1 || !words.some(isName)) return [];
  const around = (/** @type {number} */ k) => {
    let last = k;
    while (has(words[k], "which") && has(words[last + 1], "class", "head", "measure")) last++;
    return [has(words[k - 1], "by", "at") ? k - 1 : k, last];
  };
  return asked.map((own) => words.filter((_, k) => !asked.some((other) => other !== own && k >= around(other)[0] && k <= around(other)[1])));
}

/** Where names or posts stand side by side, the last such row first: 兰州和西安 in 古籍展的主办单位在兰州和西安分别是谁. @param {Word[]} words @param {string} kind @returns {number[][]} */
function jointWords(words, kind) {
  /** @type {number[][]} */
  const rows = [];
  words.forEach((word, k) => {
    const row = rows[rows.length - 1];
    if (has(word, kind)) row && words.slice(row[row.length - 1] + 1, k).every((one) => has(one, "and")) ? row.push(k) : rows.push([k]);
  });
  return rows.filter((row) => row.length > 1).reverse();
}

/** The question for each of several names side by side: 知海和南岭一号分别是谁发布的. @param {Word[]} words @returns {Word[][]} */
function eachName(words) {
  const things = jointWords(words, "name")[0] || [],
    asks = words.find((word) => has(word, "who", "which"));
  if (things.length && asks && words.some((word) => has(word, "earlier")) && !words.some((word) => has(word, "period")))
    return things.map((k) => [words[k], { ...asks, kinds: new Set(["when"]) }, ...words.slice(things[things.length - 1] + 1).filter((word) => has(word, "startsOn", "endsOn"))]); // 甲和乙哪个先开幕
  const names = [...jointWords(words, "name"), ...jointWords(words, "post")][0] || [],
    [first, last] = [names[0], names[names.length - 1]];
  if (!names.length || words.filter((word) => has(word, "noun")).length > 1 || !words.some((word) => has(word, "each")) || !words.some(asksSomething)) return [];
  return names.map((k) => [...words.slice(0, first), words[k], ...words.slice(last + 1)]);
}

/** A part with what it leaves unsaid: its names from the parts before it, else behind it, its verb likewise; with 他 or 它 it is asked of `answer`.
 * @param {Word[][]} parts @param {number} k @param {Word[]} answer @returns {Word[]} */
function inheritedPart(parts, k, answer) {
  let part = parts[k].filter((word) => !has(word, "again") || has(word, ...TELLING)),
    others = [...parts.slice(0, k).reverse(), ...parts.slice(k + 1)];
  if (answer.length && part.some((word) => has(word, "pronoun"))) {
    others = [answer, ...others];
    part = withPronouns(part, [nameWord(answer[0].text, answer.flatMap(({ nodes }) => nodes), 0)]); // 他来昆明参加了什么
  }
  part = part.filter((word) => !has(word, "pronoun", "closing") || has(word, ...TELLING));
  const moved = (/** @type {Word} */ word, /** @type {number} */ by) => ({ ...word, kinds: new Set(word.kinds), start: word.start + by, end: word.end + by });
  part = part.map((word) => moved(word, 0));
  const known = part.some((word) => has(word, "post")) && part.some((word) => has(word, "rest")) ? parts.slice(0, k) : others; // 格鲁吉亚总理是谁，他来昆明参加了什么
  const spoken = part.filter((word) => ![...word.kinds].every((kind) => kind === "filler") && /[\p{L}\p{N}]/u.test(word.text)),
    comes = k > 0 && has(spoken[0], "when") && has(spoken[1], "goal") && has(spoken[2], "name"); // 甲是谁，哪天到南开大学的
  if (comes) part = [...(others.map((one) => one.filter(isName)).find((one) => one.length) || []).map((word) => moved(word, -FAR)), ...part];
  if (!part.some(isName)) part = [...(known.map((one) => one.filter((word, n) => isName(word) || (has(word, "goal") && has(one[n + 1], "name")))).find((one) => one.length) || []).map((word) => moved(word, -FAR)), ...part];
  if (!part.some(tellsSomething) && !part.some((word) => isRest(word) && !word.quoted)) {
    const bareTime = part.some(isCircumstance),
      behind = bareTime && (parts[k + 1] || []).some(isCircumstance) ? parts.slice(k + 1) : [],
      told = [...behind, ...others].map((one) => one.filter((word) => tellsSomething(word) && !(bareTime && has(word, "noun")))).find((one) => one.length) || [];
    part = [...part, ...told.map((word) => moved(word, FAR))];
  }
  return part;
}

/** The words with 他 beside another name as the one name that it stands for: 他和李慧敏见过面吗. @param {Word[]} words @param {Word[]} names */
const withPronouns = (words, names) =>
  words.some(isName) && names.length === 1 ? words.map((word, k) => (has(word, "pronoun") && !has(words[k - 1], "name") ? { ...names[0], start: word.start, end: word.end } : word)) : words;

/** The answers to all parts, one behind the other, each with the part that it answers. @param {string} question @param {Word[][]} parts @returns {Asked} */
function answerParts(question, parts) {
  /** @type {Asked[]} */
  const found = [];
  /** @type {string[]} */
  const untold = [];
  parts.forEach((part, k) => {
    const text = part.map((word) => word.text).join("").replace(new RegExp(`^[${SEPARATORS}]+|[${SEPARATORS}]+$`, "g"), ""),
      last = found[found.length - 1],
      names = last?.meaning?.asks === "list" ? last.answers.filter(({ n }) => n >= 0).map(({ label, n }) => nameWord(label, [n], 0)) : [],
      one = answerToOne(text, inheritedPart(parts, k, names));
    if (one.meaning || one.unknown.length) found.push({ ...one, question: text });
    if (!one.answers.length) untold.push(text);
  });
  const first = found.find((one) => one.meaning);
  if (!first?.meaning) return { ...NOTHING, question, unknown: found.flatMap((one) => one.unknown) };
  const answers = found.flatMap((one) => one.answers.map((answer) => ({ ...answer, label: one.meaning?.asks === "count" ? answer.label : answer.label, part: one.question })));
  return {
    question,
    meaning: meaning({ asks: "list", conditions: first.meaning.conditions, unread: found.flatMap((one) => one.meaning?.unread || []) }),
    understood: found.map((one) => one.understood).filter(Boolean).join(lang === "zh" ? "；" : "; "),
    answers,
    verdict: "",
    unknown: found.flatMap((one) => one.unknown),
    notices: [...new Set(found.filter((one) => one.answers.length).flatMap((one) => one.notices || []))],
    untold,
  };
}

/** @param {string} text @param {number[]} nodes @param {number} start @returns {Word} */
const nameWord = (text, nodes, start, end = start + text.length) => ({ text, start, end, kinds: new Set(["name"]), nodes, period: null, quoted: false, edition: false });
