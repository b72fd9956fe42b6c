/* What stands for a name in a question: a prize, a shortened name, a post for whoever holds it, a clause for whatever answers it. */

const AWARDS = "awards";
const OFFICES = ["position", "worksFor"];
const SHORTEST_NAME = 4,
  SHORT_SHARE = 0.35,
  SHORT_END = 3; // an event may be called by its last characters alone: 古籍展

/** @param {Word[]} words */
const joinedText = (words) => words.map((word) => word.text).join("");
/** The relations that a word states. @param {Word | undefined} word @returns {string[]} */
const relationsOf = (word) => (word ? (askingWords().verbs.get(word.text) || []).map(({ relation }) => relation) : []);

/** The words with what is given as one of kind "prize": “科普先进集体”称号, beside a verb of giving or getting. @param {Word[]} words @returns {Word[]} */
function markPrizes(words) {
  if (!words.some((word) => relationsOf(word).includes(AWARDS))) return words;
  /** @type {Word[]} */
  const done = [];
  for (const word of words) {
    let first = done.length;
    while (first && has(done[first - 1], "rest", "head", "class", "post", "prize") && !(has(done[first - 1], "verb") && !has(done[first - 1], "class", "head"))) first--;
    if (has(word, "speech") && !has(word, "verb") && first < done.length) {
      const parts = done.splice(first);
      done.push({ ...parts[0], text: joinedText(parts), end: parts[parts.length - 1].end, kinds: new Set(["prize"]) });
    } else done.push(word.quoted && isRest(word) ? { ...word, kinds: new Set(["prize"]) } : word);
  }
  return done;
}

/** Whether a name has the words' characters in their order, the last of both the same, and not many more. @param {string} short @param {string} long */
function isShortFor(short, long) {
  if (short.length < SHORTEST_NAME || short.length < SHORT_SHARE * long.length || !long.endsWith(short.slice(-1))) return false;
  let at = 0;
  for (const char of long) if (char === short[at]) at++;
  return at === short.length;
}

/** Whether a name ends with so few characters. @param {string} short @param {string} long */
const endsShort = (short, long) => short.length === SHORT_END && short.length >= SHORT_SHARE * long.length && long.endsWith(short);

/** The words with each unknown stretch that shortens one name as that name: 绿色信贷协议 for 绿色信贷合作协议. @param {Word[]} words @returns {Word[]} */
function nameShortened(words) {
  const done = [...words];
  for (const [first, last] of unknownRanges(words).reverse()) {
    const text = joinedText(words.slice(first, last + 1)),
      nodes = entities.filter(({ n, label }) => isShortFor(text, bare(label)) || (isEvent(n) && endsShort(text, bare(label)))).map(({ n }) => n);
    if (nodes.length === 1) done.splice(first, last - first + 1, nameWord(text, nodes, words[first].start, words[last].end));
  }
  return done;
}

/** The words with a body and a post before a verb as the name of those who hold it, and before their name as nothing. @param {Word[]} words @returns {Word[]} */
function nameHolders(words) {
  const done = [...words];
  for (let k = done.length - 1; k > 0; k--) {
    if (k >= done.length || !has(done[k], "post") || has(done[k], "verb", "noun")) continue;
    const first = officeOfPost(done, k);
    if (first < 0) continue;
    if (has(done[k + 1], "name") && isPerson(done[k + 1])) done.splice(first, k + 1 - first);
    else if (doesSomething(done.slice(k + 1))) {
      const office = done.slice(first, k + 1),
        bodies = office.slice(0, 1).filter(isName).flatMap((word) => word.nodes),
        text = joinedText(office.slice(bodies.length ? 1 : 0).filter((word) => word.text !== "的")),
        held = rowsOf(conditionOf(["position"], "object", wordsEnd(text, bodies)), meaning({}), false).map(({ s }) => s);
      const name = nameWord(joinedText(office), [...new Set(held)], done[first].start, done[k].end);
      done.splice(first, office.length, held.length ? name : { ...name, kinds: new Set(["rest"]) });
    }
  }
  return done;
}

/** Where the name of the body begins to which a post belongs, -1 where it belongs to none. @param {Word[]} words @param {number} k */
function officeOfPost(words, k) {
  let first = k - 1;
  while (first > 0 && (words[first].text === "的" || has(words[first], "deputy", "post", "head") || isRest(words[first]))) first--;
  if (has(words[first], "name")) return first;
  first = k;
  while (first && has(words[first - 1], "rest", "head", "class", "post") && !has(words[first - 1], "which")) first--;
  return first < k && first === 0 ? 0 : -1;
}

