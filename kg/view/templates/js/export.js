/* The selection as a file: Turtle, CSV, a picture in pixels or in lines. */

/** A file name out of the page's title. @param {string} suffix */
const fileName = (suffix) =>
  (document.title
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\\/:*?"<>|.]+/g, " ")
    .trim()
    .slice(0, 60) || "graph") + suffix;

/** The claims of the facts that the table shows. @returns {Claim[]} */
const selectedClaims = () => scopedFacts().flatMap(passingClaims);

/** UTF-16 units of a sentence as code points of its article. @param {number} sentence @param {number} offset */
const articleOffset = (sentence, offset) => sentences[sentence].begin + [...sentences[sentence].text.slice(0, offset)].length;

/** The properties of a claim that say where it stands. @param {Claim} claim */
function placeTerms(claim) {
  if (claim.sentence < 0) return [];
  const { begin, text } = sentences[claim.sentence],
    terms = [`kg:sentence ${quoted(text)}@zh`, `kg:begin ${begin}`, `kg:end ${begin + [...text].length}`];
  ["kg:subjectAt", "kg:predicateAt", "kg:objectAt"].forEach((name, which) => {
    const marks = claim.marks || [],
      outside = (claim.context || []).find(([part]) => part === which);
    if (marks[which * 2] >= 0)
      terms.push(
        `${name} "char=${articleOffset(claim.sentence, marks[which * 2])},${articleOffset(claim.sentence, marks[which * 2 + 1])}"`,
      );
    else if (outside) terms.push(`${name} "char=${outside[1]},${outside[2]}"`);
  });
  return terms;
}

/** @param {Claim} claim */
function claimTurtle(claim) {
  const { fact } = claim,
    object = fact.o >= 0 ? iriRef(entities[fact.o].iri) : literalTerm(literals[-1 - fact.o]),
    day = (/** @type {string} */ text) => `"${text}"^^xsd:date`;
  const terms = [
    "a kg:Claim",
    `rdf:subject ${iriRef(entities[fact.s].iri)}`,
    `rdf:predicate ${compactIri(relations[fact.p].iri)}`,
    `rdf:object ${object}`,
    `kg:modality kg:${RAW.modalities[claim.modality]}`,
  ];
  if (claim.article >= 0) terms.push(`prov:wasDerivedFrom ${iriRef(articles[claim.article].iri)}`);
  terms.push(...placeTerms(claim));
  if (claim.when) terms.push(`kg:when ${literalTerm(literals[-1 - claim.when])}`);
  if (claim.ownFirst) terms.push(`kg:earliest ${day(claim.ownFirst)}`);
  if (claim.ownLast) terms.push(`kg:latest ${day(claim.ownLast)}`);
  if (claim.where >= 0) terms.push(`kg:where ${iriRef(entities[claim.where].iri)}`);
  if (claim.speaker >= 0) terms.push(`kg:saidBy ${iriRef(entities[claim.speaker].iri)}`);
  if (claim.confidence) terms.push(`kg:confidence ${Number.isInteger(claim.confidence) ? claim.confidence.toFixed(1) : claim.confidence}`);
  if (RAW.patterns[claim.pattern]) terms.push(`kg:pattern ${quoted(RAW.patterns[claim.pattern])}`);
  const direct = claim.modality === ASSERTED ? `${iriRef(entities[fact.s].iri)} ${compactIri(relations[fact.p].iri)} ${object} .\n` : "";
  return (claim.iri ? `${iriRef(claim.iri)} ${terms.join(" ;\n    ")} .\n` : "") + direct;
}

/** @param {Entity} entity */
function entityTurtle(entity) {
  const terms = [`rdfs:label ${quoted(entity.label)}@zh`, `kg:name ${[entity.label, ...entity.names].map(quoted).join(", ")}`];
  if (entity.cls >= 0 && classes[entity.cls].iri) terms.unshift("a " + compactIri(classes[entity.cls].iri));
  if (entity.names.length) terms.push(`skos:altLabel ${entity.names.map((name) => quoted(name) + "@zh").join(", ")}`);
  if (entity.inside >= 0) terms.push(`kg:inPlace ${iriRef(entities[entity.inside].iri)}`);
  if (entity.first) terms.push(`kg:earliest "${entity.first}"^^xsd:date`);
  if (entity.last) terms.push(`kg:latest "${entity.last}"^^xsd:date`);
  if (entity.about) terms.push(`schema:disambiguatingDescription ${quoted(entity.about)}@zh`);
  return `${iriRef(entity.iri)} ${terms.join(" ;\n    ")} .\n`;
}

