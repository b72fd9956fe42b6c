/* What questions about posts mean: who holds one, what somebody is, and where. */

/** @param {Word} name */
const isPerson = (name) => name.nodes.some((n) => classesOf(n).includes("Person"));

/** Who holds a post, and the post of somebody. @param {Question} question @returns {Generator<Meaning>} */
function* byPost(question) {
  const { asked, posts, acts, truth, narrow } = question,
    names = namesOfQuestion(question),
    people = names.filter(isPerson),
    bodies = names.filter((name) => !isPerson(name));
  const unknown = names.length ? "" : joinedText(question.rest);
  if (question.chief && (names.length || unknown) && !people.length && has(asked, "who", "which"))
    yield meaning({ conditions: [conditionOf(["position"], "object", { kind: "chief", nodes: names.flatMap((name) => name.nodes), words: unknown })] });
  if (!posts.length) {
    if (has(asked, "who", "which") && !acts.length) yield* byBarePost(question, names, people);
    else if (acts.length && has(asked, "which", "where") && names.length === 1 && people.length)
      // where somebody teaches
      yield meaning({ conditions: [conditionOf(["position"], "subject", nodesEnd(people[0].nodes))], held: question.head });
  } else if (people.length && names.length === 1 && has(asked, "which", "where")) {
    // 柳暮云是哪个协会的会长
    const held = posts[posts.length - 1].text,
      person = nodesEnd(people[0].nodes);
    if (narrow === "Place" || isA(narrow, "Agent")) yield meaning({ conditions: [conditionOf(["worksFor"], "subject", person)], narrow: "Organization", head: question.head, held });
    yield meaning({ conditions: [conditionOf(["position"], "subject", person)], held });
  } else if (asksHolder(question, people) && !isOfUnknown(question, names)) {
    const holder = truth && people.length ? nodesEnd(people.flatMap((name) => name.nodes)) : ANSWER;
    const asks = truth ? "truth" : listOrCount(question);
    if (bodies.length && bodies.every((name) => name.nodes.every(isEvent))) yield meaning({ asks, conditions: [postCondition(question, holder, [])], setting: nodesEnd(bodies.flatMap((name) => name.nodes)) }); // 某大赛评委会主任
    yield meaning({ asks, conditions: [postCondition(question, holder, bodies)] });
  }
}

/** Names or an unknown word beside 谁 or 哪 and no verb: 王小明是谁, 厂长是谁. @param {Question} question @param {Word[]} names @param {Word[]} people @returns {Generator<Meaning>} */
function* byBarePost(question, names, people) {
  if (people.length && names.length === 1) yield meaning({ conditions: [conditionOf(["position"], "subject", nodesEnd(people[0].nodes))] });
  else if (question.rest.length && has(question.asked, "who") && !names.length && question.rest[0].text.length > 1) yield meaning({ conditions: [conditionOf(["position"], "object", wordsEnd(question.rest[0].text))] });
}

/** What somebody is at one of the bodies: 叶知夏在川北大学担任什么职务. @param {Question} question @param {Word} act @param {NameGroup[]} groups @returns {Generator<Meaning>} */
function* postAt(question, act, groups) {
  const names = groups.flatMap((group) => group.names),
    people = names.filter(isPerson),
    bodies = names.filter((name) => !isPerson(name)),
    asksPost = (askingWords().nouns.get(act.text) || []).some(([relation, end]) => relation === "position" && end === "object");
  if (asksPost && people.length === 1 && bodies.length === 1) yield meaning({ conditions: [conditionOf(["position"], "subject", nodesEnd(people[0].nodes))], held: bodies[0].text });
}

/** The post of those asked for: 哪些厅长出席了. @param {Word[]} words @param {number} askedAt @param {Word[]} acts @param {Word[]} posts */
function officeAsked(words, askedAt, acts, posts) {
  if (!acts.length || acts.some((act) => relationsOf(act).some((relation) => OFFICES.includes(relation))) || !has(words[askedAt], "which", "who", "many")) return "";
  const ofKind = acts.some((act) => has(act, "verb")) && has(words[askedAt + 1], "class") && words[askedAt + 2]?.text === "的" && has(words[askedAt + 3], "post"); // 哪些国家的总理
  let k = askedAt + (ofKind ? 3 : 1);
  while (has(words[k], "measure")) k++;
  const isDeputy = k + 1 < words.length && has(words[k], "deputy"),
    post = words[isDeputy ? k + 1 : k];
  if (!posts.includes(post) || has(post, "class")) return "";
  let office = (isDeputy ? words[k].text : "") + post.text;
  for (let last = words.indexOf(post); has(words[last + 1], "and") && posts.includes(words[last + 2]); last += 2) office += `|${words[last + 2].text}`; // 市长或副市长
  return office;
}

