/* What questions without a name mean, questions for two things at once and for evidence, and such as go on from the one before. */

/** @param {Question} question */
const namesOfQuestion = (question) => question.groups.flatMap((group) => group.names);

/** 有什么依据说甲主办了乙: the facts between the two. @param {Question} question @returns {Generator<Meaning>} */
function* byProof(question) {
  const names = namesOfQuestion(question);
  if (names.length > 1 && question.words.some((word) => has(word, "proof")))
    yield meaning({ asks: "evidence", conditions: [{ relations: [], subject: nodesEnd(names[0].nodes), object: nodesEnd(names[names.length - 1].nodes) }] });
}

/** What two bodies or people did both: 甲跟乙合作过哪些事. @param {Question} question @returns {Generator<Meaning>} */
function* inCommon(question) {
  const names = namesOfQuestion(question);
  if (names.length !== 2 || !question.words.some((word) => has(word, "together"))) return;
  if (question.truth) {
    const shared = ASK.shared.filter((/** @type {string} */ relation) => names.every((name) => fits(relation, "subject", name.nodes)));
    return yield meaning({ asks: "truth", conditions: names.map((name) => conditionOf(shared, "subject", nodesEnd(name.nodes))) });
  }
  const known = Object.keys(ASK.relations).filter((relation) => !isLiteral(relation) && names.every((name) => fits(relation, "subject", name.nodes)));
  if (known.length) yield meaning({ conditions: names.map((name) => conditionOf(known, "subject", nodesEnd(name.nodes))) });
}

/** Who did the same as somebody: 川北大学和哪些单位合作过, 岷江机器人的合作伙伴有哪些. @param {Question} question @returns {Generator<Meaning>} */
function* partners(question) {
  const names = namesOfQuestion(question),
    { truth, asked, narrow, head } = question;
  if (names.length !== 1 || truth || has(asked, "when", "where") || !fits(ASK.shared[0], "subject", names[0].nodes)) return;
  const known = nodesEnd(names[0].nodes),
    isBody = isA(narrow || "Agent", "Agent"),
    ends = isBody ? [{ subject: ANSWER, object: SHARED }, { subject: known, object: SHARED }] : [{ subject: ANYTHING, object: ANSWER }, { subject: known, object: ANSWER }];
  yield meaning({ asks: listOrCount(question), conditions: ends.map((end) => ({ relations: ASK.shared, ...end })), narrow, head });
}

/** The editions of a series: 长江上游生态论坛办过哪几届. @param {Question} question @returns {Generator<Meaning>} */
function* editionsOf(question) {
  const names = namesOfQuestion(question);
  const { asked, words, acts } = question,
    isHeld = (/** @type {Word} */ act) => has(act, "verb") && relationsOf(act).includes("heldAt") && !relationsOf(act).includes("attends"), // 开过几次
    isCounted = has(asked, "many") && words.some((word) => has(word, "times")) && acts.length > 0 && acts.every(isHeld);
  if (names.length !== 1 || !areOnly(question.groups, "Event") || !(isCounted || words.some((word) => has(word, "edition")))) return;
  const when = conditionOf([...DATES, "endDate", "heldAt"], "object", ANYTHING),
    done = conditionOf(relationsAt("object", ["Event"]), "subject", ANYTHING);
  yield meaning({ asks: listOrCount(question), conditions: has(asked, "many") ? [when, done] : [when], each: has(asked, "many"), narrow: "Event", among: [...widened(names[0].nodes, false)] });
}

/** Events without any name: by a date of theirs (5月20日以后开幕的活动), by a kind of bodies (哪些活动是大学主办的). @param {Question} question @returns {Generator<Meaning>} */
function* ofEvents(question) {
  const { acts, words, period, head } = question,
    dates = [["startsOn", "startDate"], ["endsOn", "endDate"]].filter(([kind]) => acts.some((act) => has(act, kind))).map(([, date]) => date),
    { classes: classOf, verbs } = askingWords();
  if (dates.length && period) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(dates, "object", ANYTHING)], narrow: "Event", head, dated: true });
  for (const act of acts) {
    const kind = words[words.indexOf(act) - 1]?.text || "";
    if (!has(act, "verb") || !isA(classOf.get(kind) || "", "Agent")) continue;
    const found = (verbs.get(act.text) || []).filter((verb) => !verb.reverse && (allowedAt(verb.relation, "object") || []).some((one) => isA("Event", one))).map(({ relation }) => relation);
    if (found.length) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(found, "subject", { kind: "called", nodes: [], words: kind })], narrow: "Event", head });
  }
}

