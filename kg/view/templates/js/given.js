/* What stands for a name in a question: a prize, a shortened name, a post for whoever holds it, a clause for whatever answers it. */

const AWARDS = "awards";
const OFFICES = ["position", "worksFor"];
const SHORTEST_NAME = 4,
  SHORT_SHARE = 0.35,
  PIECES_SHARE = 0.25,
  PIECE = 2,
  SHORT_END = 3, // an event may be called by characters of its last words alone: 古籍展, 花博会 of 花卉博览会
  STRETCH = 2,
  LONGEST_SHORT = 40,
  NO_RANK = 5,
  SHORT_NAME = 5, // longer names are no part of others that a lone character makes of them
  NOT_IN_NAMES = [...ASKING, "whether", "ending", "period", "by", "closing"],
  WORDS_BEFORE = 3,
  WORDS_BEHIND = 5;

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

/** How well words are short for a name, 0 where they are the same, NO_RANK where they are not: a stretch of it, its characters in their order
 * with the same last one, its beginning and words behind it, or characters of the last words of an event, or of a name not much longer.
 * @param {string} short @param {string} long @param {boolean} event */
function rankOf(short, long, event) {
  if (short.length >= long.length) return short === long ? 0 : NO_RANK;
  const whole = short.length >= SHORTEST_NAME,
    last = short.slice(-1) === long.slice(-1);
  if (long.includes(short) && (whole || (event && (long.endsWith(short) || long.startsWith(short))))) return 1;
  if (whole && last && short.length >= SHORT_SHARE * long.length && inOrder(short, long)) return 2;
  if (whole && short.length >= PIECES_SHARE * long.length && long.startsWith(short.slice(0, PIECE)) && inPieces(short, long)) return 3;
  const near = event || (long.length <= STRETCH * short.length && long[0] === short[0]);
  return near && last && inOrder(short, long.slice(-STRETCH * short.length)) ? 4 : NO_RANK;
}

/** 32 as 三十二. @param {number} number */
function inCharacters(number) {
  const [tens, ones] = [Math.floor(number / 10), number % 10],
    spell = (/** @type {number} */ one) => (one ? "一二三四五六七八九"[one - 1] : "");
  return (tens ? `${tens > 1 ? spell(tens) : ""}十` : "") + spell(ones);
}

/** @param {string} short @param {string} long */
function inOrder(short, long) {
  let at = 0;
  for (const char of long) if (char === short[at]) at++;
  return at === short.length;
}

/** Whether words are pieces of a name, each of two characters or more, in their order. @param {string} short @param {string} long @returns {boolean} */
function inPieces(short, long) {
  for (let length = short.length; length >= PIECE; length--) {
    const at = long.indexOf(short.slice(0, length));
    if (at >= 0 && short.length - length !== 1 && inPieces(short.slice(length), long.slice(at + length))) return true;
  }
  return !short;
}

/** The one thing that words are short for, whatever its edition; nothing where none or several may be meant. @param {string} words @returns {number[]} */
function shortName(words) {
  const short = bare(words),
    edition = new RegExp(`(?:${EDITION.source.split("|^")[0].slice(1)})$`).exec(short);
  if (short.length < PIECE || short.length > LONGEST_SHORT) return [];
  const { names, hows, alike, begins } = askingWords(),
    sameStart = (/** @type {string} */ other, /** @type {string} */ key) => other.replace(EDITION, "").startsWith(key.replace(EDITION, "")), // the 5G大会 of 2023 and what is named after it
    whole = [...[...names].filter(([key, nodes]) => nodes.length && ["name", "edition"].includes(hows.get(key) || "")), ...alike];
  if (short.length === PIECE) {
    // 沙特 of 沙特阿拉伯
    const from = begins.findIndex((key) => key >= short),
      places = (from < 0 ? [] : begins.slice(from, from + 4 * PART_NODES)).filter((key) => key.startsWith(short) && key.length > PIECE).map((key) => /** @type {[string, number[]]} */ ([key, (names.get(key) || []).filter((n) => ["name", "edition"].includes(hows.get(key) || "") && classesOf(n).includes("Place"))])).filter(([, nodes]) => nodes.length),
      [key, nodes] = places.reduce((a, b) => (b[0].length < a[0].length ? b : a), places[0] || ["", []]);
    return nodes.length <= PART_NODES && places.every(([other, some]) => other.startsWith(key) || some.every((n) => nodes.includes(n))) ? nodes : [];
  }
  const spelt = short.replace(/第(\d{1,2})(?=[届次期季])/, (_, figures) => `第${inCharacters(Number(figures))}`);
  for (const one of new Set([short, edition && edition.index ? edition[0] + short.slice(0, edition.index) : "", spelt])) {
    /** @type {Map<number, [string, number[]][]>} */
    const ranks = new Map();
    for (const [key, nodes] of one ? whole : []) {
      if (![...one].every((char) => key.includes(char))) continue;
      const rank = rankOf(one, key, nodes.some(isEvent));
      if (rank < NO_RANK) ranks.set(rank, [...(ranks.get(rank) || []), [key, nodes]]);
    }
    const best = ranks.get(Math.min(...ranks.keys())) || [],
      [key, nodes] = best.reduce((a, b) => (b[0].length < a[0].length ? b : a), best[0] || ["", []]),
      known = new Set(best.flatMap(([, some]) => some)),
      others = (ranks.get(1) || []).some(([other, some]) => other.endsWith(one) && !some.every((n) => known.has(n)));
    if (ranks.has(0) && others) continue; // 新闻发布会 may be anybody's
    if (nodes.length && nodes.length <= PART_NODES && best.every(([other, some]) => other.startsWith(key) || sameStart(other, key) || some.every((n) => nodes.includes(n)))) return nodes;
  }
  return [];
}