/** Whether a meaning leaves a post of a body aside, so that the body is asked about: 昆明市副市长 is not 昆明市. @param {Question} question @param {Meaning} one */
function leavesPostsAside({ words, chief }, { held, post, conditions }) {
  const said = held + post + conditions.map(({ subject, object }) => subject.words + object.words).join("");
  return words.some((word, k) => {
    if (chief || !has(word, "post") || has(word, "verb", "noun", "class", "head")) return false;
    let first = k - 1;
    while (first > 0 && (has(words[first], "deputy", "post") || words[first].text === "的")) first--;
    return has(words[first], "name") && !isPerson(words[first]) && !said.includes(word.text);
  });
}

/** The post that is asked for more nearly: 院长 in 沈砚秋当什么院长. @param {Question} question @param {Meaning} one */
function postAsked({ posts, asked }, { asks, conditions }) {
  const said = posts.filter((post) => has(asked, "which") && post.start > /** @type {Word} */ (asked).start),
    ofPosts = conditions.every(({ relations: some, object }) => some.join() === "position" && object === ANSWER);
  return said.length && ofPosts && asks === "list" ? said[said.length - 1].text : "";
}

/** Whether the holder is asked for, also by nothing but the post: 钱塘软件的董事长. @param {Question} question @param {Word[]} people */
function asksHolder({ asked, posts, words, truth, acts, narrow }, people) {
  if (has(asked, "which") && narrow === "Place") return false; // 主席是哪国人
  const isLast = posts[posts.length - 1] === words.filter((word) => !has(word, "filler")).pop();
  return truth || has(asked, "who", "which", "many") || words.some((word) => has(word, "who")) || (isLast && !acts.length && !people.length && !asked);
}

/** Whether the office of somebody is asked for whom the graph does not know. @param {Question} question @param {Word[]} names */
function isOfUnknown({ asked, posts, rest }, names) {
  return !names.length && has(asked, "which") && rest.slice(0, 1).some((word) => word.end <= /** @type {Word} */ (asked).start) && posts[posts.length - 1].start > /** @type {Word} */ (asked).start;
}

/** That somebody holds the post that is named, at one of `bodies`. @param {Question} question @param {End} person @param {Word[]} bodies @returns {Condition} */
function postCondition({ posts, words }, person, bodies) {
  const last = posts[posts.length - 1];
  let text = last.text;
  for (let k = officeBefore(words, words.indexOf(last)); k >= 0; k = officeBefore(words, k)) text = words[k].text + text;
  const first = words.indexOf(bodies[0]);
  let end = words.indexOf(last);
  for (let k = officeBefore(words, end); k >= 0; k = officeBefore(words, k)) end = k;
  const between = words.slice(first, end);
  // 中国驻日本大使: the words hold all names.
  if (bodies.length > 1 && !between.some((word) => has(word, ...ASKING, "and"))) return { relations: ["position"], subject: person, object: wordsEnd(joinedText(between.filter((word) => word.text !== "的")) + text, bodies.flatMap((name) => name.nodes)) };
  return { relations: ["position"], subject: person, object: wordsEnd(text, bodies.flatMap((name) => name.nodes), bodies.length === 1 ? bodies[0].text : "") };
}

/** Where the word stands that belongs to the post at k: 教育局 in 教育局的局长; -1 where none does. @param {Word[]} words @param {number} k */
function officeBefore(words, k) {
  while (k && has(words[k - 1], "until", "former", "current")) k--; // 前副总理
  const before = k < 2 || words[k - 1].text !== "的" || !has(words[k - 2], "rest", "head", "class") ? k - 1 : k - 2;
  return has(words[before], "post", "rest", "head", "class") ? before : -1;
}

/** Whether a post is that of the words, at one of the bodies: 副会长 is no 会长, and 科技厅厅长 may be written 科学技术厅厅长.
 * @param {string} text @param {string} words @param {number[]} bodies @param {number} person */
function holdsWords(text, words, bodies, person) {
  const { posts, deputies } = askingWords(),
    post = posts.find((one) => words.endsWith(one)) || "",
    isOther = post ? deputies.some((deputy) => text.includes(deputy + post)) : deputies.some((deputy) => text.includes(deputy + words));
  if (post in ASK.samePosts) return isInOrder(text.replaceAll(ASK.samePosts[post], post), [...words.slice(0, -post.length), post]) && isHeldAt(text, bodies, person); // the CEO is a 首席执行官
  if (post in ASK.ministers) {
    // 财长 is a 财政部长 too
    const minister = new RegExp(`${[...words.slice(0, -post.length)].join(".*")}.*${post[0]}[^、，]{0,3}(?:${ASK.ministers[post]})`);
    return minister.test(text) && isHeldAt(text, bodies, person);
  }
  return !isOther && isInOrder(text, post ? [...words.slice(0, -post.length), post] : [words]) && isHeldAt(text, bodies, person);
}