/** The places of a level where anything was: 哪些省有活动, 活动最多的是哪个省. @param {Question} question @returns {Generator<Meaning>} */
function* placesOfEvents(question) {
  const { level, words } = question;
  if (!level || !words.some((word) => has(word, "class") && askingWords().classes.get(word.text) === "Event")) return;
  const asks = words.some((word) => has(word, "most")) ? "most" : listOrCount(question);
  yield meaning({ asks, conditions: [conditionOf(["heldAt"], "subject", { kind: "kind", nodes: [], words: "Event" })], narrow: "Place" });
}

/** Whatever is of a class, where no verb says more: 大模型有哪些, 有哪些协议. @param {Question} question @returns {Generator<Meaning>} */
function* allOf(question) {
  const { narrow, acts, asked } = question,
    head = headOf(question);
  if (acts.some((act) => !has(act, "class")) || !has(asked, "which", "many")) return;
  for (const end of isA(narrow, "Agent") ? ["subject", "object"] : ["object", "subject"]) {
    const found = relationsAt(end, [narrow]);
    if (found.length) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(found, otherOf(end), ANYTHING)], narrow, head });
  }
}

/** What the names of an answer end with: 协议 narrows more than its class does, 活动 does not. @param {Question} question */
function headOf({ head, narrow, words }) {
  const said = words.filter((word) => has(word, "class") && askingWords().classes.get(word.text) === narrow).map((word) => word.text),
    last = said[said.length - 1] || "";
  return head || (isClassLabel(last) ? "" : last);
}

/** Whether a word is the very label of a class, which the names of its things need not have. @param {string} word */
const isClassLabel = (word) => ASK.classLabels[askingWords().classes.get(word) || ""] === word;

/** The thing behind the verb that has no name: what is called 大模型, or a thing of the class where the word is one for all of it. @param {Question} question @returns {End[]} */
function kindsBehind({ words, acts, asked, head }) {
  const narrows = (/** @type {Word} */ word) => !asked && words[words.indexOf(word) - 1]?.text === "的"; // 签署的协议
  const behind = words.filter((word) => word.start >= acts[0].end && has(word, "class", "head") && word.start > (asked ? asked.start : -1));
  if (behind.length !== 1 || behind[0].text === head || narrows(behind[0]) || (asked ? asked.start : -1) >= acts[0].end) return [ANYTHING];
  const { text } = behind[0];
  /** @type {End[]} */
  const called = isClassLabel(text) ? [] : [{ kind: "called", nodes: [], words: text }];
  return has(behind[0], "class") ? [...called, { kind: "kind", nodes: [], words: askingWords().classes.get(text) || "" }] : called;
}

/** The relations of which something of one of the classes may stand at an end. @param {string} end @param {string[]} kinds */
const relationsAt = (end, kinds) => Object.keys(ASK.relations).filter((relation) => kinds.some((cls) => (allowedAt(relation, end) || []).some((one) => isA(cls, one))));

/** What of a class a name has to do with, where no verb says how: 哪些协议和甲有关, 甲有哪些协议. @param {Question} question @returns {Generator<Meaning>} */
function* related(question) {
  const { acts, posts, truth, groups, narrow, asked } = question,
    isPlain = acts.every((act) => has(act, "class", "tell")) && !posts.length;
  if (!isPlain || truth || groups.length !== 1 || !narrow || !(has(asked, "which", "many") || question.keyword)) return;
  const asksPeople = (narrow === "Place" || isA(narrow, "Agent")) && areOnly(groups, "Person"); // 李慧敏有几个人
  if (asksPeople && !question.words.some((word) => has(word, "tell"))) return;
  for (const end of ["subject", "object"]) {
    const found = relationsAt(otherOf(end), [narrow]).filter((relation) => !isLiteral(relation) && fits(relation, end, nodesOf(groups)));
    if (found.length) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(found, end, nodesEnd(nodesOf(groups)))], narrow, head: headOf(question) });
  }
}

