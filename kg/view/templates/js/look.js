/* How a class looks: a colour of the style sheet and a shape that repeats what the colour says. */

/** @type {Object<string, {color: string, shape: string}>} */
const LOOKS = {
  Person: { color: "person", shape: "dot" },
  Organization: { color: "body", shape: "square" },
  Event: { color: "event", shape: "diamond" },
  Document: { color: "document", shape: "triangle" },
  Product: { color: "product", shape: "hexagon" },
  Place: { color: "place", shape: "triangleDown" },
};
const OTHER = { color: "other", shape: "star" };
/** @type {Object<string, [number, number][]>} corners on the unit circle, in the proportions that vis-network draws */
const CORNERS = {
  square: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  diamond: [
    [0, -1.1],
    [1.1, 0],
    [0, 1.1],
    [-1.1, 0],
  ],
  triangle: [
    [0, -1],
    [1, 0.82],
    [-1, 0.82],
  ],
  triangleDown: [
    [0, 1],
    [1, -0.82],
    [-1, -0.82],
  ],
  hexagon: [0, 1, 2, 3, 4, 5].map((k) => [Math.cos((k * Math.PI) / 3), Math.sin((k * Math.PI) / 3)]),
  star: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => [
    (k % 2 ? 0.5 : 1) * Math.sin((k * Math.PI) / 5),
    -(k % 2 ? 0.5 : 1) * Math.cos((k * Math.PI) / 5),
  ]),
};

/** @param {number} cls */
const lookOf = (cls) => (classes[cls] && LOOKS[classes[cls].base]) || OTHER;
/** @param {number} cls */
const colorOf = (cls) => cssColor(lookOf(cls).color);

/** The SVG element of a class's shape, around a point. @param {number} cls @param {number} x @param {number} y @param {number} radius */
function shapeAt(cls, x, y, radius) {
  const corners = CORNERS[lookOf(cls).shape];
  if (!corners) return makeSvg("circle", { cx: x, cy: y, r: radius });
  return makeSvg("polygon", {
    points: corners.map(([dx, dy]) => `${(x + dx * radius).toFixed(1)},${(y + dy * radius).toFixed(1)}`).join(" "),
  });
}

/** A small sign of a class for lists and legends. @param {number} cls */
function glyph(cls) {
  const shape = shapeAt(cls, 8, 8, lookOf(cls).shape === "square" ? 5 : 6);
  const sign = makeSvg("svg", { viewBox: "0 0 16 16", class: "glyph " + lookOf(cls).color, "aria-hidden": "true" }, shape);
  return sign;
}

/** How much larger nodes are drawn where the whole picture is small, as on a phone. */
let boost = 1;
const HIGHEST = Math.max(33, ...entities.slice(0, 100).map((entity) => entity.degree));
/** The radius of a node: its area grows with its number of facts. @param {Entity} entity */
const radiusOf = (entity) => boost * (5 + 15 * Math.sqrt(entity.degree / HIGHEST));
/** Whether a name is set in bold: the few that most is said of. @param {Entity} entity */
const isMain = (entity) => entity.n < 7 && entity.degree > 4;
