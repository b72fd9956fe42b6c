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
const FIRST_DAY = `  OPTIONAL { ?claim kg:earliest ?c1 ; kg:latest ?c2 } OPTIONAL { ?object kg:earliest ?o1 ; kg:latest ?o2 } OPTIONAL { ?subject kg:earliest ?s1 ; kg:latest ?s2 }
  BIND (COALESCE(?c1, ?o1, ?s1, ?issued) AS ?first)  BIND (COALESCE(?c2, ?o2, ?s2, ?issued) AS ?last)`;
const SUPPORT = `  { SELECT ?subject ?relation ?object (COUNT(DISTINCT ?original) AS ?support) WHERE {
      ?any rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
      OPTIONAL { ?any kg:modality kg:asserted ; prov:wasDerivedFrom/kg:reprintOf* ?original FILTER NOT EXISTS { ?original kg:reprintOf ?earlier } }
    } GROUP BY ?subject ?relation ?object }`;
const PROVINCE = `  OPTIONAL { ?claim kg:where/kg:inPlace* ?w . FILTER NOT EXISTS { ?w kg:inPlace ?wider1 } ?w rdfs:label ?p1 }
  OPTIONAL { ?object a kg:Place ; kg:inPlace* ?x . FILTER NOT EXISTS { ?x kg:inPlace ?wider2 } ?x rdfs:label ?p2 }
  OPTIONAL { ?object kg:heldAt/kg:inPlace* ?y . FILTER NOT EXISTS { ?y kg:inPlace ?wider3 } ?y rdfs:label ?p3 }
  OPTIONAL { ?subject a kg:Place ; kg:inPlace* ?u . FILTER NOT EXISTS { ?u kg:inPlace ?wider4 } ?u rdfs:label ?p4 }
  OPTIONAL { ?subject kg:heldAt/kg:inPlace* ?v . FILTER NOT EXISTS { ?v kg:inPlace ?wider5 } ?v rdfs:label ?p5 }
  BIND (STR(COALESCE(?p1, ?p2, ?p3, ?p4, ?p5)) AS ?province)`;

/** The query of the current filters, of the opened entity or line too. */
function selectionQuery() {
  const chosen = (/** @type {string} */ key) => [...state.chosen[key]],
    lines = [];
  if (chosen("rel").length)
    lines.push(
      values(
        "relation",
        chosen("rel").map((value) => compactIri(relations[value].iri)),
      ),
    );
  if (chosen("mod").length)
    lines.push(
      values(
        "modality",
        chosen("mod").map((value) => "kg:" + RAW.modalities[value]),
      ),
    );
  if (chosen("art").length)
    lines.push(
      values(
        "article",
        chosen("art").map((value) => iriRef(articles[value].iri)),
      ),
    );
  if (chosen("cls").length) {
    const list = chosen("cls")
      .map((value) => compactIri(classes[value].iri))
      .join(", ");
    lines.push(
      `  FILTER EXISTS { ?subject a ?class . FILTER (?class IN (${list})) }`,
      `  FILTER (isLiteral(?object) || EXISTS { ?object a ?class . FILTER (?class IN (${list})) })`,
    );
  }
  if (chosen("sup").length)
    lines.push(
      SUPPORT,
      `  FILTER (${chosen("sup")
        .map((value) => (value === 3 ? "?support >= 3" : "?support = " + value))
        .join(" || ")})`,
    );
  if (chosen("conf").length)
    lines.push(
      `  FILTER (${chosen("conf")
        .map((value) =>
          value === 5
            ? "!BOUND(?confidence)"
            : `?confidence >= ${CONFIDENCES[value] || 0}` + (value ? ` && ?confidence < ${CONFIDENCES[value - 1]}` : ""),
        )
        .map((test) => `(${test})`)
        .join(" || ")})`,
    );
  if (chosen("prov").length)
    lines.push(
      PROVINCE,
      `  FILTER (?province IN (${chosen("prov")
        .map((value) => quoted(RAW.provinces[value]))
        .join(", ")}))`,
    );
  if (state.from || state.to) lines.push(FIRST_DAY);
  if (state.from) lines.push(`  FILTER (?last >= "${state.from}"^^xsd:date)`);
  if (state.to) lines.push(`  FILTER (?first <= "${state.to}"^^xsd:date)`);
  if (state.words) lines.push(`  FILTER CONTAINS(LCASE(?sentence), LCASE(${quoted(state.words)}))`);
  if (state.edge)
    lines.push(`  FILTER (?subject = ${iriRef(entities[state.edge[0]].iri)} && ?object = ${iriRef(entities[state.edge[1]].iri)})`);
  else if (state.node >= 0)
    lines.push(`  FILTER (?subject = ${iriRef(entities[state.node].iri)} || ?object = ${iriRef(entities[state.node].iri)})`);
  const body = lines.join("\n"),
    used = Object.entries(PREFIXES).filter(([prefix]) => ["kg", "rdf", "prov", "dcterms"].includes(prefix) || body.includes(prefix + ":"));
  return `${used.map(([prefix, space]) => `PREFIX ${prefix}: <${space}>`).join("\n")}
SELECT DISTINCT ?subject ?relation ?object ?modality ?sentence ?article ?issued WHERE {
  ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; kg:modality ?modality ; prov:wasDerivedFrom ?article .
  FILTER (?relation != <http://www.w3.org/2004/02/skos/core#altLabel>)
  OPTIONAL { ?claim kg:sentence ?sentence } OPTIONAL { ?claim kg:confidence ?confidence } OPTIONAL { ?article dcterms:issued ?issued }
${body ? body + "\n" : ""}}
ORDER BY ?subject ?relation ?object`;
}

function updateSparql() {
  const area = make("pre", { tabindex: 0, id: "sparql-text" }, selectionQuery());
  $("#sparql").replaceChildren(
    make("p", { class: "soft" }, t("sparqlNote")),
    make("button", { class: "copy", on: { click: () => copyText(selectionQuery()) } }, t("copy")),
    area,
  );
}