/** The bodies of a kind at a place, by the place they lie in or that their names begin with: 绵阳有哪几家协会. @param {Question} question @returns {Generator<Meaning>} */
function* bodiesAt(question) {
  const { acts, posts, truth, asked } = question,
    place = placeOf(question),
    act = acts.find((one) => has(one, "class")),
    narrow = question.narrow || (act && askingWords().classes.get(act.text)) || "",
    head = question.narrow || !act ? question.head : headBy(act);
  if (!place || !acts.every((one) => has(one, "class"))) return;
  const isAsked = !posts.length && !truth && (has(asked, "which", "many") || question.keyword);
  if (isAsked && place.kind === "words" && ["Event", "Document"].includes(narrow)) yield meaning({ asks: listOrCount(question), conditions: [conditionOf(relationsAt("object", [narrow]), "object", { kind: "called", nodes: [], words: place.words }, ANYTHING)], narrow, head: narrow === "Document" ? headOf(question) : head });
  if (!isAsked || !isA(narrow, "Organization")) return;
  yield meaning({ asks: listOrCount(question), conditions: [conditionOf(relationsAt("subject", [narrow]), "object", ANYTHING)], narrow, head, within: place });
}

/** The one place that is named, with how names begin that have it; or what may be one that stands in other names alone. @param {Question} question @returns {End | null} */
function placeOf(question) {
  const names = namesOfQuestion(question),
    [first, ...more] = question.rest;
  const told = toldOf(question) || (first && first === question.words[0] && !more.length ? first : undefined);
  if (!names.length && told && told.text.length > 1) return wordsEnd(told.text);
  if (names.length !== 1 || !names[0].nodes.some((n) => classesOf(n).includes("Place"))) return null;
  const labels = names[0].nodes.map((n) => bare(entities[n].label).slice(0, -1)).filter((label) => label.length > 1);
  return { kind: "nodes", nodes: names[0].nodes, words: [names[0].text, ...labels].sort((a, b) => a.length - b.length)[0] };
}

/** What stands in names alone behind a word for news: 山区科普 in 有关山区科普的文件有哪些. @param {Question} question */
function toldOf({ words, rest }) {
  const topic = has(words[0], "tell") && has(words[1], "rest", "head") ? words[1] : undefined;
  return topic && rest.every((word) => word === topic) ? topic : undefined;
}

/** Whose a thing is: 云梯救援机器人是哪家的. @param {Question} question @returns {Generator<Meaning>} */
function* owners({ acts, groups, asked, words, narrow }) {
  const nodes = nodesOf(groups),
    isThing = nodes.some((n) => classesOf(n).some((cls) => ["Product", "Document", "Event"].includes(cls)));
  if (acts.some((act) => !has(act, "class")) || !isThing || groups.length !== 1 || !has(asked, "who", "which") || words[words.length - 1].text !== "的") return;
  const found = relationsAt("subject", ["Agent"]).filter((relation) => fits(relation, "object", nodes));
  if (found.length) yield meaning({ conditions: [conditionOf(found, "object", nodesEnd(nodes))], narrow: acts.length ? askingWords().classes.get(acts[0].text) : narrow || "Agent" }); // 哪个单位编的
}

/** What has something of a kind at the end that a noun names: 哪些活动的协办单位是银行. @param {Question} question @param {Word} act @returns {Generator<Meaning>} */
function* ofKind(question, act) {
  const { words, narrow, head, truth } = question,
    kinds = words.filter((word) => word.start > act.start && has(word, "class", "head"));
  if (kinds.length !== 1 || !narrow || truth) return;
  for (const [relation, end] of askingWords().nouns.get(act.text) || [])
    if (!isLiteral(relation) && yields(relation, otherOf(end), narrow)) yield meaning({ asks: listOrCount(question), conditions: [conditionOf([relation], end, { kind: "called", nodes: [], words: kinds[0].text })], narrow, head });
}

