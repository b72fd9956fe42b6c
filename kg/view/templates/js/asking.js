/* A question in Chinese read as a row of words, by the table of words and relations that `kg ask` reads with, and what it may mean. */

/** @typedef {{text: string, start: number, end: number, kinds: Set<string>, nodes: number[], period: [string, string] | null, quoted: boolean, edition: boolean, loose?: boolean}} Word
 *   `edition` marks a name whose editions the question may tell apart, `loose` no more than a part of names; `kinds` are the lists that a word stands in, or "name", "period", "verb", "noun", "class", "head", "post", or "rest" for what nothing covers */
/** One end of a relation. @typedef {{kind: "answer" | "nodes" | "words" | "called" | "chief" | "kind" | "any" | "shared", nodes: number[], words: string, called?: string}} End  `called` is what the question calls the body of a post */
/** @typedef {{relations: string[], subject: End, object: End}} Condition */
/** @typedef {{names: Word[], mark: string, start: number, end: number}} NameGroup  names side by side, and what stands before them: "at", "goal", "by", "and" or "" */
/** @typedef {{asks: string, conditions: Condition[], narrow: string, head: string, period: [string, string] | null, region: End | null, setting: End | null,
 *   within: End | null, spoken: string, held: string, among: number[], without: number[], left: Word[], each: boolean, coming: boolean, former: boolean, dated: boolean, undated: boolean, told: boolean, instead: string, level: string, post: string, verb: string, unread: string[]}} Meaning  with `told` the sentence itself is the answer, `instead` is the relation asked for where another is looked for, of a place that answers that of the `level` (省) in which it lies is the answer, who answers has the `post` */