/** The words with each unknown stretch that shortens one name, with the words around it that belong to it, as that name: 绿色信贷协议 for 绿色信贷合作协议. @param {Word[]} words @returns {Word[]} */
function nameShortened(words) {
  let done = [...words];
  const ranges = [...unknownRanges(words), ...unknownPieces(words), ...inPlaces(words), ...clinging(words), ...bareHeads(words)].sort((a, b) => b[0] - a[0] || b[1] - a[1]);
  for (const [first, last] of ranges) {
    if (last >= done.length) continue; // a name behind it took it
    const found = stretches(done, first, last).map(([start, end]) => ({ start, end, nodes: shortTexts(done.slice(start, end + 1)).map(shortName).find((nodes) => nodes.length) })),
      best = found.find(({ nodes }) => nodes);
    if (best?.nodes) done.splice(best.start, best.end - best.start + 1, nameWord(joinedText(done.slice(best.start, best.end + 1)), best.nodes, done[best.start].start, done[best.end].end));
    else done = beforeMore(done, first, last) || inPlace(done, first, last) || cutInto(done, first, last);
  }
  return done;
}

/** The words with a name that words stand behind which nothing knows: 中医药大会 in 中医药大会节目; null where there is none. @param {Word[]} words @param {number} first @param {number} last */
function beforeMore(words, first, last) {
  for (let end = last - 1; end >= first; end--) {
    const more = words.slice(end + 1, last + 1),
      nodes = has(words[end], "head", "class") && more.every(isRest) ? shortName(joinedText(words.slice(first, end + 1))) : [];
    if (nodes.length) return [...words.slice(0, first), nameWord(joinedText(words.slice(first, end + 1)), nodes, words[first].start, words[end].end), ...more.map((word) => ({ ...word, kinds: new Set(["aside"]) })), ...words.slice(last + 1)];
  }
  return null;
}

/** What stands between the words for “and” of an unknown stretch: 花博会和机博会. @param {Word[]} words @returns {[number, number][]} */
const unknownPieces = (words) =>
  unknownRanges(words).flatMap(([first, last]) => {
    const starts = [first];
    for (let k = first; k < last; k++) if (has(words[k], "and")) starts.push(k + 1);
    return starts.length < 2 ? [] : starts.map((start, k) => /** @type {[number, number]} */ ([start, k + 1 < starts.length ? starts[k + 1] - 2 : last])).filter(([start, end]) => start <= end);
  });

/** Where a place, 的 and the last word of names stand together: 绵阳的会展中心. @param {Word[]} words @returns {[number, number][]} */
const inPlaces = (words) =>
  words.flatMap((word, k) => (k > 1 && has(word, "head") && word.kinds.size === 1 && words[k - 1].text === "的" && has(words[k - 2], "name") ? [/** @type {[number, number]} */ ([k - 2, k])] : []));