/** A noun of what only the end of its name tells: 颁奖典礼的主办单位. @param {Question} question @param {Word} act @returns {Generator<Meaning>} */
function* calledOwner({ words, acts, narrow, head, truth }, act) {
  const k = words.indexOf(acts[0]);
  let first = k;
  while (first && (has(words[first - 1], "rest", "class", "head") || words[first - 1].text === "的")) first--;
  const text = words.slice(first, k).map((word) => word.text).join("").replace(/的$/, "");
  if (text.length < 4 || words[k - 1].text !== "的" || !has(words[k - 2], "class", "head") || truth) return;
  for (const [relation, end] of askingWords().nouns.get(act.text) || [])
    if (!isLiteral(relation)) yield meaning({ conditions: [conditionOf([relation], otherOf(end), { kind: "called", nodes: [], words: text })], narrow, head });
}

/** Whether nothing is asked but for a post, or nothing at all: then all that is known is told. @param {Question} question */
const onlyTells = ({ acts }) => acts.every((act) => has(act, "noun") && (askingWords().nouns.get(act.text) || []).every(([relation]) => relation === "position"));

/** Who got what is no node of the graph: the sentences that name it. @param {Question} question @param {{relation: string, reverse: boolean}[]} verbs @param {string} prize @returns {Generator<Meaning>} */
function* given({ narrow, head }, verbs, prize) {
  const found = verbs.filter(({ reverse }) => reverse).map(({ relation }) => relation);
  if (found.length) yield meaning({ conditions: [conditionOf(found, "subject", ANYTHING)], narrow, head, held: prize });
}

/** Words behind the verb that end in one for what is given, and are no name: 川江科普奖 in 谁获得了川江科普奖. @param {Question} question */
function prizeOf({ words }) {
  const tail = words.filter((word) => has(word, "rest", "speech", "head", "class"));
  return tail.length > 1 && has(tail[tail.length - 1], "speech") && has(tail[0], "rest") ? tail.map((word) => word.text).join("") : "";
}

/** The end of names behind the verb: 揭牌仪式 in 谁出席了揭牌仪式, which is no name of its own. @param {Question} question */
function calledBehind(question) {
  const behind = question.words.filter((word) => word.start >= question.acts[0].end && !has(word, "filler", "measure")),
    text = behind.map((word) => word.text).join("");
  return text.length > 3 && behind.every((word) => has(word, "rest", "class", "head")) && has(behind[behind.length - 1], "class", "head") ? text : "";
}

/** Date and place of one thing: 颁奖典礼哪天在哪儿举行. @param {Question} question @returns {Generator<Meaning>} */
function* whenAndWhere(question) {
  const names = namesOfQuestion(question),
    asked = new Set(question.words.filter((word) => !has(word, "which")).flatMap((word) => ["when", "where"].filter((kind) => has(word, kind))));
  if (asked.size < 2 || names.length !== 1) return;
  const found = [DATES, ["heldAt"]].map((own) => own.filter((relation) => fits(relation, "subject", names[0].nodes)));
  if (found.every((own) => own.length)) yield meaning({ conditions: found.map((own) => conditionOf(own, "subject", nodesEnd(names[0].nodes))), each: true });
}

/** The date or place of a claim as that of the thing, where it stands beside other things asked for. @param {Meaning} one @returns {Meaning} */
function asListed(one) {
  if (one.asks !== "when" && one.asks !== "where") return one;
  for (const end of [one.conditions[0].object, one.conditions[0].subject]) {
    const own = (one.asks === "when" ? DATES : ["heldAt"]).filter((relation) => end.kind === "nodes" && fits(relation, "subject", end.nodes));
    if (own.length) return meaning({ conditions: [conditionOf(own, "subject", end)] });
  }
  return one;
}