/** @type {any} */
const ASK = RAW.questions;
const LONGEST_WORD = 12,
  LONGEST_QUESTION = 200,
  MARKS = /["“”'‘’《》「」『』〈〉()（）\s]/,
  EDITION = /^(?:(?:19|20)\d\d年?)?(?:第?[\d一二三四五六七八九十百零〇]+|首)[届次期季]|^(?:19|20)\d\d年?/,
  // A beginning or an end of a name stands for it when it is so long, is so much of it, and is that of so few entities.
  PART_LENGTH = 4,
  PART_SHARE = 0.45,
  PART_NODES = 4,
  PINYIN_LETTERS = 5;
// The date that stands for when a thing of the class was.
const DATES = ["startDate", "issuedOn"];
/** @type {End} */
const ANSWER = { kind: "answer", nodes: [], words: "" };
/** @type {End} */
const ANYTHING = { kind: "any", nodes: [], words: "" };
/** @type {End} */
const SHARED = { kind: "shared", nodes: [], words: "" };
/** @param {number[]} nodes @returns {End} */
const nodesEnd = (nodes) => ({ kind: "nodes", nodes, words: "" });
/** @param {string} words @param {number[]} [nodes] @param {string} [called] @returns {End} */
const wordsEnd = (words, nodes = [], called = "") => ({ kind: "words", nodes, words, called });
/** @param {string} end */
const otherOf = (end) => (end === "subject" ? "object" : "subject");

/** Question and names without quotation marks and spaces, folded. @param {string} text */
const bare = (text) => [...fold(text.normalize("NFKC"))].filter((char) => !MARKS.test(char)).join("");

/** @param {string} question @returns {Word[]} */
function readWords(question) {
  const { opening } = askingWords(),
    said = putOtherwise(question),
    quoted = [...said.matchAll(/[“"「『《]([^“”"「」『』《》]+)[”"」』》]/g)].map((found) => bare(found[1])).filter(Boolean);
  let text = bare(said).replace(/^[?!。.,]+|[?!。.,]+$/g, "").replace(askingWords().parted, "");
  for (let cut = "x"; cut; text = text.slice(cut.length).replace(cut ? /^[,、:]+/ : "", "")) cut = opening.find((word) => word && text.startsWith(word)) || "";
  text = text.replace(/^[,:]+/, "").replace(askingWords().doubled, `${askingWords().whether}$1`);
  for (const spots = namesBesideDates(text); ; ) {
    const words = coverText(text, spots, quoted),
      loose = words.filter((word, k) => spots.get(word.start)?.how === "part" && has(word, "name") && clings(words, k));
    if (!loose.length) {
      const whole = markRows(joinSpan(joinPosts(wordsBeforeNames(completeNames(leadWord(joinRest(openPeriods(words))))))), false);
      return nameClauses(markRows(nameAside(nameHolders(joinYears(nameShortened(markPrizes(joinCutPosts(joinParts(whole))))))), true));
    }
    for (const word of loose) spots.delete(word.start);
  }
}

/** The question without what is written around it, in the words that it is read in: who organized … is 谁主办了……. @param {string} question */
function putOtherwise(question) {
  const text = fold(question.normalize("NFKC")).replace(/^[\s?!。.,]+|[\s?!。.,]+$/g, "");
  return ASK.wordings.reduce((/** @type {string} */ said, /** @type {string[]} */ [pattern, template]) => said.replace(new RegExp(pattern, "giu"), template), text);
}

/** The words with the marked ones of each row as what they are there: 媒体 in 哪家媒体 is a kind that nothing knows. @param {Word[]} words @param {boolean} late */
function markRows(words, late) {
  let done = [...words];
  const written = (/** @type {Word} */ word) => {
    const kinds = word.quoted ? ["quoted"] : [...word.kinds, ...(has(word, "name") ? word.nodes.flatMap(classesOf).map((cls) => "name:" + cls) : [])];
    return `<,${kinds.join(",")},|${word.text}>`;
  };
  for (const [pattern, becomes, joined, isLate] of ASK.rows) {
    if (isLate !== late) continue;
    const line = done.map(written),
      starts = line.map((_, k) => line.slice(0, k).join("").length),
      found = [...line.join("").matchAll(new RegExp(pattern, "dgu"))].map(({ indices }) => /** @type {any} */ (indices)[1]);
    for (const [from, to] of found.reverse()) {
      const inside = done.filter((_, k) => starts[k] >= from && starts[k] < to).map((word) => ({ ...word, kinds: new Set(becomes) })),
        first = starts.findIndex((start) => start >= from);
      done.splice(first, inside.length, ...(joined ? [{ ...inside[0], text: joinedText(inside), end: inside[inside.length - 1].end, nodes: [] }] : inside));
    }
  }
  return done;
}

/** The words with a name and the words of it that somebody says before it as one: 天府·宝岛“彩虹杯” of “彩虹杯”天府·宝岛设计大赛. @param {Word[]} words @returns {Word[]} */
function wordsBeforeNames(words) {
  const isMark = (/** @type {Word} */ word) => !/^[\p{L}\p{N}]+$/u.test(word.text);
  for (let k = words.length - 1; k > 0; k--) {
    const isWithin = (/** @type {Word} */ word) => isMark(word) || (has(word, "name") && has(words[k], "name") && word.nodes.some((n) => words[k].nodes.includes(n))) || (isRest(word) && word.text.length > 1 && words[k].nodes.length > 0 && words[k].nodes.every((n) => bare(entities[n].label).includes(word.text)));
    let first = k;
    while (first && isWithin(words[first - 1])) first--;
    while (first < k && isMark(words[first])) first++;
    if (first < k && has(words[first], "rest", "name")) return [...wordsBeforeNames(words.slice(0, first)), { ...words[k], text: joinedText(words.slice(first, k + 1)), start: words[first].start }, ...words.slice(k + 1)];
  }
  return words;
}

/** The words without a year before a name that has it: 2018年龙舟大赛 of 2018龙舟大赛, which has no date besides. @param {Word[]} words */
function joinYears(words) {
  /** @type {Word[]} */
  const done = [];
  for (const word of words) {
    const last = done[done.length - 1],
      [from, to] = last?.period || ["", ""];
    if (has(word, "name") && from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31` && word.nodes.every((n) => entities[n].label.startsWith(from.slice(0, 4)))) done[done.length - 1] = { ...word, text: last.text + word.text, start: last.start };
    else done.push(word);
  }
  return done;
}

/** The words with a post that begins with the last character of a body or a place: 商务部长 is 商务部 and 部长. @param {Word[]} words */
function joinPosts(words) {
  const { posts } = askingWords();
  return words.map((word, k) => {
    const post = (words[k - 1]?.text.slice(-1) || "") + word.text;
    return isRest(word) && has(words[k - 1], "name") && posts.includes(post) ? { ...word, text: post, kinds: new Set(["post"]) } : word;
  });
}

/** The words with 从哪天办到哪天 as the noun for both dates. @param {Word[]} words */
function joinSpan(words) {
  const first = words.findIndex((word, k) => has(word, "when") && has(words[k + 1], "reach") && has(words[k + 2], "when"));
  if (first < 0) return words;
  return [...words.slice(0, first), { ...words[first], text: ASK.span, end: words[first + 2].end, kinds: new Set(["noun"]) }, ...words.slice(first + 3)];
}

/** The words with a lone character at the beginning and one behind it as one: 华 and 为 in 华为跟谁签了协议. @param {Word[]} words */
function leadWord(words) {
  const [first, behind, next] = words,
    isLone = (/** @type {Word | undefined} */ word) => has(word, "rest", "filler") && word?.text.length === 1;
  if (!isLone(first) || !isLone(behind) || !has(first, "rest") || behind.text === "的" || !has(next, "and", "verb", "who", "which")) return words;
  return [{ ...first, text: first.text + behind.text, end: behind.end }, ...words.slice(2)];
}

/** The names in a text; what is the beginning of a name and a date is a date. @param {string} text */
function namesBesideDates(text) {
  const spots = nameSpots(text),
    { verbs } = askingWords();
  // A part of a name goes up to where a longer verb begins in its last character: 科普奖 and 颁给 in 科普奖颁给了谁.
  for (const spot of spots.values()) if (spot.how === "part" && [2, 3].some((length) => text.length >= spot.end - 1 + length && verbs.has(text.slice(spot.end - 1, spot.end - 1 + length)))) spot.end--;
  for (let at = 0; at < text.length; at++) {
    const spot = spots.get(at),
      dated = spot && spot.how !== "part" ? null : periodAt(text.slice(at));
    if (dated) for (const [start, { end, how }] of [...spots]) if (how === "part" && start < at + dated.length && end > at) spots.delete(start);
    at += dated ? dated.length - 1 : spots.has(at) ? /** @type {Spot} */ (spots.get(at)).end - at - 1 : 0;
  }
  return spots;
}

/** @param {string} text @param {Map<number, Spot>} spots @param {string[]} quoted @returns {Word[]} */
function coverText(text, spots, quoted) {
  const { kinds } = askingWords();
  /** @type {Word[]} */
  const words = [];
  const put = (/** @type {number} */ at, /** @type {number} */ end, /** @type {Iterable<string>} */ what, /** @type {any} */ more = {}) =>
    words.push({ text: text.slice(at, end), start: at, end, kinds: new Set(what), nodes: [], period: null, quoted: false, edition: false, ...more });
  for (let at = 0; at < text.length; at = words[words.length - 1].end) {
    const spot = spots.get(at),
      dated = spot ? null : periodAt(text.slice(at)),
      said = quoted.find((one) => text.startsWith(one, at) && one.length > 1),
      edition = EDITION.exec(text.slice(at));
    if (spot) put(at, spot.end, ["name"], { nodes: spot.nodes, edition: spot.how === "edition", loose: spot.how === "quoted" || spot.how === "part" });
    else if (dated) put(at, at + dated.length, ["period"], { period: dated.period });
    else if (said) put(at, at + said.length, ["rest"], { quoted: true });
    else if (edition) put(at, at + edition[0].length, ["rest"]);
    else {
      const stop = Math.min(text.length, at + LONGEST_WORD, ...[...spots.keys()].filter((start) => start > at));
      let end = stop;
      while (end > at && !kinds.has(text.slice(at, end))) end--;
      if (end > at) put(at, end, kinds.get(text.slice(at, end)) || []);
      else put(at, at + 1, [/[\p{L}\p{N}]/u.test(text[at]) ? "rest" : "filler"]);
    }
  }
  return words;
}

/** Whether characters that nothing covers, or a noun, stand right behind or before a part of a name. @param {Word[]} words @param {number} k */
function clings(words, k) {
  const behind = words[k + 1];
  return has(behind, "rest", "head") || (has(behind, "class") && behind.kinds.size === 1) || has(words[k - 1], "rest");
}

/** A name that goes on in what follows it is one with it: 云岭智行 + 科技 of 云岭智行科技有限公司. @param {Word[]} words */
function completeNames(words) {
  /** @type {Word[]} */
  const done = [];
  for (const word of words) {
    const last = done[done.length - 1];
    if (has(last, "name") && isRest(word) && last.nodes.some((n) => bare(entities[n].label).startsWith(last.text + word.text))) {
      last.text += word.text;
      last.end = word.end;
    } else done.push(word);
  }
  return done;
}

/** A period with the word behind it that opens one of its ends: 5月20日以后. @param {Word[]} words */
function openPeriods(words) {
  return words.filter((word, k) => {
    const before = words[k - 1];
    if (!before?.period || !has(word, "since", "until")) return true;
    before.period = has(word, "since") ? [before.period[0], "9999-12-31"] : ["0001-01-01", before.period[1]];
    before.text += word.text;
    before.end = word.end;
    return false;
  });
}

/** 花博会的开幕式 bears the name 花博会开幕式. @param {Word[]} words */
function joinParts(words) {
  const { names } = askingWords();
  for (let k = words.length - 2; k > 0; k--) {
    const [first, last] = [words[k - 1], words[k + 1]];
    if (!has(first, "name") || words[k].text !== "的" || !has(last, "head")) continue;
    const nodes = first.nodes.map((n) => names.get(bare(entities[n].label) + last.text)).find((found) => found);
    if (nodes) words.splice(k - 1, 3, { ...first, text: first.text + "的" + last.text, end: last.end, nodes });
  }
  return words;
}

/** @param {Word[]} words */
function joinRest(words) {
  /** @type {Word[]} */
  const joined = [];
  for (const word of words) {
    const last = joined[joined.length - 1];
    // 次 in 次仁旺堆
    if (isRest(word) && has(last, "measure") && last.text.length === 1 && !has(joined[joined.length - 2], "which", "many", "pronoun", "rest")) last.kinds = new Set(["rest"]);
    // 起 in 起航, 国 in 国际
    if (last && isRest(word) && last.text.length === 1 && [...last.kinds].every((kind) => ["since", "until", "negation", "class", "current"].includes(kind))) last.kinds = new Set(["rest"]);
    if (last && isRest(last) && isRest(word) && !word.quoted && !last.quoted) {
      last.text += word.text;
      last.end = word.end;
    } else joined.push(word);
  }
  return joined;
}
/** @param {Word} word */
const isRest = (word) => word.kinds.size === 1 && word.kinds.has("rest");

/* ---- the question looked at ---- */

const ASKING = ["who", "which", "when", "where", "many"];
const has = (/** @type {Word | null | undefined} */ word, /** @type {string[]} */ ...kinds) => Boolean(word) && kinds.some((kind) => word?.kinds.has(kind));
/** The classes of an entity: the one it is shown as; a place is a body too where a government acts under its name. @param {number} n */
const classesOf = (n) => (entities[n].cls < 0 ? [] : [localName(classes[entities[n].cls].iri), ...(RAW.also[n] || [])]);
/** Whether all of them are of that class and no other. @param {NameGroup[]} groups @param {string} cls */
const areOnly = (groups, cls) => nodesOf(groups).every((n) => classesOf(n).every((one) => one === cls));
/** @param {string} cls @param {string} above */
const isA = (cls, above) => cls === above || (ASK.kinds[cls] || []).includes(above);
/** What a relation may have at an end, null for a relation that the table does not know. @param {string} relation @param {string} end @returns {string[] | null} */
const allowedAt = (relation, end) => ASK.relations[relation]?.[end === "subject" ? 0 : 1] || null;
/** @param {string} relation */
const isLiteral = (relation) => (allowedAt(relation, "object") || []).some((cls) => cls === "Date" || cls === "Words");
/** @param {string} relation @param {string} end @param {number[]} nodes */
function fits(relation, end, nodes) {
  const allowed = allowedAt(relation, end);
  return !allowed || !nodes.length || nodes.some((n) => !classesOf(n).length || classesOf(n).some((cls) => allowed.some((one) => isA(cls, one))));
}
/** @param {string} relation @param {string} end @param {string} wanted */
function yields(relation, end, wanted) {
  const allowed = allowedAt(relation, end);
  if (!allowed) return wanted !== "Date";
  if (!wanted) return !allowed.includes("Date");
  return allowed.some((one) => one === wanted || (one in ASK.kinds && (isA(wanted, one) || isA(one, wanted))));
}

/** The class that a word of asking asks for. @param {Word | null} asked @param {string} narrow */
const wantedBy = (asked, narrow) => narrow || (has(asked, "who") ? "Agent" : has(asked, "when") ? "Date" : has(asked, "where") ? "Place" : "");

/** Whether a relation gives things no more than a date or a place. @param {string} relation */
const isOfCircumstance = (relation) => ["Date", "Place"].includes(String(allowedAt(relation, "object")));

/** The words with 时间 and 地点 beside a verb as what is asked for: 签署协议的时间, 举行的地点. @param {Word[]} words @returns {Word[]} */
function askingNouns(words) {
  const { nouns } = askingWords(),
    acts = words.filter((word) => has(word, "verb") && !has(word, "goal", "filler", "class", "noun", "measure"));
  if (!acts.length || words.some((word) => has(word, ...ASKING))) return words;
  return words.map((word) => {
    const ends = new Set((nouns.get(word.text) || []).map(([relation]) => String(allowedAt(relation, "object"))));
    if (ends.size !== 1 || !(ends.has("Date") || ends.has("Place"))) return word;
    return { ...word, kinds: new Set([ends.has("Date") ? "when" : "where"]) };
  });
}

/** Whether 的 stands before a word, by itself or behind a verb: 主办的活动, 办的活动. @param {Word[]} words @param {number} k */
const isRelative = (words, k) => k > 0 && (words[k - 1].text === "的" || (words[k - 1].text.endsWith("的") && has(words[k - 1], "verb")));

/** The event at which something was, by the last word of its name: 在博览会上. @param {Word[]} words @returns {End | null} */
function stageOf(words) {
  const { classes: classOf } = askingWords(),
    stage = words.find((word, k) => has(words[k - 1], "at") && has(words[k + 1], "during") && has(word, "head", "class") && word.text.length > 1 && classOf.get(word.text) === "Event");
  return stage ? { kind: "called", nodes: [], words: stage.text } : null;
}

/** @param {Word[]} some */
function lookAtQuestion(some) {
  const aside = some.filter((word) => has(word, "aside")),
    words = askingNouns(some.filter((word) => !aside.includes(word)));
  const { classes: classOf } = askingWords();
  const after = (/** @type {number} */ k, /** @type {string[]} */ ...skipped) => words.slice(k + 1).find((word) => !has(word, ...skipped));
  let askedAt = -1;
  for (let k = 0; k < words.length && askedAt < 0; k++) {
    if (!has(words[k], ...ASKING)) continue;
    const follower = after(k, "measure");
    if (has(words[k], "many") && words[k].text.length === 1 && !has(words[k + 1], "measure") && !has(follower, "class", "head", "noun")) continue;
    if (has(words[k - 1], "at") && follower && follower.text in ASK.levels) words[k].kinds = new Set([...words[k].kinds, "where"].filter((kind) => kind !== "which")); // 在哪个省
    if (has(words[k], "which") && has(words[k], "where")) words[k].kinds.delete(has(follower, "class", "head") ? "where" : "which");
    askedAt = k;
  }
  const asked = words[askedAt] || null,
    named = withoutOwners(words, nameGroups(words)),
    without = named.filter((group) => has(words[words.indexOf(group.names[0]) - 1], "except") || has(words[words.indexOf(group.names[group.names.length - 1]) + 1], "apart")),
    groups = named.filter((group) => !without.includes(group)),
    acts = findActs(words, groups.length > 0),
    last = words[words.length - 1];
  const truth = !asked && (words.some((word) => has(word, "whether")) || has(last, "ending"));
  // The class that a noun narrows the answer to, and the noun where it is the last word of names.
  let narrow = "",
    head = "";
  const places = askedAt >= 0 && has(asked, "which", "many") ? [askedAt + 1, askedAt + 2] : [];
  const ownsKind = places.length > 0 && !words.some((word) => has(word, "most")) && !has(asked, "where") && has(words[askedAt + 1], "class") && words[askedAt + 2]?.text === "的" && has(words[askedAt + 3], "class", "head", ...(acts.some((act) => has(act, "verb")) ? ["post"] : []));
  if (ownsKind) places.splice(0, 2, askedAt + 3); // 哪些国家的领导人
  words.forEach((_, k) => k > 1 && isRelative(words, k) && places.push(k));
  for (const k of places) {
    const word = words[k];
    if (!word || acts.includes(word) || (k === askedAt + 2 && !has(words[askedAt + 1], "measure"))) continue;
    const cls = classOf.get(word.text);
    if (!cls || (has(asked, "who") && !isA(cls, "Agent")) || !has(word, "class", "head")) continue;
    let last = k;
    while (has(words[k], "class", "head") && has(words[last + 1], "class", "head") && !has(words[last + 1], "filler") && !acts.includes(words[last + 1])) last++; // 哪些企业会去
    narrow = classOf.get(words[last].text) || cls;
    head = last > k ? joinedText(words.slice(k, last + 1)) : headBy(word); // 行动方案
    break;
  }
  const plain = words.filter((word) => !has(word, "filler", "name")),
    keyword = !narrow && plain.length === 1 && !asked && !truth && groups.length > 0;
  if (keyword && has(plain[0], "class", "head")) [narrow, head] = [classOf.get(plain[0].text) || "", headBy(plain[0])];
  else if (!narrow) [narrow, head] = topicOf(words, asked);
  if (head && words.some((word) => has(word, "speech") && word.text === head) && acts.some((act) => relationsOf(act).includes("delivers"))) narrow = head = ""; // 做过多少场讲座
  const isBefore = (/** @type {Word} */ word) => asked !== null && word.start < asked.start,
    agents = (/** @type {Word} */ act) => relationsOf(act).some((relation) => (allowedAt(relation, "subject") || []).some((cls) => cls === "Agent" || cls === "Organization"));
  if (narrow === "Place" && head && acts.some(agents) && !words.some((word) => has(word, "at") && isBefore(word))) narrow = "Organization"; // 图书馆 is a body too
  else if (narrow === "Place" && head && !(head in ASK.levels) && acts.some((act) => relationsOf(act).includes("visits"))) narrow = ""; // 访问过哪些学院
  const level = levelOf(words, askedAt, narrow),
    within = takeWithin(words, groups, askedAt, narrow, level),
    rest = words.filter(isRest);
  let posts = words.filter((word) => has(word, "post") && !has(word, "verb", "noun"));
  if (!posts.length && !acts.length && groups.length) posts = rest;
  const office = officeAsked(words, askedAt, acts, posts);
  if (office) {
    narrow = narrow || "Person";
    posts = posts.filter((post) => !office.split("|").some((one) => one.endsWith(post.text)));
  }
  const speech = words.filter((word) => has(word, "speech") && !acts.includes(word)),
    several = new Set(speech.map((word) => word.text)).size > 1, // 演讲或报告
    spoken = speech.length ? (several ? "" : speech[speech.length - 1].text) : acts.find((act) => has(act, "speech"))?.text || "";
  const wanted = wantedBy(asked, narrow);
  const says = (/** @type {string} */ kind) => words.some((word) => has(word, kind)),
    negations = words.filter((word, k) => has(word, "negation") && !has(word, "whether", "rest") && k < words.length - 1);
  const until = has(words[askedAt - 1], "goal") && has(asked, "when"),
    denies = asked !== null && groups.length > 0 && words.some((word, k) => has(word, "negation") && !has(word, "whether", "rest") && (!has(word, "ending") || k < words.length - 1)),
    isOpen = narrow === "Place" && says("somewhere");
  return { aside, keyword, until, denies, isOpen, negated: truth ? negations.map((word) => word.text) : [], stage: stageOf(words), without: without.flatMap((group) => nodesOf([group])), words, asked, askedAt, groups, acts, truth, narrow, head, rest, posts, spoken, wanted, within, level, office, period: words.find((word) => word.period)?.period || null, coming: says("coming"), former: says("former"), chief: says("chief") };
}

/** The noun, where it is the last word of names, or where these tell the kind of a thing as those of a 大学 do. @param {Word} word */
const headBy = (word) => (has(word, "class") && !(word.text in ASK.endings || word.text in ASK.eventEndings) ? "" : word.text);

/** The class that a question begins with and that 有哪些 asks for at its end: 大模型有哪些. @param {Word[]} words @param {Word | null} asked @returns {[string, string]} */
function topicOf(words, asked) {
  const plain = words.filter((word) => !has(word, "filler", "name"));
  if (plain.length !== 2 || !asked || plain[1] !== asked || !has(asked, "which")) return ["", ""];
  const cls = askingWords().classes.get(plain[0].text) || "";
  return [cls, cls && headBy(plain[0])];
}

/** The level of the places asked for: 省 of 在哪个省, 城市 of 哪座城市. @param {Word[]} words @param {number} askedAt @param {string} narrow @returns {string} */
function levelOf(words, askedAt, narrow) {
  const asked = words[askedAt];
  if (!asked || !(has(asked, "where") || narrow === "Place")) return "";
  const follower = words.slice(askedAt + 1).find((word) => !has(word, "measure"));
  if (follower && follower.text in ASK.levels) return follower.text;
  return Object.keys(ASK.levels).filter((word) => has(asked, "where") && asked.text.endsWith(word)).sort((one, two) => two.length - one.length)[0] || "";
}

/** The place inside which a place is asked for, which is no name of the verb then: 在西藏哪座城市.
 * @param {Word[]} words @param {NameGroup[]} groups @param {number} askedAt @param {string} narrow @param {string} level @returns {End | null} */
function takeWithin(words, groups, askedAt, narrow, level) {
  if (askedAt < 0 || !(has(words[askedAt], "where") || isA(narrow, "Place"))) return null;
  let k = askedAt - 1;
  while (k > 0 && (has(words[k], "inside") || (level && has(words[k], "filler")))) k--;
  const group = groups.find(({ names }) => names[names.length - 1] === words[k]);
  if (!group || !areOnly([group], "Place")) return null;
  groups.splice(groups.indexOf(group), 1);
  return nodesEnd(nodesOf([group]));
}

/** @param {Word[]} words @returns {NameGroup[]} */
function nameGroups(words) {
  /** @type {NameGroup[]} */
  const groups = [];
  let joint = false;
  words.forEach((word, k) => {
    const last = groups[groups.length - 1];
    if (has(word, "name")) {
      if (last && joint) {
        last.names.push(word);
        last.end = word.end;
      } else groups.push({ names: [word], mark: ["behalf", "by", "at", "goal", "and"].find((kind) => has(words[k - 1], kind)) || "", start: word.start, end: word.end });
      joint = false;
    } else joint = Boolean(last) && last.end === word.start && has(word, "and") && has(words[k + 1], "name");
  });
  return groups;
}

/** The groups without a place whose event is named, or that the name itself begins with: 昆明的花卉博览会, 贵州那个科普办法. @param {Word[]} words @param {NameGroup[]} groups */
const withoutOwners = (words, groups) =>
  groups.filter((group, k) => {
    const next = groups[k + 1];
    if (!next || !areOnly([group], "Place")) return true;
    const between = words.filter((word) => group.end <= word.start && word.start < next.start),
      isOwner = areOnly([next], "Event") && between.map((word) => word.text).join("|") === "的",
      isSaid = between.length > 0 && between.every((word) => has(word, "filler")) && nodesOf([next]).every((n) => bare(entities[n].label).startsWith(group.names[0].text));
    return !isOwner && !isSaid;
  });

/** The words that state or name a relation here. @param {Word[]} words @param {boolean} named */
function findActs(words, named) {
  const states = (/** @type {number} */ k) => {
    const word = words[k],
      before = words[k - 1];
    if (!has(word, "class", "head")) return true;
    const others = words.some((one) => has(one, "verb", "noun") && !has(one, "class", "head", "goal", "filler")),
      relative = isRelative(words, k) && words.slice(Math.max(0, k - 2), k).some((one) => has(one, "verb")),
      asked = has(before, "which", "many", "measure");
    return !(relative || (asked && (others || !named || !has(word, "noun")))) && (has(word, "noun") || !others);
  };
  const found = words.filter((word, k) => has(word, "verb", "noun") && states(k)),
    strong = found.filter((word) => !has(word, "goal", "filler", "measure", "by", "at", "tell")),
    best = strong.length ? strong : found,
    plain = best.filter((word) => !has(word, "speech"));
  return plain.length ? plain : best;
}

/* ---- what it may mean, the likeliest first ---- */

/** @typedef {ReturnType<typeof lookAtQuestion>} Question */
/** @param {Partial<Meaning>} some @returns {Meaning} */
const meaning = (some) => ({ asks: "list", conditions: [], narrow: "", head: "", period: null, region: null, setting: null, within: null, spoken: "", held: "", among: [], without: [], left: [], each: false, coming: false, former: false, dated: false, undated: false, told: false, instead: "", level: "", post: "", verb: "", unread: [], ...some });
/** The verb of a question for a part in an event whose name is another word, or the noun for who has it: 协办, 协办方 of 支持. @param {Question} question @param {Meaning} one */
function otherWord({ acts }, { conditions }) {
  const said = new Set(conditions.flatMap(({ relations: some }) => some)),
    [relation] = said,
    nouns = (askingWords().nouns.get(acts[0]?.text) || []).filter(([, end]) => end === "subject").map(([one]) => one),
    stated = acts.length === 1 ? [...relationsOf(acts[0]), ...nouns] : [];
  const isPart = ASK.shared.includes(relation) && (allowedAt(relation, "object") || []).includes("Event");
  return isPart && said.size === 1 && stated.includes(relation) && ![...acts[0].text].some((char) => ASK.relations[relation]?.[2].includes(char)) ? acts[0].text : "";
}
/** @param {Question} question */
const listOrCount = (question) => (has(question.asked, "many") ? "count" : "list");
/** @param {NameGroup[]} groups */
const nodesOf = (groups) => groups.flatMap((group) => group.names.flatMap((name) => name.nodes));
/** @param {string[]} relations @param {string} end @param {End} known @param {End} [unknown] @returns {Condition} */
const conditionOf = (relations, end, known, unknown = ANSWER) => (end === "subject" ? { relations, subject: known, object: unknown } : { relations, subject: unknown, object: known });

/** @param {Question} question @returns {Meaning[]} */
function meaningsOf(question) {
  const found = question.denies ? [] : [...possibleMeanings(question)].flatMap((one) => withAndWithoutPlace(question, one)).flatMap((one) => insideOf(question, one)).filter((one) => !leavesNamesAside(question, one) && !missesDate(question, one));
  const unread = (/** @type {Meaning} */ one) => {
    const held = one.conditions.map(({ subject, object }) => subject.words + object.words).join("") + (one.within?.words || "");
    const ends = [...one.conditions.flatMap(({ subject, object }) => [subject, object]), one.setting || question.stage, one.within || question.within],
      said = [one.head, one.held, question.spoken, one.post, ...ends.map((end) => end?.words || "")].join(""),
      heads = question.words.filter((word) => has(word, "head") && word.kinds.size === 1 && !said.includes(word.text) && askingWords().classes.get(word.text) !== one.narrow);
    const left = question.words.filter((word) => !question.without.length && has(word, "except", "apart") && word.text.length > 1), // 除了院长还担任什么
      kind = has(question.asked, "which") ? question.words.slice(question.askedAt + 1, question.askedAt + 2).filter((word) => isRest(word) && word.text.length === 1) : []; // 哪些局
    const aside = question.aside.filter((word) => ![one.within?.words, one.post, one.head].includes(word.text)).concat(one.left);
    return [...left, ...kind, ...aside, ...question.rest.filter((word) => isRest(word) && word.text.length > 1 && !held.includes(word.text)), ...heads].map((word) => word.text);
  };
  const { period, spoken, coming, within, without } = question,
    onlyPlaces = (/** @type {Meaning} */ one) => one.conditions.some(({ relations: some }) => some.some((relation) => String(allowedAt(relation, "object")) === "Place")),
    ofPlaces = (/** @type {Meaning} */ one) =>
      one.conditions.length > 0 && one.conditions.every(({ relations: some, object }) => object === ANSWER && some.every((relation) => (allowedAt(relation, "object") || []).includes("Place"))),
    ofOffices = (/** @type {Meaning} */ one) => one.conditions.every(({ relations: some }) => some.every((relation) => ["position", "worksFor"].includes(relation)));
  const told = (/** @type {Meaning} */ one) => ["when", "where", "truth"].includes(one.asks) || one.conditions.some(({ relations: some }) => some.some((relation) => OFFICES.includes(relation))),
    whole = found.map((one) => ({ ...one, held: one.held || postAsked(question, one), post: told(one) ? "" : question.office || one.post }));
  const lists = question.words.some((word) => has(word, "who", "which") && !has(word, "many") && word.start > (question.asked?.start ?? -1)); // 几场活动, 分别是什么
  return whole.filter((one) => !leavesPostsAside(question, one)).map((one) => ({
    ...one,
    verb: otherWord(question, one),
    asks: one.asks === "count" && lists ? "list" : one.asks,
    period,
    spoken,
    coming,
    within: one.within || within,
    without,
    level: one.asks === "where" || ofPlaces(one) ? question.level : "",
    narrow: question.isOpen && !onlyPlaces(one) ? "" : one.narrow,
    setting: one.setting || question.stage,
    former: question.former && ofOffices(one),
    unread: [...question.negated, ...unread(one)],
  }));
}

/** A meaning, then without the place that somebody came to, which the news need not tell of the thing: 来南开大学讲了什么. @param {Question} question @param {Meaning} one */
const withAndWithoutPlace = ({ words, groups }, one) => {
  const came = one.region && one.asks === "list" && words.some((word) => has(word, "came")),
    names = came ? groups.flatMap((group) => group.names).filter((name) => name.nodes.every((n) => /** @type {End} */ (one.region).nodes.includes(n))) : [];
  return came ? [one, { ...one, region: null, left: names }] : [one];
};

/** A meaning first for what lies at, or is called by, the word before the kind asked for, then without it: 哪家德国公司. @param {Question} question @param {Meaning} one */
function insideOf({ aside: [told], within, asked }, one) {
  const mayBeCalled = told && !one.narrow && !one.head && ["list", "count"].includes(one.asks) && has(asked, "which", "many"); // 发布过什么禁令
  const isPlace = told && told.nodes.some((n) => classesOf(n).includes("Place")); // 中国领导人 have no 中国 in their posts
  if (told && one.narrow === "Person" && !one.post && ["list", "count"].includes(one.asks)) return isPlace ? [one] : [{ ...one, post: told.text }, one]; // 南开大学的哪些领导
  const isNear = told && one.narrow && !one.within && !within && ["list", "count"].includes(one.asks);
  return isNear ? [{ ...one, within: told.nodes.length ? { ...nodesEnd(told.nodes), words: told.text } : wordsEnd(told.text) }, one] : mayBeCalled ? [{ ...one, head: told.text }, one] : [one];
}

/** Whether something else is asked for than the date that the question asks for: what two signed, and not when. @param {Question} question @param {Meaning} one */
const missesDate = ({ asked }, { asks, conditions }) =>
  has(asked, "when") && ["list", "truth"].includes(asks) && !conditions.some(({ relations: some }) => some.some((relation) => String(allowedAt(relation, "object")) === "Date"));

/** Whether a meaning leaves a name aside, so that it is not what was asked. @param {Question} question @param {Meaning} one */
function leavesNamesAside({ groups, within }, one) {
  const ends = [...one.conditions.flatMap(({ subject, object }) => [subject, object]), one.region, one.setting, one.within, within],
    used = new Set([...ends.flatMap((end) => end?.nodes || []), ...one.among, ...one.left.flatMap((word) => word.nodes)]);
  return groups.some(({ names }) => names.some((name) => name.text !== one.held && !name.nodes.some((n) => used.has(n))));
}

/** @param {Question} question @returns {Generator<Meaning>} */
function* possibleMeanings(question) {
  const { words, asked, acts, groups } = question;
  yield* byProof(question);
  yield* inCommon(question);
  if (words.some((word) => has(word, "together"))) return yield* partners(question);
  yield* editionsOf(question);
  if (!groups.length) yield* placesOfEvents(question);
  if (question.narrow === "Event" && !groups.length && !question.truth) yield* ofEvents(question);
  if (question.narrow && !groups.length && !question.posts.length && !question.period && !toldOf(question) && question.rest.every(({ text }) => text.length < 2)) yield* allOf(question);
  if (!asked && words.some((word) => has(word, "most"))) return;
  if (acts.length) yield* byActs(question);
  const tellsOffice = (/** @type {Word} */ act) => {
    const told = [...relationsOf(act), ...(askingWords().nouns.get(act.text) || []).map(([relation]) => relation)];
    return !told.length || told.some((relation) => OFFICES.includes(relation));
  };
  if (question.acts.every(tellsOffice)) yield* byPost(question);
  const isLight = (/** @type {Word} */ act) => relationsOf(act).some((relation) => ["heldAt", "startDate"].includes(relation));
  if (question.acts.every(isLight)) yield* byCircumstance(question);
  const bodies = [...bodiesAt(question)];
  yield* bodies.length ? bodies : related(question);
  yield* owners(question);
  const isOfKind = !question.narrow || has(asked, "where") || nodesOf(groups).some((n) => classesOf(n).some((cls) => isA(cls, question.narrow)));
  if (groups.length === 1 && (onlyTells(question) || words.some((word) => has(word, "tell"))) && !question.truth && asksAll(question) && isOfKind)
    yield meaning({ asks: "about", conditions: [{ relations: [], subject: nodesEnd(nodesOf(groups)), object: ANYTHING }] });
}

/** Whether nothing is said but a name, so that all that is known of it answers the question. @param {Question} question */
function asksAll({ posts, rest, asked, groups, former, level, period }) {
  const homes = !has(asked, "where") || groups[0].names.some((name) => name.nodes.some((n) => classesOf(n).includes("Organization")));
  return [...posts, ...rest].every((word) => word.text.length < 2) && homes && !has(asked, "when", "many") && !former && !level && !(period && asked);
}

/** The verbs and nouns without such as say no more than another: 担任 in 担任什么职务. @param {Word[]} acts */
function withoutLight(acts) {
  const nouns = acts.filter((act) => has(act, "noun")).map((act) => (askingWords().nouns.get(act.text) || []).map(([relation]) => relation));
  return acts.filter((act) => has(act, "noun") || !relationsOf(act).length || !nouns.some((some) => relationsOf(act).every((relation) => some.includes(relation))));
}

/** @param {Question} question @returns {Generator<Meaning>} */
function* byActs(question) {
  question.acts = withoutLight(question.acts);
  const { acts, groups, words } = question;
  if (acts.length === 1) {
    yield* whenAndWhere(question);
    return yield* byOne(question, acts[0], groups);
  }
  if (!groups.length && words.some((word) => has(word, "both"))) return yield* byBoth(question);
  const roles = acts.filter((act) => has(act, "noun")),
    askings = words.filter((word) => has(word, ...ASKING)).length;
  const [start, end] = [words.indexOf(acts[0]), words.indexOf(acts[acts.length - 1])],
    between = words.slice(start, end + 1).filter((word) => !acts.includes(word)),
    isJoint = between.length > 0 && between.every((word) => has(word, "and")) && groups.length < 2 && !question.truth; // 承办或协办了什么
  if (roles.length === acts.length || isJoint || (askings === acts.length && groups.length === 1)) {
    const each = acts.map((act) => byOne(askingAt(question, act), act, groups.slice(0, 1)).next().value).filter((one) => one !== undefined).map(asListed);
    const asksAll = each.every(({ conditions: some }) => some.every(({ subject, object }) => [subject, object].includes(ANSWER))); // where it was stays a question apart
    if (each.length === acts.length && asksAll) yield { ...each[0], conditions: each.flatMap((one) => one.conditions), each: true };
    return;
  }
  const isLight = (/** @type {Word} */ act) => relationsOf(act).some((relation) => ["heldAt", "startDate"].includes(relation)) && !relationsOf(act).includes("attends");
  let left = [...groups],
    asks = "list",
    region = /** @type {End | null} */ (null);
  /** @type {Condition[]} */
  const conditions = [];
  for (const [k, act] of acts.entries()) {
    const first = k ? acts[k - 1].end : 0,
      stop = acts[k + 1]?.start ?? Infinity,
      before = left.filter((group) => group.start >= first && group.start < act.start),
      behind = left.filter((group) => group.start >= act.end && group.start < stop),
      mine = before.length ? before : behind.slice(0, 1);
    left = left.filter((group) => !mine.includes(group));
    if (isLight(act) && !mine.length) continue;
    if (isLight(act) && conditions.length && areOnly(mine, "Place")) {
      region = nodesEnd(nodesOf(mine));
      continue;
    }
    const one = byOne(question, act, mine.length ? mine : groups.slice(0, 1)).next().value;
    if (!one && has(act, "noun", "class", "head", "speech")) continue; // 公司 is one of whom it is asked
    if (!one) return;
    if (["count", "most", "truth"].includes(one.asks)) asks = one.asks;
    region = one.region || region;
    conditions.push(...one.conditions);
  }
  if (conditions.length) yield meaning({ asks, conditions, narrow: question.narrow, head: question.head, region });
}

/** Who does several things, none of which has a name: 既研发机器人又承办过活动的单位有哪些. @param {Question} question @returns {Generator<Meaning>} */
function* byBoth(question) {
  const acts = question.acts.filter((act) => has(act, "verb")),
    { words, asked, narrow, head } = question,
    { classes: classOf, verbs } = askingWords();
  /** @type {Condition[]} */
  const conditions = [];
  for (const [k, act] of acts.entries()) {
    const stop = Math.min(acts[k + 1]?.start ?? Infinity, asked && asked.start > act.start ? asked.start : Infinity),
      behind = words.find((word, n) => act.end <= word.start && word.start < stop && has(word, "class", "head") && !isRelative(words, n)),
      some = (verbs.get(act.text) || []).filter((verb) => yields(verb.relation, verb.reverse ? "object" : "subject", "Agent") && String(allowedAt(verb.relation, "object")) !== "Date").map(({ relation }) => relation);
    if (!some.length) return;
    /** @type {End} */
    const kind = !behind ? ANYTHING : isClassLabel(behind.text) ? { kind: "kind", nodes: [], words: classOf.get(behind.text) || "" } : { kind: "called", nodes: [], words: behind.text };
    conditions.push(conditionOf(some, "object", kind));
  }
  const isBody = isA(narrow, "Agent");
  yield meaning({ asks: listOrCount(question), conditions, narrow: isBody ? narrow : "", head: isBody ? head : "" });
}

/** The question as it asks at one of its verbs: by the last word of asking before it that stands behind the verb before. @param {Question} question @param {Word} act @returns {Question} */
function askingAt(question, act) {
  const first = question.acts[question.acts.indexOf(act) - 1]?.end || 0,
    asking = question.words.filter((word) => has(word, ...ASKING) && first <= word.start && word.start < act.start);
  const asked = asking[asking.length - 1];
  return asked ? { ...question, asked, askedAt: question.words.indexOf(asked), wanted: wantedBy(asked, question.narrow) } : question;
}

/** @param {Question} question @param {Word} act @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byOne(question, act, groups) {
  if (has(act, "noun")) yield* byNoun(question, act, groups);
  if (has(act, "verb")) yield* byVerb(question, act, groups);
}

/** @param {Question} question @param {Word} act @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byNoun(question, act, groups) {
  const before = groups.filter((group) => group.end <= act.start),
    owner = (before.length ? before : groups).slice(-1)[0];
  if (!owner) {
    yield* ofKind(question, act);
    return yield* calledOwner(question, act);
  }
  const others = groups.filter((group) => group !== owner),
    ends = askingWords().nouns.get(act.text) || [];
  if (others.length && !question.truth) yield* postAt(question, act, groups);
  if (ends.every(([relation]) => String(allowedAt(relation, "object")) === "Date")) yield* byDateNoun(question, ends.map(([relation]) => relation), nodesOf([owner]));
  for (const [relation, end] of ends) yield* byEnd(question, [relation, end], owner, others);
}

/** What stands at the end that a noun names; of 协办单位是涪江银行的活动 what has the bank at that end.
 * @param {Question} question @param {[string, string]} noun @param {NameGroup} owner @param {NameGroup[]} others @returns {Generator<Meaning>} */
function* byEnd(question, [relation, named], owner, others) {
  const { wanted, narrow, head, truth } = question,
    known = nodesEnd(nodesOf([owner]));
  let end = named;
  if (!fits(relation, otherOf(end), known.nodes)) {
    if (!narrow || truth || !yields(relation, otherOf(end), narrow) || !fits(relation, end, known.nodes)) return;
    end = otherOf(end);
  } else if (wanted && wanted !== "Agent" && !yields(relation, end, wanted)) return;
  if (truth) {
    const rest = question.rest.map((word) => word.text).join(""),
      kind = question.words.find((word) => has(word, "class", "head") && word !== question.acts[0])?.text || "",
      /** @type {End} */ called = { kind: "called", nodes: [], words: kind };
    if (!others.length && !rest && !kind) return;
    const said = others.length ? nodesEnd(nodesOf(others.slice(0, 1))) : rest ? wordsEnd(rest) : called;
    yield meaning({ asks: "truth", conditions: [conditionOf([relation], otherOf(end), known, said)], });
    return;
  }
  const place = others.find((group) => group.mark === "at" && areOnly([group], "Place")); // 主办单位在兰州是谁
  yield meaning({ asks: listOrCount(question), conditions: [conditionOf([relation], otherOf(end), known)], narrow, head, region: place ? nodesEnd(nodesOf([place])) : null });
}

/** Several dates of a thing, each by itself; or, of a thing that has none of its own, when something was done with it: 协议 日期.
 * @param {Question} question @param {string[]} dates @param {number[]} nodes @returns {Generator<Meaning>} */
function* byDateNoun({ truth }, dates, nodes) {
  const own = dates.filter((relation) => fits(relation, "subject", nodes)),
    done = Object.keys(ASK.relations).filter((relation) => !isLiteral(relation) && fits(relation, "object", nodes));
  if (own.length > 1) yield meaning({ conditions: own.map((relation) => conditionOf([relation], "subject", nodesEnd(nodes))), each: true });
  if (!own.length && done.length && nodes.some((n) => classesOf(n).length) && !truth) yield meaning({ asks: "when", conditions: [conditionOf(done, "object", nodesEnd(nodes), ANYTHING)] });
}

/** The verbs without those of attending, where a speech is asked for: 做了什么演讲. @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs */
function spokenOnly({ words, asked, askedAt, acts }, verbs) {
  const follower = has(asked, "which", "many") ? words.slice(askedAt + 1).find((word) => !has(word, "measure", "filler")) : undefined;
  const before = words.slice(0, Math.max(askedAt, 0)).reverse().find((word) => !has(word, "filler")), // 做的演讲叫什么
    isSpeech = [follower, before].some((word) => has(word, "speech") && !acts.includes(/** @type {Word} */ (word)));
  return isSpeech && has(asked, "which", "many") && verbs.some(({ relation }) => relation === "delivers") ? verbs.filter(({ relation }) => !["attends", "position"].includes(relation)) : verbs;
}

/** @param {Question} question @param {Word} act @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byVerb(question, act, groups) {
  const verbs = spokenOnly(question, askingWords().verbs.get(act.text) || []),
    { words, asked, narrow, head } = question;
  yield* awarded(question, act, verbs, groups);
  const compares = words.some((word) => has(word, "more")) && groups.length === 1 && groups[0].names.length > 1;
  if (words.some((word) => has(word, "most")) || compares) return yield* byMost(question, verbs, groups);
  if (has(asked, "when", "where")) {
    const found = [...byWhenOrWhere(question, act, verbs, groups)];
    yield* found;
    if (groups.length && found.length && !verbs.some(({ relation }) => OFFICES.includes(relation))) return;
  }
  if (!groups.length) return yield* withoutNames(question, verbs);
  if (question.truth || has(asked, "when")) yield* ofBoth(question, verbs, groups);
  if (question.truth) return yield* byTruth(question, act, verbs, groups);
  if (groups.length === 1 && narrow && isDuring(words, groups[0])) for (const one of openMeanings(question, verbs)) yield { ...one, setting: nodesEnd(nodesOf(groups)) };
  if (groups.length === 2 && groups.some(({ mark }) => mark === "behalf")) return yield* onBehalf(question, act, verbs, groups);
  yield* byMains(question, act, verbs, groups);
}

/** What stands at the other end of a verb than the names that it needs; who chaired, before who attended where somebody chaired.
 * @param {Question} question @param {Word} act @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byMains(question, act, verbs, groups) {
  const { asked, narrow, head } = question,
    chairing = verbs.filter(({ relation }) => relation === "chairs");
  if (chairing.length && verbs.length > 1) yield* byMains(question, act, chairing, groups);
  const { mains, region, setting } = adjuncts(groups, 1);
  if (mains.length === 1 && mains[0].names.length > 1 && !asked && verbs.some(({ relation }) => ASK.symmetric.includes(relation))) return;
  if (asksWithWhom(question, mains)) for (const one of bothDid(question, verbs, mains)) yield { ...one, region, setting };
  if (mains.length > 1) {
    for (const one of has(asked, "who", "which") ? [] : byTruth(question, act, verbs, mains)) {
      const [first, ...more] = one.conditions;
      if (!has(asked, "many")) yield one;
      else if (!more.length) yield meaning({ asks: "count", conditions: [{ ...first, object: ANSWER }], among: first.object.nodes }); // 王青岚出席过几次观澜号的仪式
    }
    return;
  }
  yield* talksAt(question, verbs, mains[0]);
  const oriented = [...orient(question, act, verbs, mains[0])];
  if (!oriented.length) yield* given(question, verbs, mains[0].names[0].text); // a prize that only an event is named after
  if (!oriented.length && (narrow || has(asked, "who", "which")) && areOnly(mains, "Place")) for (const one of openMeanings(question, verbs)) yield { ...one, region: nodesEnd(nodesOf(mains)) }; // 在深圳发布的芯片
  for (const [found, end] of oriented)
    yield meaning({ asks: listOrCount(question), conditions: mains[0].names.map((name) => conditionOf(found, end, nodesEnd(name.nodes))), narrow, head, region, setting });
}

// What somebody does for whom another does it.
const ARRANGING = ["organizes", "hosts"];
/** Who does what somebody else arranges: 谁替甲承办了乙. @param {Question} question @param {Word} act @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* onBehalf(question, act, verbs, groups) {
  const other = /** @type {NameGroup} */ (groups.find(({ mark }) => mark === "behalf")),
    main = groups.find((group) => group !== other) || other,
    thing = nodesEnd(nodesOf([main]));
  for (const [found, end] of orient(question, act, verbs, main)) {
    const own = found.filter((relation) => !ARRANGING.includes(relation)),
      done = conditionOf(own.length ? own : found, "object", thing);
    if (end === "object") yield meaning({ asks: listOrCount(question), conditions: [done, { relations: ARRANGING, subject: nodesEnd(nodesOf([other])), object: thing }], narrow: question.narrow, head: question.head });
  }
}

/** Who spoke at an event, whatever the talk is called: 谁在论坛上做了报告. @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup} group @returns {Generator<Meaning>} */
function* talksAt({ spoken, wanted, narrow, head }, verbs, group) {
  if (!spoken || !verbs.some(({ relation }) => relation === "delivers") || !(wanted === "Place" || isA(wanted, "Agent")) || !areOnly([group], "Event")) return;
  const event = nodesEnd(nodesOf([group]));
  yield meaning({ conditions: [conditionOf(["delivers"], "object", event)], narrow, head });
  if (askingWords().verbs.has(spoken)) yield meaning({ conditions: [conditionOf(["attends", "delivers"], "object", event)], narrow, head }); // whoever attended and spoke, as the sentence says
  yield meaning({ conditions: [conditionOf(["delivers"], "object", ANYTHING)], narrow, head, setting: event });
}

/** Whether or when two did the same together: 川北大学和天山大学签过协议吗. @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* ofBoth(question, verbs, groups) {
  const names = groups.flatMap((group) => group.names),
    isShared = (/** @type {{relation: string, reverse: boolean}} */ { relation, reverse }) => ASK.shared.includes(relation) && !reverse && names.every((name) => fits(relation, "subject", name.nodes)),
    found = verbs.filter(isShared).map(({ relation }) => relation);
  if (names.length !== 2 || !found.length || found.some((relation) => fits(relation, "object", names[1].nodes))) return;
  yield meaning({ asks: question.truth ? "truth" : "when", conditions: names.map((name) => conditionOf(found, "subject", nodesEnd(name.nodes), question.truth ? ANSWER : SHARED)) });
}

/** Whether an event is that at which something was: 博览会上. @param {Word[]} words @param {NameGroup} group */
const isDuring = (words, group) => has(words[words.indexOf(group.names[group.names.length - 1]) + 1], "during") && areOnly([group], "Event");

/** 甲和谁, 谁和甲. @param {Question} question @param {NameGroup[]} mains */
function asksWithWhom({ asked, askedAt, words }, mains) {
  if (!asked || !has(asked, "who", "which", "many") || !mains.length) return false;
  const beside = words.slice(Math.max(0, askedAt - 1), askedAt + 2).find((word) => has(word, "and") && !has(word, "again") && /[\p{L}]/u.test(word.text));
  return Boolean(beside) && (/** @type {Word} */ (beside).start < asked.start || mains[0].mark === "and");
}

/** The relations, and the end at which the names stand, by the order of the words where both ends fit.
 * @param {Question} question @param {Word} act @param {{relation: string, reverse: boolean}[]} all @param {NameGroup} group @param {number} [many]  ends, the likelier first @returns {Generator<[string[], string]>} */
function* orient(question, act, all, group, many = 1) {
  const { truth, asked, askedAt, words, wanted } = question,
    oblique = has(words[askedAt - 1], "goal", "and", "at"),
    between = asked && group.end <= asked.start && asked.start < act.start,
    bare = all.filter(({ relation }) => !isOfCircumstance(relation) && relation !== "subEventOf"),
    verbs = !asked && !truth && bare.length ? bare : all, // 博览会 承办
    preferred = group.start >= act.end || (isPassive(words, act) && group.mark !== "by") || ["at", "goal"].includes(group.mark) || (between && !oblique) ? "object" : "subject";
  let left = many;
  for (const want of wanted && !has(asked, "who") ? [wanted, ""] : [wanted])
    for (const end of [preferred, otherOf(preferred)]) {
      const at = (/** @type {{reverse: boolean}} */ verb) => (verb.reverse ? otherOf(end) : end);
      const found = verbs.filter((verb) => fits(verb.relation, at(verb), nodesOf([group])) && yields(verb.relation, otherOf(at(verb)), want));
      if (!found.length) continue;
      yield [found.map(({ relation }) => relation), found.every(({ reverse }) => reverse) ? otherOf(end) : end];
      left--;
      if (!left) return;
    }
}

/** @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @returns {Generator<Meaning>} */
function* withoutNames(question, verbs) {
  const quoted = question.rest.find((word) => word.quoted)?.text || "",
    words = quoted || wordsBefore(question),
    wordy = verbs.map(({ relation }) => relation).filter((relation) => (allowedAt(relation, "object") || []).includes("Words"));
  if (words && wordy.length)
    yield meaning({ asks: question.truth ? "truth" : "list", conditions: [conditionOf(wordy, "object", wordsEnd(words))], narrow: question.narrow, head: question.head });
  const prize = quoted || question.truth ? "" : prizeOf(question);
  if (prize) yield* given(question, verbs, prize);
  const part = question.truth ? "" : calledBehind(question),
    called = verbs.filter((verb) => yields(verb.relation, verb.reverse ? "object" : "subject", question.wanted)).map(({ relation }) => relation);
  if (part && called.length) yield meaning({ conditions: [conditionOf(called, "object", { kind: "called", nodes: [], words: part })], narrow: question.narrow, head: question.head });
  const asksIt = has(question.asked, "which") && question.words[question.askedAt + 1] === question.acts[0]; // 有哪些签约
  if (question.truth || !(quoted || (!words && (question.narrow || question.period || question.stage || asksIt)))) return;
  for (const one of openMeanings(question, verbs)) yield { ...one, held: quoted };
}

/** The words that no name covers, with those between that are known: 绿色发展共同体 of 以绿色发展共同体为主题. @param {Question} question */
function wordsBefore({ posts, rest, acts, words }) {
  const some = [...posts, ...rest],
    end = some[some.length - 1];
  if (posts.length || !some.length || (acts.length && end.start > acts[0].start)) return some[0]?.text || "";
  let last = words.indexOf(end);
  while (has(words[last + 1], "head") && words[last + 1].kinds.size === 1) last++;
  return joinedText(words.slice(words.indexOf(some[0]), last + 1));
}

/** A verb without any name: 哪些公司研发了产品, 哪家公司发布了大模型. @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @returns {Generator<Meaning>} */
function* openMeanings(question, verbs) {
  const { narrow, wanted, words, acts, asked, askedAt } = question,
    kinds = kindsBehind(question),
    isPassively = has(words[words.indexOf(acts[0]) - 1], "by"), // 哪些企业被收购了
    /** @type {[string, boolean][]} */ all = [["subject", false], ["object", true], ["subject", true]], // what is published rather than what has a day of it
    asksThing = has(asked, "which") && !narrow,
    done = verbs.filter(({ relation }) => !isOfCircumstance(relation) && relation !== "subEventOf"),
    isBehind = asksThing && words[askedAt + 1] !== acts[0] && /** @type {Word} */ (asked).start > acts[0].start && done.length > 0, // 举办了什么
    ends = asksThing && words[askedAt + 1] === acts[0] ? all.slice(1) : isBehind ? all.slice(1, 2) : all; // 有哪些签约
  for (const [end, dated] of isPassively ? all.slice(1, 2) : ends) {
    const found = (isBehind ? done : verbs)
      .filter((verb) => yields(verb.relation, verb.reverse ? otherOf(end) : end, wanted) && (dated || String(allowedAt(verb.relation, "object")) !== "Date"))
      .map(({ relation }) => relation);
    for (const kind of found.length ? kinds : []) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(found, otherOf(end), kind)], narrow, head: headOf(question) });
    if (found.length) return;
  }
  // A fund may be a body, whatever its word is usually for: 成立的基金有哪些.
  const made = verbs.map(({ relation }) => relation).filter((relation) => !isOfCircumstance(relation)),
    isHead = question.head && askingWords().kinds.get(question.head)?.has("head");
  if (isHead && made.length) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(made, "subject", ANYTHING)], head: question.head });
}

/** @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byMost(question, verbs, groups) {
  const among = groups.length && groups[0].names.length > 1 ? nodesOf(groups.slice(0, 1)) : [],
    wanted = has(question.asked, "where") ? "Place" : ["Event", "Document", "Product", ""].includes(question.narrow) ? "Agent" : question.narrow;
  for (const end of ["subject", "object"]) {
    const found = verbs.filter((verb) => yields(verb.relation, verb.reverse ? otherOf(end) : end, wanted)).map(({ relation }) => relation);
    if (!found.length) continue;
    const known = groups.length && !among.length ? nodesEnd(nodesOf(groups.slice(0, 1))) : ANYTHING;
    return yield meaning({ asks: "most", conditions: [conditionOf(found, otherOf(end), known)], narrow: wanted === "Agent" ? "" : wanted, among });
  }
}

/** Whether something is so between two names; with one name, whether there is anything at all.
 * @param {Question} question @param {Word} act @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byTruth(question, act, verbs, groups) {
  const several = groups.flatMap((group) => group.names).length > 1,
    two = several ? adjuncts(groups, 2) : { mains: groups, region: null, setting: null },
    apart = two.mains.length === 2 && !betweenNames(verbs, pairOf(act, two.mains)),
    { mains, region, setting } = apart ? adjuncts(groups, 1) : two, // 芯片是在深圳发布的吗
    names = mains.flatMap((group) => group.names),
    isPost = verbs.some(({ relation }) => relation === "position");
  if (names.length === 1) {
    const words = [...question.posts, ...question.rest].filter((word) => word.start > act.start).map((word) => word.text).join("");
    if (isPost && words) yield meaning({ asks: "truth", conditions: [conditionOf(["position"], "subject", nodesEnd(names[0].nodes), wordsEnd(words))] });
    else
      for (const [found, end] of orient(question, act, verbs, mains[0], several ? 1 : 2))
        yield meaning({ asks: "truth", conditions: [conditionOf(found, end, nodesEnd(names[0].nodes))], narrow: question.narrow, head: question.head, region, setting });
    return;
  }
  if (isPost && question.posts.length && names[0].nodes.some((n) => classesOf(n).includes("Person")))
    return yield meaning({ asks: "truth", conditions: [postCondition(question, nodesEnd(names[0].nodes), names.slice(1))] });
  const said = betweenNames(verbs, pairOf(act, mains));
  if (said) yield { ...said, region, setting };
}

/** Who does it and to whom, by the order of the words: 甲V乙, 甲由乙V, 甲在乙V. @param {Word} act @param {NameGroup[]} mains @returns {[Word[], Word[]]} */
function pairOf(act, mains) {
  const before = mains.filter((group) => group.end <= act.start),
    behind = mains.filter((group) => group.start >= act.end),
    names = mains.flatMap((group) => group.names);
  if (before.length && behind.length) return [before[before.length - 1].names, behind[0].names];
  const turned = !behind.length && before.length > 1 && !["at", "goal", "and"].includes(before[before.length - 1].mark);
  return turned ? [names.slice(-1), names.slice(0, -1)] : [names.slice(0, -1), names.slice(-1)];
}

/** Whether something is so between the first and the second of a pair, or the other way round where only that fits the classes.
 * @param {{relation: string, reverse: boolean}[]} verbs @param {[Word[], Word[]]} pair @returns {Meaning | null} */
function betweenNames(verbs, [one, two]) {
  for (const [first, second] of [
    [one, two],
    [two, one],
  ]) {
    const nodes = (/** @type {Word[]} */ words) => words.flatMap((word) => word.nodes);
    const found = verbs.filter((verb) => fits(verb.relation, verb.reverse ? "object" : "subject", nodes(first)) && fits(verb.relation, verb.reverse ? "subject" : "object", nodes(second)));
    if (!found.length) continue;
    const [subjects, objects] = found.some((verb) => verb.reverse) ? [second, first] : [first, second];
    const conditions = subjects.flatMap((s) => objects.map((o) => ({ relations: found.map(({ relation }) => relation), subject: nodesEnd(s.nodes), object: nodesEnd(o.nodes) })));
    return meaning({ asks: "truth", conditions });
  }
  return null;
}

/** The names that the verb needs, the place, and the event at which it was. @param {NameGroup[]} groups @param {number} needed */
function adjuncts(groups, needed) {
  let mains = [...groups],
    region = /** @type {End | null} */ (null),
    setting = /** @type {End | null} */ (null);
  const take = (/** @type {NameGroup} */ group) => (mains = mains.filter((one) => one !== group));
  for (const group of groups) {
    if (mains.length <= needed || group.mark !== "at") continue;
    if (nodesOf([group]).some((n) => classesOf(n).includes("Place"))) region = nodesEnd(nodesOf([group])); // a country is a body too
    else if (areOnly([group], "Event")) setting = nodesEnd(nodesOf([group]));
    else continue;
    take(group);
  }
  for (const group of [...mains])
    if (mains.length > needed && areOnly([group], "Place")) {
      region = nodesEnd(nodesOf([group]));
      take(group);
    }
  return { mains, region, setting };
}

/** 甲和谁签了协议: both did the same. @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} mains @returns {Generator<Meaning>} */
function* bothDid(question, verbs, mains) {
  const isDoer = (/** @type {NameGroup} */ group) => verbs.some(({ relation }) => fits(relation, "subject", nodesOf([group]))),
    [first, second] = mains.length > 1 && !isDoer(mains[0]) ? [mains.find(isDoer) || mains[0], mains[0]] : mains, // the one who did it first
    nodes = nodesOf([first]),
    found = verbs
      .map(({ relation }) => relation)
      .filter((relation) => fits(relation, "subject", nodes) && !isLiteral(relation) && !ASK.symmetric.includes(relation) && !(mains.length === 1 && fits(relation, "object", nodes)));
  if (!found.length) return;
  const shared = second ? nodesEnd(nodesOf([second])) : SHARED;
  yield meaning({ asks: listOrCount(question), conditions: [{ relations: found, subject: ANSWER, object: shared }, { relations: found, subject: nodesEnd(nodes), object: shared }], narrow: question.narrow, head: question.head });
}

/** @param {Question} question @param {Word} act @param {{relation: string, reverse: boolean}[]} verbs @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* byWhenOrWhere(question, act, verbs, groups) {
  const asks = has(question.asked, "when") ? "when" : "where",
    nodes = nodesOf(groups),
    single = groups.flatMap((group) => group.names).length === 1,
    known = nodesEnd(nodes);
  if (single && question.until && asks === "when" && fits("endDate", "subject", nodes)) yield meaning({ conditions: [conditionOf(["endDate"], "subject", known)] });
  if (single) {
    const found = verbs
      .filter((verb) => yields(verb.relation, verb.reverse ? "subject" : "object", asks === "when" ? "Date" : "Place") && fits(verb.relation, "subject", nodes))
      .map(({ relation }) => relation);
    if (found.length) yield meaning({ conditions: [conditionOf(found, "subject", known)] });
  }
  for (const one of nodes.length ? byTruth(question, act, verbs, groups) : [])
    if (!one.conditions.some(({ relations: some }) => some.every((relation) => isLiteral(relation) || relation === "heldAt"))) {
      const any = (/** @type {End} */ end) => (end.kind === "answer" ? ANYTHING : end);
      yield { ...one, asks, conditions: one.conditions.map((condition) => ({ ...condition, subject: any(condition.subject), object: any(condition.object) })) };
    }
  const own = (asks === "when" ? DATES : ["heldAt"]).filter((relation) => fits(relation, "subject", nodes));
  if (single && own.length) yield meaning({ conditions: [conditionOf(own, "subject", known)] });
  if (single && asks === "when" && fits("endDate", "subject", nodes)) yield meaning({ conditions: [conditionOf(["endDate"], "subject", known)] });
}

/** The date, place or doings of names without a verb: 第七届世界智能大会在什么地方, 北京有哪些活动. @param {Question} question @returns {Generator<Meaning>} */
function* byCircumstance(question) {
  const { asked, groups, narrow, period, truth, acts } = question,
    head = headOf(question),
    names = groups.flatMap((group) => group.names),
    nodes = nodesOf(groups);
  if (has(asked, "when", "where") && names.length === 1 && !question.rest.length) {
    const own = (has(asked, "when") ? (question.until ? ["endDate"] : DATES) : acts.length ? ["heldAt"] : ["heldAt", "worksFor"]).filter((relation) => fits(relation, "subject", nodes));
    if (own.length) yield meaning({ conditions: [conditionOf(own, "subject", nodesEnd(nodes))] });
    if (has(asked, "when") && !question.until && fits("endDate", "subject", nodes)) yield meaning({ conditions: [conditionOf(["endDate"], "subject", nodesEnd(nodes))] });
  }
  const places = names.filter((name) => name.nodes.some((n) => classesOf(n).includes("Place"))),
    bounded = places.length === names.length && (places.length || period),
    happening = narrow === "Event" || (!narrow && has(asked, "which") && acts.length);
  if (!bounded || !happening || truth) return;
  const condition = places.length ? conditionOf(["heldAt"], "object", nodesEnd(nodes)) : conditionOf(["startDate", "endDate", "heldAt"], "object", ANYTHING);
  yield meaning({ asks: listOrCount(question), conditions: [condition], narrow: "Event", head });
}