/** The words with an event that a place stands before at which it was as one name: 昆明花博会; nothing where it was not there. @param {Word[]} words @param {number} first @param {number} last */
function inPlace(words, first, last) {
  if (first === last || !has(words[first], "name")) return null;
  for (let end = Math.min(last + WORDS_BEHIND, words.length - 1); end >= last; end--) {
    const some = words.slice(first + 1, end + 1);
    if (some.some((word) => has(word, ...NOT_IN_NAMES)) || !/[\p{L}\p{N}]/u.test(some[some.length - 1].text.slice(-1))) continue;
    const nodes = shortTexts(some).map(shortName).find((found) => found.length) || [];
    if (nodes.some((n) => wasAt(n, words[first].nodes))) return [...words.slice(0, first), nameWord(joinedText(words.slice(first, end + 1)), nodes, words[first].start, words[end].end), ...words.slice(end + 1)];
  }
  return null;
}

/** Whether an event, or what it is a part of, was at one of some places. @param {number} event @param {number[]} places */
function wasAt(event, places) {
  const told = (/** @type {number} */ n, /** @type {string[]} */ ...some) => entities[n].facts.filter((fact) => fact.s === n && fact.o >= 0 && some.includes(relationOf(fact))).map(({ o }) => o),
    wholes = entities.filter(({ n, label }) => isEvent(event) && isEvent(n) && entities[event].label.startsWith(label)).map(({ n }) => n); // an opening ceremony is named after its event
  return [event, ...told(event, "partOfEvent", "subEventOf"), ...wholes].some((n) => told(n, "heldAt").some((place) => holdersOf(place).some((one) => places.includes(one))));
}

/** The words without what somebody is called before the name, where nothing tells it: 金奖得主 in 金奖得主沈砚秋. @param {Word[]} words @returns {Word[]} */
function nameAside(words) {
  const done = [...words];
  for (let k = done.length - 1; k > 0; k--) {
    let first = k;
    while (first && has(done[first - 1], "rest", "noun", "head", "class", "post", "speech") && done[first - 1].text !== "的" && !has(done[first - 1], "which")) first--;
    const said = done.slice(first, k);
    if (has(done[k], "name") && isPerson(done[k]) && said.some((word) => has(word, "rest")) && has(said[said.length - 1], "noun", "head", "class", "post"))
      done.splice(first, said.length, { ...said[0], text: joinedText(said), end: said[said.length - 1].end, kinds: new Set(["aside"]) });
  }
  return done;
}

/** The words with a name that ends inside the word behind it: 古籍 + 展到 is 古籍展 + 到. @param {Word[]} words @param {number} first @param {number} last */
function cutInto(words, first, last) {
  const behind = words[last + 1],
    kinds = behind?.text.length === 2 && !has(behind, ...NOT_IN_NAMES) ? askingWords().kinds.get(behind.text[1]) : undefined;
  if (!kinds) return words;
  const text = joinedText(words.slice(first, last + 1)) + behind.text[0],
    nodes = shortName(text);
  if (!nodes.length) return words;
  const rest = { ...behind, text: behind.text[1], start: behind.start + 1, kinds: new Set(kinds) };
  return [...words.slice(0, first), nameWord(text, nodes, words[first].start, rest.start), rest, ...words.slice(last + 2)];
}

/** Where the name may begin and end of which a stretch is a part, the longest first. @param {Word[]} words @param {number} first @param {number} last @returns {[number, number][]} */
function stretches(words, first, last) {
  while (first < last && has(words[first], "period")) first++;
  const starts = [first],
    ends = [last];
  while (starts[starts.length - 1] && starts.length <= WORDS_BEFORE && !has(words[starts[starts.length - 1] - 1], ...NOT_IN_NAMES)) starts.push(starts[starts.length - 1] - 1);
  while (ends[ends.length - 1] + 1 < words.length && ends.length <= WORDS_BEHIND && !has(words[ends[ends.length - 1] + 1], ...NOT_IN_NAMES)) ends.push(ends[ends.length - 1] + 1);
  const isWhole = (/** @type {string} */ char) => /[\p{L}\p{N}]/u.test(char),
    found = starts.flatMap((start) => ends.map((end) => /** @type {[number, number]} */ ([start, end])));
  return found.filter(([start, end]) => isWhole(words[start].text[0]) && isWhole(words[end].text.slice(-1))).sort((a, b) => words[a[0]].start - words[a[1]].end - (words[b[0]].start - words[b[1]].end));
}

/** The text of words with what a short name in them is short for, as they are, then without 的 between them. @param {Word[]} words */
const shortTexts = (words) => [...(words.slice(1, -1).some((word) => has(word, "and")) ? askingWords().joints.map((joint) => words.map((word) => (has(word, "and") ? joint : word.text)).join("")) : []), ...Object.entries(ASK.shortEvents).filter(([one]) => joinedText(words).includes(one)).map(([one, long]) => joinedText(words).replaceAll(one, long)), joinedText(words), ...(words.slice(1, -1).some(({ text }) => text === "的") ? [joinedText(words.filter(({ text }) => text !== "的"))] : [])];

