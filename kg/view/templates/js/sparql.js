/* The selection as a SPARQL query and, escaped alike, as Turtle terms. */

const KG_NS = "https://example.org/kg/ontology#";
const PREFIXES = {
  kg: KG_NS,
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  prov: "http://www.w3.org/ns/prov#",
  dcterms: "http://purl.org/dc/terms/",
  schema: "https://schema.org/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

/** An IRI reference; characters that SPARQL and Turtle forbid in one are written as escapes. @param {string} iri */
const iriRef = (iri) =>
  "<" + iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()) + ">";
/** @param {string} text */
const quoted = (text) =>
  '"' +
  text
    .replace(/[\\"]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0")) +
  '"';
/** @param {string} iri */
function compactIri(iri) {
  for (const [prefix, space] of Object.entries(PREFIXES))
    if (iri.startsWith(space) && /^[A-Za-z][\w-]*$/.test(iri.slice(space.length))) return `${prefix}:${iri.slice(space.length)}`;
  return iriRef(iri);
}
/** @param {{text: string, lang: string, type: string}} literal */
const literalTerm = ({ text, lang: language, type }) => quoted(text) + (language ? "@" + language : type ? "^^" + compactIri(type) : "");

/** @param {string} variable @param {string[]} terms */
const values = (variable, terms) => `  VALUES ?${variable} { ${terms.join(" ")} }`;
/** The period of a claim is its own, else its object's, else its subject's, else the day of its article; an end that is missing is open. */
const PERIOD = `  OPTIONAL { ?claim kg:earliest ?c1 } OPTIONAL { ?claim kg:latest ?c2 } OPTIONAL { ?object kg:earliest ?o1 } OPTIONAL { ?object kg:latest ?o2 }
  OPTIONAL { ?subject kg:earliest ?s1 } OPTIONAL { ?subject kg:latest ?s2 }
  BIND (IF (BOUND(?c1) || BOUND(?c2), "c", IF (BOUND(?o1) || BOUND(?o2), "o", IF (BOUND(?s1) || BOUND(?s2), "s", "a"))) AS ?by)
  BIND (IF (?by = "c", ?c1, IF (?by = "o", ?o1, IF (?by = "s", ?s1, ?issued))) AS ?first)
  BIND (IF (?by = "c", ?c2, IF (?by = "o", ?o2, IF (?by = "s", ?s2, ?issued))) AS ?last)
  FILTER (BOUND(?first) || BOUND(?last))`;
/** The number of originals that the asserted claims of a fact rest on, for every fact that has one. @param {string} [having] */
const supportOfFacts = (having = "") => `{ SELECT ?subject ?relation ?object (COUNT(DISTINCT ?original) AS ?support) WHERE {
      ?any rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:modality kg:asserted ; prov:wasDerivedFrom/kg:reprintOf* ?original
      FILTER NOT EXISTS { ?original kg:reprintOf ?earlier }
    } GROUP BY ?subject ?relation ?object${having} }`;
/** @param {number[]} numbers  of originals; 3 stands for three and more @param {string} counted */
const supportTest = (numbers, counted) => numbers.map((number) => `${counted} ${number === 3 ? ">=" : "="} ${number}`).join(" || ");

/** What goes before the claims: counting first and only once is what makes the query fast. @param {number[]} numbers */
const supportBefore = (numbers) =>
  numbers.length && !numbers.includes(0) ? ["  " + supportOfFacts(` HAVING (${supportTest(numbers, "COUNT(DISTINCT ?original)")})`)] : [];
/** @param {number[]} numbers */
function supportAfter(numbers) {
  if (!numbers.includes(0)) return [];
  if (numbers.length > 1) return [`  OPTIONAL { ${supportOfFacts()} }`, `  FILTER (${supportTest(numbers, "COALESCE(?support, 0)")})`];
  return [
    "  FILTER NOT EXISTS { ?any rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:modality kg:asserted ; prov:wasDerivedFrom ?some }",
  ];
}

/** A regular expression that finds what the page finds: each character in all the forms that it folds. @param {string} words */
function foldedPattern(words) {
  return [...fold(words)]
    .map((char) => {
      const forms = char.length === 1 ? formsOf(char) : [char];
      return forms.length > 1 ? "[" + forms.map(escapedInClass).join("") + "]" : escapedInPattern(char);
    })
    .join("");
}
const escapedInPattern = (/** @type {string} */ char) => char.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
const escapedInClass = (/** @type {string} */ char) => char.replace(/[\\^\][-]/g, "\\$&");