/** Whether a post is that of a head of one of the bodies, or of one that the words name. @param {string} text @param {number[]} bodies @param {number} person @param {string} words */
function headsBody(text, bodies, person, words) {
  const { chiefs, deputies } = askingWords(),
    post = chiefs.find((one) => text.endsWith(one));
  return post !== undefined && !deputies.some((deputy) => text.endsWith(deputy + post)) && text.includes(words) && isHeldAt(text, bodies, person, LONGEST_POST);
}

// What may stand before a post as it is read, and what nothing of a post is.
const READ_BEFORE = ["name", "rest", "head", "class", "post", "deputy"],
  OUTSIDE_POSTS = [...ASKING, "period", "current", "former", "whether", "ending", "closing"];

/** The words with what is cut before a post as one word, where a post of the graph has it: 委 内 瑞拉 of 委内瑞拉外长. @param {Word[]} words */
function joinCutPosts(words) {
  const isRead = (/** @type {Word} */ word) => has(word, ...READ_BEFORE);
  for (let k = words.length - 1; k > 0; k--) {
    if (!has(words[k], "post") || has(words[k], "verb", "noun")) continue;
    const last = words[k - 1].text === "的" ? k - 2 : k - 1;
    let from = last + 1;
    while (from > 0 && !has(words[from - 1], ...OUTSIDE_POSTS) && /^[\p{L}\p{N}]/u.test(words[from - 1].text)) from--;
    if (from > last || words.slice(from, last + 1).every(isRead)) continue;
    const texts = facts.filter((fact) => fact.o < 0 && relationOf(fact) === "position").map((fact) => bare(literals[-1 - fact.o].text)),
      isPost = (/** @type {number} */ first) => texts.some((text) => text.includes(joinedText(words.slice(first, last + 1)) + words[k].text));
    while (from <= last && !isPost(from)) from++;
    if (from > last) from = firstLone(words, last);
    const cut = words.slice(from, last + 1);
    if (cut.every(isRead)) continue;
    words.splice(from, cut.length, { ...cut[0], text: joinedText(cut), end: cut[cut.length - 1].end, kinds: new Set(["rest"]), nodes: [], period: null, quoted: false, loose: false });
    k = Math.min(k, words.length);
  }
  return words;
}

const LONE_STOPS = [...OUTSIDE_POSTS, "aspect", "name", "and", "by", "at", "goal", "negation", "measure"];
/** Where the lone characters before a post begin that nothing knows: 越 共 of 越共总书记. @param {Word[]} words @param {number} last */
function firstLone(words, last) {
  let from = last + 1;
  while (from > 0 && (isRest(words[from - 1]) || words[from - 1].text.length === 1) && !has(words[from - 1], ...LONE_STOPS) && words[from - 1].text !== "的") from--;
  while (from <= last && !isRest(words[from])) from++;
  return from;
}

/** The rows of who holds a post, without those of whom the newest article says that they no longer do, where there are others.
 * @param {{row: Told, answer: number}[]} rows @param {Meaning} asked @returns {{row: Told, answer: number}[]} */
function onlyHolders(rows, { conditions, former }) {
  if (former || !conditions.length || !conditions.every(({ relations: some, subject }) => some.every((one) => OFFICES.includes(one)) && subject.kind === "answer")) return rows;
  const newest = (/** @type {number} */ holder, /** @type {boolean} */ isFormer) =>
    rows.filter(({ answer }) => answer === holder).flatMap(({ row }) => row.claims).filter(({ modality }) => (RAW.modalities[modality] === "former") === isFormer).map(({ article }) => (article >= 0 ? articles[article].date : "")).sort().pop();
  const holders = [...new Set(rows.map(({ answer }) => answer))],
    gone = holders.filter((holder) => {
      const [last, held] = [newest(holder, true), newest(holder, false)];
      return last !== undefined && last >= (held || "");
    });
  return gone.length === holders.length ? rows : rows.filter(({ answer }) => !gone.includes(answer));
}

// Characters of a post behind its body: 川北大学机器人与社会研究院院长 heads no 川北大学.
const LONGEST_POST = 6;
/** @param {string} text @param {number[]} bodies @param {number} person @param {number} [more]  characters that may stand beside the body */
function isHeldAt(text, bodies, person, more = Infinity) {
  if (!bodies.length) return true;
  const works = entities[person].facts.some((fact) => fact.s === person && bodies.includes(fact.o) && relationOf(fact) === "worksFor");
  return works || bodies.some((n) => [entities[n].label, ...entities[n].names].some((name) => text.includes(bare(name)) && text.length <= bare(name).length + more));
}

/** Whether a text has all parts, one behind the other. @param {string} text @param {string[]} parts */
function isInOrder(text, parts) {
  let from = 0;
  return parts.every((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}
