/* What the page left out, asked of a SPARQL endpoint where the page was given one. */

/** @type {string} */
const SERVER = RAW.server;
const REMOTE_LIMIT = 500;

/** The rows of a SELECT, each variable as a term {type, value, "xml:lang", datatype}. @param {string} query @returns {Promise<Object<string, any>[]>} */
async function askServer(query) {
  const head = Object.entries(PREFIXES)
    .map(([prefix, space]) => `PREFIX ${prefix}: <${space}>`)
    .join("\n");
  const answer = await fetch(`${SERVER}${SERVER.includes("?") ? "&" : "?"}${new URLSearchParams({ query: head + "\n" + query })}`, {
    headers: { Accept: "application/sparql-results+json" },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return (await answer.json()).results.bindings;
}

/** Runs what asks the server; where it does not answer, says so. @param {() => Promise<void>} ask */
async function withServer(ask) {
  announce(t("asking"));
  try {
    await ask();
  } catch (error) {
    announce(t("noServer", error instanceof Error ? error.message : String(error)));
  }
}

/** Suggestions from the server in place of the page's own. @param {string} words */
const searchServer = (words) =>
  withServer(async () => {
    const found = await askServer(
      `SELECT DISTINCT ?entity ?label { ?entity kg:name ?name ; rdfs:label ?label FILTER CONTAINS(LCASE(STR(?name)), LCASE(${quoted(words)})) } ORDER BY STRLEN(STR(?label)) ?entity LIMIT 20`,
    );
    $("#query").value = words;
    $("#query").focus();
    hits = found.map((row) => ({ kind: "remote", iri: row.entity.value, label: row.label.value }));
    hitIndex = 0;
    drawHits();
  });

/** Adds an entity with all its facts, and opens it. @param {string} iri */
const openRemote = (iri) =>
  withServer(async () => {
    const kinds = classes.map((term) => iriRef(term.iri)).join(" "),
      self = iriRef(iri);
    const found = await askServer(`SELECT * { { ?claim rdf:subject ${self} } UNION { ?claim rdf:object ${self} }
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality . FILTER (?p != skos:altLabel)
    OPTIONAL { ?s rdfs:label ?sLabel } OPTIONAL { ?s a ?sClass VALUES ?sClass { ${kinds} } } OPTIONAL { ?s kg:earliest ?sFirst } OPTIONAL { ?s kg:latest ?sLast }
    OPTIONAL { ?o rdfs:label ?oLabel } OPTIONAL { ?o a ?oClass VALUES ?oClass { ${kinds} } } OPTIONAL { ?o kg:earliest ?oFirst } OPTIONAL { ?o kg:latest ?oLast }
    OPTIONAL { ?p rdfs:label ?zh FILTER (LANG(?zh) = "zh") } OPTIONAL { ?p rdfs:label ?en FILTER (LANG(?en) = "en") }
    OPTIONAL { ?claim prov:wasDerivedFrom ?article . ?article dcterms:identifier ?id OPTIONAL { ?article dcterms:title ?title } OPTIONAL { ?article dcterms:issued ?issued } OPTIONAL { ?article dcterms:publisher ?publisher } OPTIONAL { ?article dcterms:source ?source } }
    OPTIONAL { ?claim kg:sentence ?sentence ; kg:begin ?begin } OPTIONAL { ?claim kg:subjectAt ?at0 } OPTIONAL { ?claim kg:predicateAt ?at1 } OPTIONAL { ?claim kg:objectAt ?at2 }
    OPTIONAL { ?claim kg:confidence ?confidence } OPTIONAL { ?claim kg:earliest ?first } OPTIONAL { ?claim kg:latest ?last } } ORDER BY ?claim LIMIT ${REMOTE_LIMIT}`);
    for (const row of found) addClaim(row);
    for (const entity of entities) entity.degree = entity.facts.filter((fact) => fact.stated).length;
    nameIndex = [];
    foldedSentences = [];
    change();
    const n = entities.findIndex((entity) => entity.iri === iri);
    if (n >= 0) openNode(n, true);
  });

/** The number of what has a key in a list, added at its end when new. @template T @param {T[]} list @param {(one: T) => boolean} isIt @param {(n: number) => T} build */
function numberOf(list, isIt, build) {
  const known = list.findIndex(isIt);
  return known >= 0 ? known : list.push(build(list.length)) - 1;
}
/** A new value of a facet. @param {string} key @param {string} name */
function growFacet(key, name) {
  const facet = facets.find((one) => one.key === key);
  if (facet) facet.keys.push(name);
}

/** @param {any} term @param {any} label @param {any} cls @param {any} first @param {any} last */
function addEntity(term, label, cls, first, last) {
  const n = numberOf(
    entities,
    (entity) => entity.iri === term.value,
    (at) => ({
      n: at,
      iri: term.value,
      label: label ? label.value : localName(term.value),
      cls: cls ? classes.findIndex((one) => one.iri === cls.value) : -1,
      provinces: [],
      inside: -1,
      first: first ? first.value : "",
      last: last ? last.value : "",
      names: [],
      same: [],
      about: "",
      facts: [],
      degree: 0,
    }),
  );
  entityByKey.set(entityKey(n), n);
  return n;
}

/** @param {Object<string, any>} row */
function addArticle(row) {
  const text = (/** @type {string} */ name) => (row[name] ? row[name].value : "");
  return numberOf(
    articles,
    (article) => article.iri === row.article.value,
    (n) => {
      growFacet("art", text("id"));
      return {
        n,
        iri: row.article.value,
        id: text("id"),
        title: text("title") || text("id"),
        date: text("issued").slice(0, 10),
        publisher: text("publisher"),
        url: text("source"),
        origin: n,
      };
    },
  );
}

/** Where a part stands in the sentence, in UTF-16 units, -1 where it does not. @param {any} term @param {string} text @param {number} begin @returns {number[]} */
function marksFrom(term, text, begin) {
  const match = /^char=(\d+),(\d+)$/.exec(term ? term.value : ""),
    units = [...text];
  if (!match || Number(match[1]) < begin || Number(match[2]) - begin > units.length) return [-1, -1];
  return [match[1], match[2]].map((offset) => units.slice(0, Number(offset) - begin).join("").length);
}

/** @param {Object<string, any>} row */
function addClaim(row) {
  if (claims.some((claim) => claim.iri === row.claim.value)) return;
  const s = addEntity(row.s, row.sLabel, row.sClass, row.sFirst, row.sLast);
  const o =
    row.o.type === "uri"
      ? addEntity(row.o, row.oLabel, row.oClass, row.oFirst, row.oLast)
      : -1 - (literals.push({ text: row.o.value, lang: row.o["xml:lang"] || "", type: row.o.datatype || "" }) - 1);
  const p = numberOf(
    relations,
    (term) => term.iri === row.p.value,
    () => {
      growFacet("rel", localName(row.p.value));
      return { iri: row.p.value, zh: row.zh ? row.zh.value : localName(row.p.value), en: row.en ? row.en.value : localName(row.p.value) };
    },
  );
  const fact =
    facts[
      numberOf(
        facts,
        (one) => one.s === s && one.p === p && (o >= 0 ? one.o === o : one.o < 0 && objectLabel(one) === row.o.value),
        (n) => ({ n, s, p, o, support: 0, claims: [], asserted: false, stated: false }),
      )
    ];
  const begin = row.begin ? Number(row.begin.value) : 0,
    sentence = row.sentence ? sentences.push({ article: -1, begin, text: row.sentence.value }) - 1 : -1;
  const modality = Math.max(0, RAW.modalities.indexOf(localName(row.modality.value))),
    first = row.first ? row.first.value : "";
  /** @type {Claim} */
  const claim = {
    n: claims.length,
    fact,
    article: row.article ? addArticle(row) : -1,
    sentence,
    modality,
    marks: sentence >= 0 ? ["at0", "at1", "at2"].flatMap((name) => marksFrom(row[name], row.sentence.value, begin)) : 0,
    context: 0,
    confidence: row.confidence ? Number(row.confidence.value) : 0,
    iri: row.claim.value,
    pattern: -1,
    when: 0,
    where: -1,
    speaker: -1,
    ownFirst: first,
    ownLast: row.last ? row.last.value : "",
    provinces: [],
    first: "",
    last: "",
  };
  claims.push(claim);
  fact.claims.push(claim);
  fact.asserted ||= modality === ASSERTED;
  fact.stated ||= claim.article >= 0;
  for (const end of new Set([s, o])) if (end >= 0 && !entities[end].facts.includes(fact)) entities[end].facts.push(fact);
  fact.support = Math.max(
    fact.support,
    new Set(fact.claims.filter((one) => one.modality === ASSERTED && one.article >= 0).map((one) => articles[one.article].origin)).size,
  );
  Object.assign(claim, periodOf(claim), { provinces: provincesOf(claim) });
}