/** @param {Article} article */
function articleTurtle(article) {
  const terms = ["a schema:NewsArticle", `dcterms:identifier ${quoted(article.id)}`, `dcterms:title ${quoted(article.title)}@zh`];
  if (article.date) terms.push(`dcterms:issued "${article.date}"^^xsd:date`);
  if (article.publisher) terms.push(`dcterms:publisher ${quoted(article.publisher)}@zh`);
  if (article.url) terms.push(`dcterms:source ${IRI.test(article.url) ? iriRef(article.url) : quoted(article.url)}`);
  if (article.origin !== article.n) terms.push(`kg:reprintOf ${iriRef(articles[article.origin].iri)}`);
  return `${iriRef(article.iri)} ${terms.join(" ;\n    ")} .\n`;
}

/** A source that the graph holds as an IRI; all others are literals. */
const IRI = /^https?:\/\/[^\s<>"{}|\\^`]+$/;

/** @param {any[]} alias  a row of RAW.aliases */
function aliasTurtle([n, name, article, sentence, from, to, prefix, rest, modality, language, confidence, pattern, source]) {
  const terms = [
    "a kg:AliasClaim, kg:Claim",
    `rdf:subject ${iriRef(entities[n].iri)}`,
    "rdf:predicate skos:altLabel",
    `rdf:object ${quoted(name)}${language ? "@" + language : ""}`,
    `kg:modality kg:${RAW.modalities[modality]}`,
  ];
  if (article >= 0 || source) terms.push(`prov:wasDerivedFrom ${iriRef(article >= 0 ? articles[article].iri : source)}`);
  if (sentence >= 0) {
    const { begin, text } = sentences[sentence];
    terms.push(`kg:sentence ${quoted(text)}@zh`, `kg:begin ${begin}`, `kg:end ${begin + [...text].length}`);
  }
  if (from >= 0) terms.push(`kg:objectAt "char=${from},${to}"`);
  if (confidence) terms.push(`kg:confidence ${Number.isInteger(confidence) ? confidence.toFixed(1) : confidence}`);
  if (RAW.patterns[pattern]) terms.push(`kg:pattern ${quoted(RAW.patterns[pattern])}`);
  return `${iriRef(joinIri(prefix, rest, ""))} ${terms.join(" ;\n    ")} .\n`;
}

function toTurtle() {
  const chosen = selectedClaims(),
    ends = new Set(chosen.flatMap(({ fact, where, speaker }) => [fact.s, fact.o, where, speaker]).filter((n) => n >= 0)),
    named = RAW.aliases.filter(([n]) => ends.has(n)),
    cited = new Set([...chosen.map((claim) => claim.article), ...named.map((alias) => alias[2])].filter((n) => n >= 0));
  for (const n of ends) if (entities[n].inside >= 0) ends.add(entities[n].inside);
  const terms = [
    ...classes.filter(({ iri }, cls) => iri && [...ends].some((n) => entities[n].cls === cls)),
    ...relations.filter((_, p) => chosen.some(({ fact }) => fact.p === p)),
  ];
  const labels = terms.map(({ iri, zh, en }) => `${compactIri(iri)} rdfs:label ${quoted(zh)}@zh, ${quoted(en)}@en .\n`);
  const by = (/** @type {number} */ a, /** @type {number} */ b) => a - b;
  return [
    Object.entries(PREFIXES)
      .map(([prefix, space]) => `@prefix ${prefix}: <${space}> .\n`)
      .join(""),
    ...labels,
    ...[...ends].sort(by).map((n) => entityTurtle(entities[n])),
    ...[...cited].sort(by).map((n) => articleTurtle(articles[n])),
    ...chosen.map(claimTurtle),
    ...named.map(aliasTurtle),
  ].join("\n");
}

/** One line for each claim; cells that a spreadsheet would take for a formula begin with an apostrophe. */
function toCsv() {
  const cell = (/** @type {any} */ value) => {
    const text = String(value),
      safe = /^[\t\r\n]|^[=+\-@]/.test(text) || /^[=+\-@]/.test(text.replace(/^[\s\p{C}]+/u, "").normalize("NFKC")) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const head = ["subject", "rel", "object", "modality", "from", "to", "support", "confidence", "words", "article", "date"].map((key) =>
    t(key),
  );
  const lines = selectedClaims().map((claim) => {
    const article = articles[claim.article];
    return [
      fullLabel(claim.fact.s),
      termLabel(relations[claim.fact.p]),
      objectLabel(claim.fact),
      t(RAW.modalities[claim.modality]),
      claim.first,
      claim.last,
      claim.fact.support,
      claim.confidence || "",
      claim.sentence >= 0 ? sentences[claim.sentence].text : "",
      article ? article.title : "",
      article ? article.date : "",
    ];
  });
  return "\ufeff" + [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** What the pictures show: the drawn part at scale 1 with a title above and a legend below. */
function pictureFrame() {
  const points = picture.ids.map((n) => picture.points.get(n) || { x: 0, y: 0 }),
    xs = [0, 0, ...points.map((point) => point.x)].slice(points.length ? 2 : 0),
    ys = [0, 0, ...points.map((point) => point.y)].slice(points.length ? 2 : 0);
  const left = Math.min(...xs) - 90,
    top = Math.min(...ys) - 90,
    width = Math.max(480, Math.max(...xs) - left + 90),
    height = Math.max(...ys) - top + 110;
  return { width, height, toPixel: (/** @type {Point} */ { x, y }) => ({ x: x - left, y: y - top }) };
}

/** The end of a line at the rim of its node. @param {Point} from @param {Point} to @param {number} radius */
function rim(from, to, radius) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: to.x - ((to.x - from.x) / length) * radius, y: to.y - ((to.y - from.y) / length) * radius };
}

function toSvg() {
  if (state.view !== "graph") updatePicture();
  const { width, height, toPixel } = pictureFrame(),
    context = document.createElement("canvas").getContext("2d");
  const palette = classes.map((_, cls) => colorOf(cls)),
    at = (/** @type {number} */ n) => toPixel(picture.points.get(n) || { x: 0, y: 0 }),
    family = FACE.replace(/"/g, "'");
  const text = (/** @type {string} */ words, /** @type {Object<string, any>} */ attributes) => {
    const element = makeSvg("text", { "font-family": family, ...attributes });
    element.textContent = words.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "");
    return element;
  };
  const lines = picture.lines.map((line) => {
    const to = rim(at(line.from), at(line.to), radiusOf(entities[line.to]) + 2),
      from = at(line.from);
    return makeSvg("line", {
      x1: from.x.toFixed(1),
      y1: from.y.toFixed(1),
      x2: to.x.toFixed(1),
      y2: to.y.toFixed(1),
      stroke: isLitLine(line) ? colors.accent : colors.edge,
      "stroke-width": 1,
      "marker-end": "url(#arrow)",
      ...(line.facts.every((fact) => !fact.asserted) ? { "stroke-dasharray": "5 4" } : {}),
    });
  });
  const nodes = picture.ids.map((n) => {
    const { x, y } = at(n),
      shape = shapeAt(entities[n].cls, x, y, radiusOf(entities[n]));
    shape.setAttribute("fill", palette[entities[n].cls] || colors.soft);
    shape.setAttribute("stroke", colors.ground);
    return shape;
  });
  const names = context ? layLabels(context, width, height, toPixel, 1) : [];
  const words = names.flatMap((label) =>
    label.lines.map((line, k) =>
      text(line, {
        x: label.x.toFixed(1),
        y: (label.y + (k - (label.lines.length - 1) / 2) * LABEL_LINE + label.size * 0.35).toFixed(1),
        "text-anchor": "middle",
        "font-size": label.size,
        "font-weight": label.bold ? 600 : 400,
        fill: colors[label.tone],
        stroke: colors.ground,
        "stroke-width": 3,
        "paint-order": "stroke",
        "stroke-linejoin": "round",
      }),
    ),
  );
  let x = 24;
  const legend = classes.flatMap((_, cls) => {
    if (!picture.ids.some((n) => entities[n].cls === cls)) return [];
    const shape = shapeAt(cls, x, height + 46, 6);
    shape.setAttribute("fill", palette[cls]);
    const label = text(classLabel(cls), { x: x + 12, y: height + 50, "font-size": 13, fill: colors.ink });
    x += 34 + [...classLabel(cls)].length * 14;
    return [shape, label];
  });
  const marker = makeSvg(
    "marker",
    { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 6, markerHeight: 6, orient: "auto-start-reverse" },
    makeSvg("path", { d: "M0 0.5 8 4 0 7.5z", fill: colors.edge }),
  );
  const total = height + 70,
    svg = makeSvg(
      "svg",
      { viewBox: `0 -44 ${width.toFixed(0)} ${(total + 44).toFixed(0)}`, width: width.toFixed(0), height: (total + 44).toFixed(0) },
      makeSvg("defs", {}, marker),
      makeSvg("rect", { x: 0, y: -44, width, height: total + 44, fill: colors.ground }),
      text(document.title, { x: 24, y: -12, "font-size": 18, "font-weight": 600, fill: colors.ink }),
      ...lines,
      ...nodes,
      ...words,
      ...legend,
    );
  return new XMLSerializer().serializeToString(svg);
}

/** The same picture in pixels, twice as fine. */
async function toPng() {
  const source = toSvg(),
    image = new Image();
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = reject;
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(source);
  });
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return /** @type {Promise<Blob>} */ (
    new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"))
  );
}

/** @type {Object<string, () => Promise<Blob>>} */
const EXPORTS = {
  ttl: async () => new Blob([toTurtle()], { type: "text/turtle" }),
  csv: async () => new Blob([toCsv()], { type: "text/csv" }),
  png: toPng,
  "decisions.ttl": async () => new Blob([decisionsTurtle()], { type: "text/turtle" }),
  "work.json": async () => new Blob([workFile()], { type: "application/json" }),
  svg: async () => new Blob([toSvg()], { type: "image/svg+xml" }),
};