/** Where a lone unknown character stands right before a name, which then is a part of another: 欧 + 央行. @param {Word[]} words @returns {[number, number][]} */
const clinging = (words) =>
  words.flatMap((word, k) => (isRest(word) && word.text.length === 1 && has(words[k + 1], "name") && words[k + 1].text.length < SHORT_NAME ? [/** @type {[number, number]} */ ([k, k + 1])] : []));

/** Where the word for a kind of events stands alone, beside no other name, and may be one of them: 进博会. @param {Word[]} words @returns {[number, number][]} */
function bareHeads(words) {
  if (words.some(isName) || !words.some((word) => has(word, "who", "when", "where", "verb", "noun"))) return [];
  return words.flatMap((word, k) => {
    const [before, behind] = [words[k - 1], words[k + 1]],
      after = words.slice(k + 1),
      isEventHead = (/** @type {Word} */ one) => has(one, "head") && askingWords().classes.get(one.text) === "Event",
      parts = behind && isEventHead(behind) ? 1 : 0, // 链博会开幕式
      told = has(before, "which", "many", "measure", "rest", "head", "class") || (!parts && has(behind, "rest", "head", "class", "which")),
      listed = after.some((one) => has(one, "which", "many")) && !after.some((one) => has(one, "class", "measure")),
      isHead = isEventHead(word) && word.text.length > 2;
    return isHead && !told && !listed && !before?.text.endsWith("的") ? [/** @type {[number, number]} */ ([k, k + parts])] : [];
  });
}

/** The words with a body and a post before a verb as the name of those who hold it, and before their name as nothing. @param {Word[]} words @returns {Word[]} */
function nameHolders(words) {
  const done = [...words];
  for (let k = done.length - 1; k > 0; k--) {
    if (k >= done.length || !has(done[k], "post") || has(done[k], "verb", "noun")) continue;
    const known = officeOfPost(done, k),
      first = known < 0 ? officeBehind(done, k) : known;
    if (first < 0) continue;
    if (has(done[k + 1], "name") && isPerson(done[k + 1])) done.splice(first, k + 1 - first);
    else if (doesSomething(done.slice(k + 1)) || (first && isDoneTo(done.slice(0, first)) && !done.slice(k + 1).some((word) => has(word, ...ASKING)))) {
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
  while (first > 0 && (words[first].text === "的" || has(words[first], "deputy", "post", "head", "class") || isRest(words[first]))) first--;
  if (has(words[first], "name")) return first;
  first = k;
  while (first && has(words[first - 1], "rest", "head", "class", "post") && !has(words[first - 1], "which")) first--;
  return first < k && first === 0 ? 0 : -1;
}

/** Where the words begin that a post behind a verb has before it, which nothing knows: 柬埔寨 in 会见了柬埔寨国王; -1 where none do. @param {Word[]} words @param {number} k */
function officeBehind(words, k) {
  let first = k;
  while (first && [...words[first - 1].kinds].every((kind) => ["rest", "head", "class", "post"].includes(kind))) first--;
  const joined = first > 1 && has(words[first - 1], "and") && words.slice(0, first - 1).some((word) => has(word, "who", "name")); // 谁同古巴国家主席会谈
  return first > 0 && first < k && (joined || isDoneTo(words.slice(0, first))) ? first : -1;
}

/** Whether a verb that somebody is met by ends the words: 会见了. @param {Word[]} words */
function isDoneTo(words) {
  const act = [...words].reverse().find((word) => !has(word, "filler"));
  return has(act, "verb") && relationsOf(act).some((relation) => ASK.symmetric.includes(relation));
}

/** Whether a verb that is none of holding a post comes next. @param {Word[]} words */
function doesSomething(words) {
  const told = words.filter((word, k) => !(has(words[k - 1], "at", "which", "and") && has(word, "name", "class", "head", "which"))), // 22日在贵阳会见了谁, 在哪个市致了辞
    next = told.find((word) => !has(word, "filler", "whether", "and", "by", "at", "goal", "when", "where", "period", "during") || (has(word, "verb") && !has(word, "goal", "at")));
  if (!next || has(next, "name")) return words.some((word, k) => has(word, "goal") && has(word, "verb") && has(words[k + 1], "name")); // 要去论坛
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
