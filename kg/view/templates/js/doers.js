/* Of whom a sentence says what was asked: not all who attended a meeting chaired it, nor did all of them speak. */

// Whoever stands at the subject of one of these did what the word says.
const DONE = ["delivers", "awards"];
const CLAUSE = /[，,；;。：:！!？?]/,
  NAME_PARTS = /[·•・]/;

/** The rows whose sentence tells the word that was asked of the one who is asked for or named.
 * @param {{row: Told, answer: number}[]} rows @param {Meaning} asked @returns {{row: Told, answer: number}[]} */
function onlyDoers(rows, { spoken, conditions }) {
  const { verbs, kinds } = askingWords(),
    said = spoken.split("|").filter((word) => verbs.has(word)),
    doer = conditions[0]?.subject;
  if (!said.length || !doer || !["answer", "nodes"].includes(doer.kind) || conditions.some(({ relations: some }) => some.every((one) => DONE.includes(one)))) return rows;
  const joints = [...kinds].filter(([, some]) => some.has("and")).map(([word]) => word),
    own = [...doer.nodes.map((n) => entities[n].label), ...(doer.called ? [doer.called] : [])],
    nameOf = (/** @type {number} */ n) => (n >= 0 ? entities[n].label : literals[-1 - n].text);
  /** @type {Map<string, Set<string>>} */
  const beside = new Map();
  for (const { row, answer } of rows)
    for (const { sentence } of row.claims) {
      const text = sentence >= 0 ? sentences[sentence].text : "";
      beside.set(text, new Set([...(beside.get(text) || []), ...(doer.kind === "answer" ? [nameOf(answer)] : own)]));
    }
  const told = new Map([...beside].map(([text, names]) => [text, saidOf(text, said, [...names], joints)]));
  const isTold = (/** @type {Claim} */ { sentence }, /** @type {number} */ answer) => {
    const names = told.get(sentence >= 0 ? sentences[sentence].text : "");
    return (doer.kind === "answer" ? [nameOf(answer)] : own).some((name) => names?.has(name));
  };
  return rows.map(({ row, answer }) => ({ row: { ...row, claims: row.claims.filter((claim) => isTold(claim, answer)) }, answer })).filter(({ row }) => row.claims.length);
}

/** The names of which a sentence says one of the verbs: those of the clause before it, of a list that ends there, or of the clause before
 * where a word for “and” alone stands between. @param {string} sentence @param {string[]} verbs @param {string[]} names @param {string[]} joints @returns {Set<string>} */
function saidOf(sentence, verbs, names, joints) {
  const short = names.map((name) => /** @type {[string, string]} */ ([name, name.split(NAME_PARTS).pop()])),
    has = (/** @type {string} */ clause) => short.filter(([, part]) => clause.includes(part)).map(([name]) => name);
  /** @type {Set<string>} */
  const found = new Set();
  for (const verb of verbs)
    for (let at = sentence.indexOf(verb); at >= 0; at = sentence.indexOf(verb, at + verb.length)) {
      const clauses = sentence.slice(0, at).split(CLAUSE),
        last = () => clauses[clauses.length - 1];
      while (clauses.length > 1 && !has(last()).length && (!last() || joints.some((joint) => last().startsWith(joint)))) clauses.pop();
      for (const name of has(clauses.pop() || "")) found.add(name);
      while (clauses.length && short.some(([, part]) => last().endsWith(part))) for (const name of has(clauses.pop() || "")) found.add(name);
    }
  return found;
}
