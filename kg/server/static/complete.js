"use strict";
/* What the editor proposes while one types: the graph's prefixes, classes, relations and names, all of them told by this server. */

const completion = (() => {
  const place = document.getElementById("yasgui");
  const { endpoint, root, lang } = place.dataset;
  const prefixes = JSON.parse(place.dataset.prefixes);
  // Namespaces of things; those of vocabularies hold classes and relations.
  const ofThings = Object.entries(prefixes).filter(([, iri]) => iri.startsWith(place.dataset.base));
  const MOST = 100;

  /** `kg:Event` for its IRI, or "" where no prefix fits. */
  function shorten(iri) {
    const fits = Object.entries(prefixes).filter(([, namespace]) => iri.startsWith(namespace) && /^[^/#]+$/.test(iri.slice(namespace.length)));
    return fits.length ? `${fits[0][0]}:${iri.slice(fits[0][1].length)}` : "";
  }

  async function ask(sparql) {
    const answer = await fetch(`${endpoint}?query=${encodeURIComponent(sparql)}`, { headers: { Accept: "application/sparql-results+json" } });
    return answer.ok ? (await answer.json()).results.bindings : [];
  }

  /** The terms of kg's ontology and those that the graph uses: IRI and label. */
  async function readTerms(kind, sparql) {
    const known = await fetch(`${root}reconcile/suggest/${kind}?prefix=`).then((answer) => answer.json());
    const terms = new Map(known.result.map((one) => [one.id, lang === "en" ? one.description : one.name]));
    for (const row of await ask(sparql)) if (!terms.get(row.term.value)) terms.set(row.term.value, row.label?.value ?? "");
    return [...terms].map(([iri, label]) => ({ short: shorten(iri) || `<${iri}>`, label }));
  }

  const labelled = `OPTIONAL { ?term rdfs:label ?label FILTER(LANG(?label) = "${lang}") }`;
  const kinds = {
    class: () => readTerms("type", `SELECT ?term ?label { { SELECT DISTINCT ?term { ?thing a ?term } LIMIT 1000 } ${labelled} }`),
    property: () => readTerms("property", `SELECT ?term ?label { { SELECT DISTINCT ?term { ?thing ?term ?value } LIMIT 1000 } ${labelled} }`),
  };
  const terms = {};
  const termsOf = (kind) => (terms[kind] ??= kinds[kind]());

  /** Fits what was typed by its beginning, with or without prefix, or by a part of its label. */
  function fits(term, typed) {
    const [, prefix, rest] = /^(?:([^:]*):)?(.*)$/u.exec(typed.toLowerCase()),
      short = term.short.toLowerCase();
    if (prefix !== undefined && !short.startsWith(`${prefix}:`)) return false;
    return short.slice(short.indexOf(":") + 1).startsWith(rest) || (prefix === undefined && short.startsWith(rest)) || term.label.toLowerCase().includes(rest);
  }

  /** The word before the cursor, the line before it, and what the grammar lets stand there. */
  function look(yasqe) {
    const cursor = yasqe.getDoc().getCursor(),
      line = yasqe.getDoc().getLine(cursor.line);
    const before = line.slice(0, cursor.ch),
      word = /[^\s{}()[\];,|^*+/?$"'<>=!&@]*$/u.exec(before)[0];
    const start = cursor.ch - word.length,
      state = yasqe.getTokenAt({ line: cursor.line, ch: start }).state;
    const head = yasqe.getDoc().getRange({ line: 0, ch: 0 }, { line: cursor.line, ch: start });
    return { cursor, line, before, word, start, head, allowed: state.possibleNext ?? [], property: state.lastProperty };
  }

  const opened = (before) => (before.split('"').length % 2 ? null : before.slice(before.lastIndexOf('"') + 1));
  const free = (at) => opened(at.before) === null && !/[?$<@]$/.test(at.head);
  const places = {
    class: (at) => free(at) && /(?:^|[\s;{.])(?:a|rdf:type)\s+$/.test(at.head) && !namespaceOf(at.word),
    property: (at) => free(at) && (at.allowed.includes("a") || /[;/|^]\s*$/.test(at.head)),
    thing: (at) => free(at) && Boolean(namespaceOf(at.word)) && at.word.length > at.word.indexOf(":") + 1,
    label: (at) => Boolean(opened(at.before)),
  };

  function namespaceOf(word) {
    const found = ofThings.find(([prefix]) => word.startsWith(`${prefix}:`));
    return found && found[1];
  }

  async function names(words) {
    const answer = await fetch(`${root}reconcile/suggest/entity?prefix=${encodeURIComponent(words)}`);
    return answer.ok ? (await answer.json()).result : [];
  }

  /** Each gives hints: the text, what is shown of it, and where it goes. */
  const proposals = {
    class: termHints,
    property: termHints,
    thing: async (at) => {
      const namespace = namespaceOf(at.word),
        words = at.word.slice(at.word.indexOf(":") + 1);
      const found = (await names(words)).filter((one) => one.id.startsWith(namespace));
      return found.map((one) => ({ text: shorten(one.id) || `<${one.id}>`, shown: `${one.name}  ${one.description ?? ""}`, start: at.start, end: at.cursor.ch }));
    },
    label: async (at) => {
      const words = opened(at.before),
        closed = at.line[at.cursor.ch] === '"' ? 1 : 0;
      const tagged = ["rdfs:label", "skos:altLabel", "skos:prefLabel"].includes(at.property) && at.line[at.cursor.ch + closed] !== "@";
      const found = [...new Set((await names(words)).map((one) => one.name))];
      return found.map((name) => ({
        text: `${name.replace(/["\\]/g, "\\$&")}"${tagged ? "@zh" : ""}`,
        shown: name,
        start: at.cursor.ch - words.length,
        end: at.cursor.ch + closed,
      }));
    },
  };

  async function termHints(at, kind) {
    const found = (await termsOf(kind)).filter((term) => fits(term, at.word));
    return found.map((term) => ({ text: term.short, shown: `${term.short}  ${term.label}`, start: at.start, end: at.cursor.ch }));
  }

  /** Writes a hint over what it stands for, and over what was typed since it was asked for, while the server was answering. */
  function put(editor, hint) {
    const { line, ch } = editor.getDoc().getCursor();
    editor.getDoc().replaceRange(hint.text, { line, ch: hint.start }, { line, ch: hint.end + ch - hint.asked });
  }

  /** @param {boolean} typed shown as soon as something is typed; else where the user asks for it (Ctrl+Space), for an empty word too */
  function completer(kind, typed) {
    let hints = [];
    return {
      name: `kg-${kind}-${typed ? "typed" : "asked"}`,
      autoShow: typed,
      bulk: false,
      isValidCompletionPosition: (yasqe) => {
        const at = look(yasqe);
        return places[kind](at) && (!typed || kind === "label" || at.word !== "");
      },
      get: async (yasqe) => {
        const at = look(yasqe);
        hints = (await proposals[kind](at, kind)).slice(0, MOST).map((hint) => ({ ...hint, asked: at.cursor.ch }));
        return hints.map((hint) => hint.text);
      },
      postprocessHints: () => hints.map((hint) => ({ text: hint.text, displayText: hint.shown, hint: (editor) => put(editor, hint) })),
    };
  }

  /** Tell the editor what to propose, in place of the lists of the wide world that it comes with. */
  function register(Yasqe) {
    const own = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
    Yasqe.registerAutocompleter({ ...Yasqe.Autocompleters.prefixes, get: own.sort(), persistenceId: null });
    const all = ["class", "property", "thing", "label"].flatMap((kind) => [completer(kind, true), completer(kind, false)]);
    for (const one of all) Yasqe.registerAutocompleter(one);
    Yasqe.defaults.autocompleters = ["prefixes", "variables", ...all.map((one) => one.name)];
  }

  return { ask, prefixes, register, shorten };
})();