/** Whether a verb that is none of holding a post comes next. @param {Word[]} words */
function doesSomething(words) {
  const told = words.filter((word, k) => !(has(words[k - 1], "at", "which") && has(word, "name", "class", "head", "which"))), // 22日在贵阳会见了谁, 在哪个市致了辞
    next = told.find((word) => !has(word, "filler", "whether", "and", "by", "at", "goal", "when", "where", "period", "during") || (has(word, "verb") && !has(word, "goal", "at")));
  const some = relationsOf(next),
    isSpeech = some.includes("delivers") && words.some((word) => has(word, "speech")); // 校长做的演讲
  return Boolean(next) && has(next, "verb") && !has(next, "who", "which") && (isSpeech || !some.some((relation) => OFFICES.includes(relation)));
}

/** The words with a clause that something more is asked of as the name of its answer: 收购甲的公司 in 收购甲的公司的董事长是谁. @param {Word[]} words @returns {Word[]} */
function nameClauses(words) {
  const end = clauseEnd(words);
  if (!end) return words;
  const clause = words.slice(0, end + 1).map((word) => ({ ...word, kinds: new Set(word.kinds) })),
    found = bestAnswer("", clause),
    nodes = found?.meaning?.asks === "list" ? found.answers.map(({ n }) => n).filter((n) => n >= 0) : [];
  return nodes.length ? [nameWord(joinedText(clause), nodes, words[0].start, words[end].end), ...words.slice(end + 1)] : words;
}

/** Where the noun stands that a clause at the beginning is about, 0 where none does. @param {Word[]} words */
function clauseEnd(words) {
  for (let k = 2; k < words.length - 1; k++) {
    const before = words.slice(0, k),
      rest = words.slice(k + 1);
    if (has(words[k], "who") || before.some((word) => has(word, ...ASKING))) return 0;
    const told = before.some(isName) && before.some((word) => has(word, "verb") && !has(word, "goal", "at")),
      asks = rest.some((word) => has(word, ...ASKING)) && !rest.some(isName),
      more = rest.some((word) => has(word, "verb", "noun", "post", "chief") && !has(word, "goal", "at", "by", "filler", "class"));
    if (has(words[k], "class", "head") && words[k - 1].text === "的" && told && asks && more) return k;
  }
  return 0;
}

/** Who gave a prize, or who got it: 科普奖颁给了谁, 协会把称号授予了哪家单位. @param {Question} question @param {Word} act @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* awarded(question, act, verbs, groups) {
  const { words, acts, truth, narrow, head, asked, askedAt } = question,
    verb = verbs.find(({ relation }) => relation === AWARDS),
    agents = groups.filter((group) => fits(AWARDS, "subject", nodesOf([group]))),
    other = acts.length === 1 ? groups.find((group) => !agents.includes(group))?.names[0].text : "",
    prize = words.find((word) => has(word, "prize"))?.text || other || "";
  if (!verb || agents.length > 2) return;
  const end = (/** @type {boolean} */ isBefore, /** @type {boolean} */ turns, /** @type {boolean} */ by, /** @type {boolean} */ goal) =>
    by || goal ? (by ? "subject" : "object") : isBefore !== turns ? "subject" : "object";
  const turns = verb.reverse || isPassive(words, act),
    /** @type {Object<string, End>} */ ends = {};
  for (const group of agents) ends[end(group.start < act.start, turns, group.mark === "by", group.mark === "goal")] = nodesEnd(nodesOf([group]));
  if (!prize) {
    const follower = has(asked, "which") ? words.slice(askedAt + 1).find((word) => !has(word, "measure", "filler")) : undefined; // 得了什么奖
    if (agents.length && has(follower, "speech")) yield meaning({ conditions: [{ relations: [AWARDS], subject: ends.subject || ANYTHING, object: ends.object || ANYTHING }], told: true });
    return;
  }
  if (truth && Object.keys(ends).length > 1) return yield meaning({ asks: "truth", conditions: [{ relations: [AWARDS], subject: ends.subject, object: ends.object }], held: prize });
  const before = words[askedAt - 1],
    own = end(Boolean(asked) && /** @type {Word} */ (asked).start < act.start, verb.reverse, has(before, "by"), has(before, "goal") && before !== act),
    wanted = agents.length ? ["subject", "object"].find((one) => !ends[one]) : own;
  if (!wanted) return;
  const found = { subject: ANYTHING, object: ANYTHING, [wanted]: ANSWER, ...ends };
  yield meaning({ asks: truth ? "truth" : "list", conditions: [{ relations: [AWARDS], subject: found.subject, object: found.object }], narrow, head, held: prize });
}

/** Whether nobody stands between 被 and the verb: 银行被收购了吗. @param {Word[]} words @param {Word} act */
const isPassive = (words, act) => has(words[words.indexOf(act) - 1], "by");