/** Whether a question rests on another: 那承办方呢, 它是谁主办的; one that names what it asks of, and asks it, stands alone. @param {Word[]} words */
function restsOnAnother(words) {
  if (!words.length) return false;
  const isWhole = words.some(isName) && words.some((word) => has(word, ...ASKING, "whether", "ending")) && words.some(tellsSomething);
  if (words.some((word, k) => has(word, "pronoun") && !has(words[k - 1], "name"))) return true;
  return !isWhole && (has(words[0], "again") || has(words[words.length - 1], "closing"));
}

/** The entities that a row of words is answered with. @param {Word[]} words @returns {number[]} */
function answeredBy(words) {
  const copied = words.map((word) => ({ ...word, kinds: new Set(word.kinds) })),
    isUnanswered = notKnown(copied).some((name) => name.length >= LONG_UNKNOWN) && !takesWords(copied), // a name that the graph lacks, whoever else did it
    found = words.length && !isUnanswered ? bestAnswer("", copied) : null;
  const unread = (found?.meaning?.unread || []).filter((word) => (found?.notices || []).includes(t("unread", word))),
    kept = found && unread.length ? borneOut(found, unread) || found : found;
  return kept?.meaning?.asks === "list" && kept.verdict !== "none" ? kept.answers.map(({ n }) => n).filter((n) => n >= 0) : [];
}

// So long a word that was not used was a name.
const LONG_UNKNOWN = 3;

/** The words with 那里 as the places that the question before was answered with, and 那里还有什么会 without that. @param {Word[]} words @param {Word[]} before @param {number[]} places @returns {Word[]} */
function atPlaces(words, before, places) {
  if (!words.some((word) => has(word, "there")) || !places.length) return words;
  const left = words.some((word) => has(word, "again")) ? before.filter(isName).slice(0, 1) : [],
    here = words.map((word) => (has(word, "there") ? { ...word, kinds: new Set(["name"]), nodes: places } : word));
  return [...left.flatMap((word) => [["except"], ["name"]].map((kinds) => ({ ...word, start: -FAR, end: -FAR, kinds: new Set(kinds) }))), ...here];
}

/** The words of a question with what it leaves unsaid, from the question before and then from its answers, the likelier first.
 * @param {Word[]} typed @param {Word[]} before @returns {Word[][]} */
function goOn(typed, before) {
  const day = onThatDay(typed, before);
  if (day) return [day];
  const words = withEmployers(typed, before);
  const own = words.filter((word) => has(word, "name", "period", "at"));
  if (words.some((word) => has(word, "among")) && own.some((word) => has(word, "name", "period")) && !words.some((word) => has(word, "verb", "noun") && !has(word, "at", "filler", "goal")))
    return [[...own.map((word) => ({ ...word, start: word.start - FAR, end: word.end - FAR })), ...before]]; // 其中在成都的有哪些
  const isAgent = (/** @type {number} */ n) => classesOf(n).some((cls) => isA(cls, "Agent")),
    answers = answeredBy(before),
    here = atPlaces(words, before, answers.filter((n) => classesOf(n).includes("Place"))),
    names = here.some((word) => has(word, "coming")) ? before.filter(isName).map(seriesOf) : before.filter(isName),
    agents = answers.filter(isAgent),
    isSomebody = agents.length > 0 && here.some((word) => has(word, "somebody")) && !names.some((word) => word.nodes.some(isAgent)),
    whole = followed(withHeads(here, names), before, names);
  const isPeople = agents.length > 0 && here.some((word) => has(word, "somebody")) && !names.some(isPerson); // 昆明市市长是谁 - 他在昆明出席了什么
  if (here.some(isName)) return [isPeople ? followed(here, before, [nameWord(entities[agents[0]].label, agents, 0)]) : whole];
  if (!agents.length) return answers.length ? [whole, followed(here, before, [nameWord(entities[answers[0]].label, answers, 0)])] : [whole];
  const ofAnswers = followed(here, before, [nameWord(entities[agents[0]].label, agents, 0)]);
  return isSomebody ? [ofAnswers, whole] : [whole, ofAnswers];
}