/** What the chosen values of one facet ask for. @param {string} key @param {number[]} chosen @returns {string[]} */
function facetLines(key, chosen) {
  const terms = (/** @type {(value: number) => string} */ term) => chosen.map(term);
  if (!chosen.length) return [];
  if (key === "rel")
    return [
      values(
        "relation",
        terms((value) => compactIri(relations[value].iri)),
      ),
    ];
  if (key === "mod") return [`  FILTER (?modality IN (${terms((value) => "kg:" + RAW.modalities[value]).join(", ")}))`];
  if (key === "art")
    return [
      values(
        "article",
        terms((value) => iriRef(articles[value].iri)),
      ),
    ];
  if (key === "cls") {
    const list = terms((value) => compactIri(classes[value].iri)).join(", ");
    return [
      `  FILTER EXISTS { ?subject a ?class1 . FILTER (?class1 IN (${list})) }`,
      `  FILTER (isLiteral(?object) || EXISTS { ?object a ?class2 . FILTER (?class2 IN (${list})) })`,
    ];
  }
  if (key === "sup") return supportAfter(chosen);
  if (key === "conf") {
    const range = (/** @type {number} */ value) =>
      value === 5
        ? "!BOUND(?confidence)"
        : `?confidence >= ${CONFIDENCES[value] || 0}` + (value ? ` && ?confidence < ${CONFIDENCES[value - 1]}` : "");
    return [`  FILTER (${terms((value) => `(COALESCE(${range(value)}, false))`).join(" || ")})`];
  }
  const regions = chosen.flatMap((value) => RAW.provinces[value].slice(1).map(iriRef)).join(" ");
  return [
    `  FILTER EXISTS { VALUES ?region { ${regions} } { ?claim kg:where/kg:inPlace* ?region } UNION { ?object kg:inPlace* ?region } UNION { ?subject kg:inPlace* ?region }`,
    `    UNION { ?object kg:heldAt/kg:inPlace* ?region } UNION { ?subject kg:heldAt/kg:inPlace* ?region } }`,
  ];
}

/** What period, words and the opened neighbourhood or path ask for. @returns {string[]} */
function otherLines() {
  const lines = [];
  if (state.from || state.to) lines.push(PERIOD);
  if (state.from) lines.push(`  FILTER (!BOUND(?last) || ?last >= "${state.from}"^^xsd:date)`);
  if (state.to) lines.push(`  FILTER (!BOUND(?first) || ?first <= "${state.to}"^^xsd:date)`);
  if (state.words) lines.push(`  FILTER REGEX(?sentence, ${quoted(foldedPattern(state.words))})`);
  const terms = (/** @type {Set<number>} */ set) => [...set].map((n) => iriRef(entities[n].iri)).join(", ");
  if (state.hidden.size) lines.push(`  FILTER (?subject NOT IN (${terms(state.hidden)}) && ?object NOT IN (${terms(state.hidden)}))`);
  if (state.kept.size) lines.push(`  FILTER (?subject IN (${terms(state.kept)}) && (isLiteral(?object) || ?object IN (${terms(state.kept)})))`);
  const scope = scopedEntities();
  if (scope) {
    const list = [...scope].map((n) => iriRef(entities[n].iri));
    lines.push(`  FILTER (?object IN (${list.join(", ")})${state.path ? "" : " || isLiteral(?object)"})`);
  }
  return lines;
}

/** The direct triples that no claim says: ties that the ontology knows. The class stands in for the claim, so that what is asked of it finds nothing. */
function unclaimedBranch() {
  const ties = [...new Set(facts.filter((fact) => fact.claims.some((claim) => !claim.iri)).map((fact) => fact.p))],
    wanted = state.chosen.rel.size ? ties.filter((p) => state.chosen.rel.has(p)) : ties;
  if (!wanted.length || state.words || state.chosen.art.size) return "";
  return ` UNION {
  ${values("relation", wanted.map((p) => compactIri(relations[p].iri))).trim()}
  ?subject ?relation ?object . FILTER isIRI(?object) BIND (kg:asserted AS ?modality) BIND (kg:Claim AS ?claim)
  FILTER NOT EXISTS { ?other rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object } }`;
}

/** The query whose rows are the table's: what passes the filters, within the opened neighbourhood or path. */
function selectionQuery() {
  const chosen = (/** @type {string} */ key) => [...state.chosen[key]],
    scope = scopedEntities();
  const before = [
    ...(scope
      ? [
          values(
            "subject",
            [...scope].map((n) => iriRef(entities[n].iri)),
          ),
        ]
      : []),
    ...supportBefore(chosen("sup")),
    ...facetLines("rel", chosen("rel")),
    ...facetLines("art", chosen("art")),
  ];
  const after = [...["mod", "cls", "sup", "conf", "prov"].flatMap((key) => facetLines(key, chosen(key))), ...otherLines()];
  const body = `${before.length ? before.join("\n") + "\n" : ""}  { ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
    FILTER (?relation != skos:altLabel)
    OPTIONAL { ?claim kg:modality ?given } BIND (COALESCE(?given, kg:asserted) AS ?modality)
    OPTIONAL { ?claim prov:wasDerivedFrom ?article OPTIONAL { ?article dcterms:issued ?issued } }
    OPTIONAL { ?claim kg:sentence ?sentence } OPTIONAL { ?claim kg:confidence ?confidence } }${unclaimedBranch()}
${after.length ? after.join("\n") + "\n" : ""}`;
  const used = Object.entries(PREFIXES).filter(([prefix]) => body.includes(prefix + ":"));
  return `${used.map(([prefix, space]) => `PREFIX ${prefix}: <${space}>`).join("\n")}
SELECT DISTINCT ?subject ?relation ?object ?modality ?sentence ?article ?issued WHERE {
${body}}
ORDER BY ?subject ?relation ?object`;
}

function updateSparql() {
  const area = make("pre", { tabindex: 0, id: "sparql-text" }, selectionQuery());
  const note = scopeNote();
  $("#sparql").replaceChildren(
    ...(note ? [note] : []),
    make("p", { class: "soft" }, t("sparqlNote")),
    make("button", { class: "copy", on: { click: () => copyText(selectionQuery()) } }, t("copy")),
    area,
  );
}