/** The question in the time of what the question before is about: 那天还有什么活动; null where it has no day. @param {Word[]} words @param {Word[]} before @returns {Word[] | null} */
function onThatDay(words, before) {
  if (!words.some((word) => has(word, "thatDay"))) return null;
  for (const { text } of [...before.filter(isName), ...answeredBy(before).map((n) => nameWord(entities[n].label, [n], 0))]) {
    const asked = bestAnswer("", readWords(ASK.askedOf.day.replace("{name}", text))),
      [day] = (asked?.meaning?.asks === "list" ? asked.answers : []).map(({ label }) => label).filter((label) => label.length === 10).sort();
    if (day) return words.filter((word) => !has(word, "again") || has(word, ...TELLING)).map((word) => (has(word, "thatDay") ? { ...word, kinds: new Set(["period"]), period: [day, day] } : word));
  }
  return null;
}

/** The words with 他们公司 as the body at which somebody works. @param {Word[]} words @param {Word[]} before @returns {Word[]} */
function withEmployers(words, before) {
  const behind = (/** @type {number} */ at) => words.findIndex((word, n) => n > at && !has(word, "filler", "measure", "pronoun")), // 她那个单位
    k = words.findIndex((word, at) => has(word, "pronoun") && behind(at) >= 0 && has(words[behind(at)], "class") && isA(askingWords().classes.get(words[behind(at)].text) || "", "Organization")),
    last = behind(k);
  if (k < 0) return words;
  const people = [...answeredBy(before).map((n) => nameWord(entities[n].label, [n], 0)), ...before.filter(isName)].filter(isPerson),
    asked = people.length ? bestAnswer("", readWords(ASK.askedOf.employer.replace("{name}", people[0].text))) : null,
    [body] = (asked?.meaning?.asks === "list" ? asked.answers : []).map(({ n }) => n).filter((n) => n >= 0);
  return body === undefined ? words : [...words.slice(0, k), nameWord(joinedText(words.slice(k, last + 1)), [body], words[k].start, words[last].end), ...words.slice(last + 1)];
}

/** A name without its edition, where something is named so: 下一届 of 第三届生态论坛 is one of 生态论坛. @param {Word} word @returns {Word} */
function seriesOf(word) {
  const series = word.text.replace(EDITION, ""),
    nodes = series === word.text ? undefined : askingWords().names.get(series);
  return nodes ? { ...word, text: series, nodes } : word;
}

/** The words with a part of the event before as its name: 开幕式 in 开幕式谁主持的. @param {Word[]} words @param {Word[]} names @returns {Word[]} */
function withHeads(words, names) {
  const [first, ...others] = words;
  if (!has(first, "head") || words.some(isName) || names.length !== 1) return words;
  const nodes = names[0].nodes.map((n) => askingWords().names.get(bare(entities[n].label) + first.text)).find((found) => found);
  return nodes ? [{ ...first, kinds: new Set(["name"]), nodes }, ...others] : words;
}

/** The words of a question with the names that it leaves unsaid; or the question before with the name that this one gives. @param {Word[]} some @param {Word[]} before @param {Word[]} names @returns {Word[]} */
function followed(some, before, names) {
  const telling = ["verb", "noun", "who", "which", "when", "where"],
    words = withPronouns(some, names),
    own = words.filter((word) => !has(word, "again", "pronoun", "closing") || has(word, "verb", "noun"));
  if (!own.some(isName)) {
    // 还有谁参加了 asks of the event, not of who attended it.
    const things = own.some((word) => has(word, "who")) ? names.filter((word) => !word.nodes.some((n) => classesOf(n).some((cls) => isA(cls, "Agent")))) : [],
      left = things.length ? things : names;
    if (own.some((word) => has(word, "coming")) && !own.some((word) => has(word, ...telling))) return [...before.map((word) => (isName(word) && left.find(({ start }) => start === word.start)) || word), ...own];
    return [...left.map((word) => ({ ...word, start: word.start - FAR, end: word.end - FAR })), ...own];
  }
  const old = before.filter(isName);
  if (own.some((word) => has(word, ...telling)) || old.length !== 1) return own;
  const other = /** @type {Word} */ (own.find(isName));
  return before.map((word) => (word === old[0] ? { ...other, start: word.start, end: word.end } : word));
}

/** Whether what is typed asks something. @param {string} typed */
function isQuestion(typed) {
  if (typed.length < 3 || typed.length > LONGEST_QUESTION || !/\p{Script=Han}/u.test(putOtherwise(typed))) return false;
  if (/[?？]\s*$/.test(typed)) return true;
  const words = readWords(typed);
  if (state.ask && restsOnAnother(words)) return true;
  return words.some((word) => has(word, "name", "verb", "noun", "class", "post")) && words.some((word, k) => has(word, ...ASKING) || has(word, "whether") || (has(word, "ending") && k > 1 && k === words.length - 1));
}

/* ---- names that the graph lacks ---- */

/** Stretches that no name of the graph and no word of asking covers, with the nouns and names that they cling to. @param {Word[]} words @returns {string[]} */
const unknownNames = (words) => unknownRanges(words).map(([first, last]) => joinedText(words.slice(first, last + 1)));

/** The first and the last word of each. @param {Word[]} words @returns {[number, number][]} */
function unknownRanges(words) {
  /** @type {[number, number][]} */
  const found = words.flatMap((word, k) => {
    if (!isRest(word) || word.quoted || word.text.length < 2) return [];
    let first = k,
      last = words[k + 1]?.edition ? k + 1 : k;
    while (has(words[first - 1], "name", "head", "class", "period") && !has(words[first - 1], "which")) first--;
    while (has(words[last + 1], "rest", "head", "class", "measure", "and", "post") && words[last + 1].text !== "的") last++;
    while (has(words[last], "and") || (has(words[last], "measure") && last > k)) last--;
    return /** @type {[number, number][]} */ ([[first, last]]);
  });
  words.forEach((word, k) => {
    const isHead = has(words[k + 1], "head") && words[k + 1].kinds.size === 1,
      isPlace = has(word, "name") && word.nodes.every((n) => classesOf(n).includes("Place"));
    if (isHead && isPlace && !found.some(([first, last]) => first <= k && k <= last)) found.push([k, k + 1]); // 西藏 科技厅
  });
  return found.sort((one, two) => one[0] - two[0] || one[1] - two[1]);
}

/** Whether a verb or noun takes words, so that what is no name may be a post or a theme. @param {Word[]} words */
function takesWords(words) {
  const { verbs, nouns } = askingWords(),
    said = words.flatMap((word) => [...(verbs.get(word.text) || []).map(({ relation }) => relation), ...(nouns.get(word.text) || []).map(([relation]) => relation)]),
    bare = !words.some((word) => has(word, "verb", "noun")) && words.some((word) => has(word, "who", "whether", "ending"));
  return (bare && words.some((word) => has(word, "name"))) || said.some((relation) => String(allowedAt(relation, "object")) === "Words") || words.some((word) => has(word, "post"));
}

/** The entities whose names have most pairs of characters in common with some words, at most three. @param {string} words @returns {number[]} */
function nearEntities(words) {
  const pairsOf = (/** @type {string} */ text) => new Set([...text].slice(1).map((char, k) => [...text][k] + char)),
    own = pairsOf(bare(words)),
    found = [];
  for (const [name, nodes] of askingWords().names) {
    if (!own.size || !nodes.length) continue;
    const others = pairsOf(name),
      shared = [...own].filter((pair) => others.has(pair)).length,
      likeness = (2 * shared) / (own.size + others.size);
    if (likeness >= 0.4) found.push({ n: nodes[0], likeness });
  }
  found.sort((a, b) => b.likeness - a.likeness || a.n - b.n);
  return [...new Set(found.map(({ n }) => n))].slice(0, 3);
}

/** The unknown names where they are what hinders an answer: one of them is near to another name, or long, or stands beside one. @param {Word[]} words @returns {string[]} */
function notKnown(words) {
  const unknown = unknownNames(words),
    asks = words.some((word) => has(word, "verb", "noun", "who", "which", "when", "where", "many", "tell", "post"));
  const told = words.some((word) => has(word, "verb", "noun")) && words.some((word) => has(word, ...ASKING));
  return asks && unknown.some((name) => told || name.length > 3 || words.some((word) => has(word, "name")) || nearEntities(name).length) ? unknown : [];
}
