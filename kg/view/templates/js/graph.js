/* The picture: which nodes and lines are drawn, where, and how they look. */

const FACE = getComputedStyle(document.body).fontFamily;
const FIRST = readJson("nodes"),
  FIRST_IDS = FIRST.map((/** @type {any} */ node) => node.id),
  WHOLE = FIRST.length === entities.length;
/** @type {Map<number, Point>} the positions that the page came with */
const HOME = new Map(FIRST.map((/** @type {any} */ node) => [node.id, { x: node.x, y: node.y }]));

/** @typedef {{id: string, from: number, to: number, facts: Fact[]}} Line  all facts from one entity to another */
/** `values` holds the facts of an entity whose objects are words, where they are drawn: posts, dates, themes.
 * @type {{ids: number[], lines: Line[], points: Map<number, Point>, values: Map<number, Fact[]>}} */
let picture = { ids: [], lines: [], points: new Map(), values: new Map() };
/** @type {Label[]} */
let labels = [];
let drawnOnce = false,
  movedByHand = false,
  hoverNode = -1,
  hoverLine = "";
/** @type {Object<string, string>} */
let colors = {};
const nodeSet = new vis.DataSet(),
  edgeSet = new vis.DataSet();
/** @type {any} */
let network = null;

/** Entities within some steps of one, with the step's parent; at most 150, the best connected first. @param {number} start @param {number} hops */
function neighbourhood(start, hops) {
  /** @type {Map<number, number>} */
  const parents = new Map(),
    seen = new Set([start]);
  let front = [start];
  for (let hop = 0; hop < hops; hop++) {
    const next = [];
    for (const node of front) {
      for (const other of neighboursOf(node))
        if (!seen.has(other) && seen.size < 150) {
          seen.add(other);
          parents.set(other, node);
          next.push(other);
        }
    }
    front = next;
  }
  return parents;
}

/** The events and the other entities that most of the selected facts are stated of, at most seven and ten. @returns {{events: Entity[], others: Entity[]}} */
function mainEntities() {
  const ranked = entities
    .filter((entity) => (isPristine() || selection.member[entity.n]) && selection.degree[entity.n])
    .sort((a, b) => selection.degree[b.n] - selection.degree[a.n] || a.n - b.n);
  const isEvent = (/** @type {Entity} */ entity) => lookOf(entity.cls) === LOOKS.Event;
  return { events: ranked.filter(isEvent).slice(0, 7), others: ranked.filter((entity) => !isEvent(entity)).slice(0, 10) };
}

/** The entities that facts of the selection join to one, the best supported first. @param {number} n @returns {number[]} */
function neighboursOf(n) {
  /** @type {Map<number, number>} */
  const weights = new Map();
  for (const fact of entities[n].facts) {
    const other = otherEnd(fact, entities[n]);
    if (other >= 0 && other !== n && passingClaims(fact).length)
      weights.set(other, (weights.get(other) || 0) + Number(fact.stated) + fact.support);
  }
  return [...weights.keys()].sort((a, b) => Number(weights.get(b)) - Number(weights.get(a)) || a - b);
}

/** Some entities and, each in turn, their best supported neighbours, until there are enough. @param {number[]} seeds @param {number} room @returns {number[]} */
function withNeighbours(seeds, room) {
  const core = new Set(seeds),
    queues = /** @type {Map<number, number[]>} */ (new Map());
  for (let before = -1; core.size < room && core.size !== before; ) {
    before = core.size;
    for (const n of [...core]) {
      const queue = queues.get(n) || neighboursOf(n);
      queues.set(n, queue);
      let other = queue.shift();
      while (other !== undefined && core.has(other)) other = queue.shift();
      if (other !== undefined && core.size < room) core.add(other);
    }
  }
  return [...core];
}

/** So many neighbours of an opened entity are drawn with it where it stands; more would crowd what is there. */
const OPENED_NEIGHBOURS = 10;

/** The numbers of the entities to draw. @returns {number[]} */
function chooseEntities() {
  if (state.path) {
    const paths = shortestPaths(...state.path);
    return [...new Set(paths.length ? paths.flat() : state.path)];
  }
  if (state.focus >= 0) return [state.focus, ...neighbourhood(state.focus, state.hops).keys()];
  const opened = state.node >= 0 ? neighboursOf(state.node).slice(0, OPENED_NEIGHBOURS) : [];
  const extra = [state.node, ...opened, ...(state.edge || []), ...state.grown, ...answeredEntities()].filter((n) => n >= 0);
  return [...new Set([...chooseCore(), ...extra])].filter(isInView);
}

/** What is drawn when nothing is opened: a small graph or selection whole, else the main entities with their neighbours. @returns {number[]} */
function chooseCore() {
  const room = state.limit,
    pristine = isUnfiltered() && !state.kept.size;
  if (pristine && (WHOLE || room === STEP)) return FIRST_IDS.filter(isInView);
  const pool = entities.filter((entity) => selection.member[entity.n]).map((entity) => entity.n);
  if (WHOLE || pool.length <= room) return pool;
  const { events, others } = mainEntities(),
    core = withNeighbours(pristine ? FIRST_IDS.filter(isInView) : [...events, ...others].map((entity) => entity.n), room),
    rest = pool.sort((a, b) => selection.degree[b] - selection.degree[a] || a - b);
  return [...new Set([...core, ...rest])].slice(0, room);
}

/** @param {Set<number>} drawn @returns {Line[]} */
function chooseLines(drawn) {
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const fact of selection.facts) {
    if (fact.o < 0 || fact.o === fact.s || !drawn.has(fact.s) || !drawn.has(fact.o)) continue;
    const id = fact.s + "-" + fact.o,
      line = lines.get(id);
    if (line) line.facts.push(fact);
    else lines.set(id, { id, from: fact.s, to: fact.o, facts: [fact] });
  }
  return [...lines.values()];
}

/** At most so many values are drawn under a name. */
const MOST_VALUES = 3;
/** The facts whose objects are words, of the opened entity or, when a relation is chosen, of all that are drawn. @param {number[]} ids @returns {Map<number, Fact[]>} */
function chooseValues(ids) {
  const of = (/** @type {number} */ n) => entities[n].facts.filter((fact) => fact.o < 0 && passingClaims(fact).length).slice(0, MOST_VALUES);
  const shown = state.path ? [] : state.chosen.rel.size ? ids : [state.node, state.focus].filter((n) => n >= 0);
  return new Map(shown.map((n) => /** @type {[number, Fact[]]} */ ([n, of(n)])).filter(([, found]) => found.length));
}
/** The words of a value as they stand under a name. @param {Fact} fact */
function valueText(fact) {
  const chars = [...objectLabel(fact)];
  return (chars.length > 14 ? chars.slice(0, 13).join("") + "…" : chars.join("")) + (fact.asserted ? "" : `（${t(RAW.modalities[factModality(fact)])}）`);
}

/** @param {number} n */
function labelledBox(n) {
  const lines = linesOf(n),
    r = radiusOf(entities[n]);
  return {
    w: Math.max(2 * r, ...lines.map((line) => [...line].length * (/[\u2e80-\uffff]/.test(line) ? 13 : 7))) + 12,
    h: 2 * r + lines.length * LABEL_LINE + 8,
  };
}

/** @param {number[]} ids @param {Line[]} lines @returns {Map<number, Point>} */
function choosePoints(ids, lines) {
  const pane = $("#canvas");
  /** @type {Map<number, Point>} */
  let points = new Map();
  if (state.path) {
    const paths = shortestPaths(...state.path);
    if (paths.length) points = pathLayout(paths);
  } else if (state.focus >= 0) points = radialLayout(state.focus, neighbourhood(state.focus, state.hops));
  else if (ids.filter((n) => HOME.has(n)).length > ids.length / 2)
    for (const n of ids) {
      const home = HOME.get(n);
      if (home) points.set(n, { ...home });
    }
  if (points.size < 2) {
    const index = new Map(ids.map((n, k) => [n, k]));
    const laid = stressLayout(
      ids.length,
      lines.map((line) => [Number(index.get(line.from)), Number(index.get(line.to))]),
      60 * Math.sqrt(ids.length) + 420,
      52 * Math.sqrt(ids.length) + 340,
    );
    pushApart(laid, ids.map(labelledBox));
    points = new Map(ids.map((n, k) => [n, laid[k]]));
  }
  placeNewcomers(ids, lines, points);
  if (!state.path) stretch([...points.values()], pane.clientWidth / pane.clientHeight);
  for (const [n, pin] of state.pinned) if (points.has(n)) points.set(n, { ...pin });
  return points;
}

/** Widens or heightens the picture to the proportions of the pane; boxes only move apart. @param {Point[]} points @param {number} aspect */
function stretch(points, aspect) {
  if (points.length < 3 || !(aspect > 0)) return;
  const xs = points.map((point) => point.x),
    ys = points.map((point) => point.y),
    width = Math.max(...xs) - Math.min(...xs) || 1,
    height = Math.max(...ys) - Math.min(...ys) || 1;
  const factor = (aspect * height) / width;
  for (const point of points) {
    if (factor > 1) point.x *= Math.min(factor, 2.2);
    else point.y *= Math.min(1 / factor, 2.2);
  }
}

/** The emptiest of some places around a point. @param {Point} host @param {Iterable<Point>} others @param {number} turn  the first direction, in radians @returns {Point} */
function emptySpot(host, others, turn) {
  const known = [...others];
  let best = host,
    most = -Infinity;
  for (const reach of [95, 125, 160])
    for (let k = 0; k < 12; k++) {
      const angle = turn + (k * Math.PI) / 6,
        spot = { x: host.x + Math.cos(angle) * reach, y: host.y + Math.sin(angle) * reach },
        room = Math.min(110, ...known.map(({ x, y }) => Math.hypot(x - spot.x, y - spot.y))) - reach / 10;
      if (room > most) {
        most = room;
        best = spot;
      }
    }
  return best;
}

/** Puts entities that have no place yet around a drawn neighbour, and makes room. @param {number[]} ids @param {Line[]} lines @param {Map<number, Point>} points */
function placeNewcomers(ids, lines, points) {
  const fixed = new Set(ids.filter((n) => points.has(n)));
  const guests = ids.filter((n) => !fixed.has(n));
  if (!guests.length) return;
  // Points on the lines of a host, so that no guest stands on one.
  const alongLines = (/** @type {Point} */ host) =>
    lines.flatMap(({ from, to }) => {
      const [a, b] = [points.get(from), points.get(to)];
      if (!a || !b || (a !== host && b !== host)) return [];
      return [0.2, 0.35, 0.5, 0.65, 0.8].map((part) => ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }));
    });
  guests.forEach((n, k) => {
    const line = lines.find((one) => (one.from === n && fixed.has(one.to)) || (one.to === n && fixed.has(one.from)));
    const host = (line && points.get(line.from === n ? line.to : line.from)) || { x: 0, y: 0 };
    points.set(n, emptySpot(host, [...points.values(), ...alongLines(host)], k * 2.399963));
  });
  const order = ids.map((n) => points.get(n) || { x: 0, y: 0 });
  pushApart(order, ids.map(labelledBox), new Set([...ids.keys()].filter((k) => fixed.has(ids[k]) && state.focus < 0)));
}

/** Recomputes what is drawn from the selection. */
function updatePicture() {
  const ids = chooseEntities(),
    lines = chooseLines(new Set(ids)),
    points = choosePoints(ids, lines);
  picture = { ids: [...ids].sort((a, b) => a - b), lines, points, values: chooseValues(ids) };
  const keep = new Set(ids),
    keepLines = new Set(lines.map((line) => line.id));
  nodeSet.remove(nodeSet.getIds().filter((/** @type {number} */ n) => !keep.has(n)));
  edgeSet.remove(edgeSet.getIds().filter((/** @type {string} */ id) => !keepLines.has(id)));
  paintPicture();
}

/** The entities that the selected node, line or path lights up; empty when all are lit. @returns {Set<number>} */
function litEntities() {
  if (state.edge) return new Set(state.edge);
  if (state.ask && state.node < 0 && !state.path) return new Set(answeredEntities());
  if (state.node < 0 || state.node === state.focus || state.path || !picture.points.has(state.node)) return new Set();
  const lit = new Set([state.node]);
  for (const line of picture.lines) {
    if (line.from === state.node) lit.add(line.to);
    if (line.to === state.node) lit.add(line.from);
  }
  return lit;
}

/** @param {Line} line */
const isLitLine = (line) =>
  state.edge
    ? line.from === state.edge[0] && line.to === state.edge[1]
    : state.node >= 0
      ? line.from === state.node || line.to === state.node
      : Boolean(state.ask) && line.facts.some((fact) => currentAnswer()?.answers.some((answer) => answer.facts.has(fact)));

/** Colours and sizes of what is drawn. */
function paintPicture() {
  colors = Object.fromEntries(["ground", "ink", "soft", "line", "accent", "card", "edge", "faint"].map((name) => [name, cssColor(name)]));
  const palette = classes.map((_, cls) => colorOf(cls)),
    ids = new Set(picture.lines.map((line) => line.id)),
    lit = litEntities(),
    dim = lit.size > 0;
  nodeSet.update(
    picture.ids.map((n) => {
      const entity = entities[n],
        { x, y } = picture.points.get(n) || { x: 0, y: 0 },
        isOn = !dim || lit.has(n),
        chosen = n === state.node,
        picked = state.picked.has(n);
      const background = isOn ? palette[entity.cls] || colors.soft : colors.faint,
        border = chosen ? colors.accent : picked ? colors.ink : colors.ground;
      return {
        id: n,
        x,
        y,
        shape: lookOf(entity.cls).shape,
        size: radiusOf(entity),
        borderWidth: chosen ? 4 : picked ? 3 : 1.5,
        shapeProperties: { borderDashes: state.pinned.has(n) ? [2, 3] : false },
        color: { background, border, hover: { background, border: colors.ink } },
      };
    }),
  );
  edgeSet.update(
    picture.lines.map((line) => {
      const isOn = isLitLine(line),
        opposite = ids.has(line.to + "-" + line.from);
      return {
        id: line.id,
        from: line.from,
        to: line.to,
        width: Math.min(4, 0.9 + 0.5 * (line.facts.length - 1)) + (isOn ? 0.6 : 0),
        dashes: line.facts.every((fact) => !fact.asserted) ? [5, 4] : false,
        color: { color: isOn ? colors.accent : dim ? colors.faint : colors.edge, hover: colors.accent, inherit: false },
        smooth: opposite ? { enabled: true, type: "curvedCW", roundness: 0.12 } : false,
      };
    }),
  );
}

/** The names and relation labels of one picture in pixels. @param {CanvasRenderingContext2D} context @param {number} width @param {number} height @param {(point: Point) => Point} toPixel @param {number} scale @param {boolean} [framed]  on the screen, where the buttons below need room */
function layLabels(context, width, height, toPixel, scale, framed = false) {
  const taken = new Taken(),
    lit = litEntities(),
    dim = lit.size > 0,
    drawn = [];
  const first = (/** @type {number} */ n) => (n === state.node ? 0 : n === hoverNode ? 1 : lit.has(n) ? 2 : 3);
  for (const n of [...picture.ids].sort((a, b) => first(a) - first(b) || a - b)) {
    const point = toPixel(picture.points.get(n) || { x: 0, y: 0 }),
      r = radiusOf(entities[n]) * scale;
    if (point.x < -80 || point.y < -60 || point.x > width + 80 || point.y > height + 60) continue;
    drawn.push({
      n,
      x: point.x,
      y: point.y,
      r,
      values: (picture.values.get(n) || []).map(valueText),
      bold: n === state.node || n === hoverNode || (!dim && isMain(entities[n])),
      tone: dim && !lit.has(n) && n !== hoverNode ? "soft" : "ink",
    });
  }
  const segments = picture.lines.map(({ from, to }) => /** @type {[Point, Point]} */ ([toPixel(picture.points.get(from) || { x: 0, y: 0 }), toPixel(picture.points.get(to) || { x: 0, y: 0 })]));
  const named = dim ? drawn.filter(({ n }) => lit.has(n) || n === hoverNode) : drawn;
  const names = placeNames(context, named, taken, { x0: 0, y0: 0, x1: width, y1: height - (framed ? toolsHeight() : 0) }, segments),
    everywhere = state.named || scale >= 1.5;
  const spoken = picture.lines.filter((line) => isLitLine(line) || line.id === hoverLine || ((everywhere || state.path) && !dim));
  const relationLines = spoken.slice(0, 400).map((line) => ({
    id: line.id,
    text: relationText(line),
    from: toPixel(picture.points.get(line.from) || { x: 0, y: 0 }),
    to: toPixel(picture.points.get(line.to) || { x: 0, y: 0 }),
    tone: isLitLine(line) || line.id === hoverLine ? "accent" : "soft",
  }));
  return [...names, ...placeRelations(context, relationLines, taken)];
}

/** @param {Line} line */
function relationText(line) {
  const names = [
    ...new Set(
      line.facts.map((fact) => termLabel(relations[fact.p]) + (fact.asserted ? "" : `（${t(RAW.modalities[fact.claims[0].modality])}）`)),
    ),
  ];
  return names.slice(0, 2).join(" · ") + (names.length > 2 ? ` +${names.length - 2}` : "");
}

/** @param {CanvasRenderingContext2D} context */
function afterDrawing(context) {
  const pane = $("#canvas"),
    scale = network.getScale(),
    centre = network.getViewPosition(),
    width = pane.clientWidth,
    height = pane.clientHeight,
    ratio = context.canvas.width / width;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  labels = layLabels(
    context,
    width,
    height,
    ({ x, y }) => ({ x: (x - centre.x) * scale + width / 2, y: (y - centre.y) * scale + height / 2 }),
    scale,
    true,
  );
  drawLabels(context, labels, colors);
  context.restore();
  if (!drawnOnce) {
    drawnOnce = true;
    performance.mark("first-kg-picture");
  }
}

/** The room at the foot of the picture that the buttons take, in pixels. */
const toolsHeight = () => $("#graph .tools").offsetHeight + 14;

/** Shows all that is drawn, with room for the names. @param {boolean} [still] */
function fit(still = false) {
  movedByHand = false;
  const points = picture.ids.map((n) => picture.points.get(n) || { x: 0, y: 0 }),
    pane = $("#canvas");
  if (!points.length || !pane.clientWidth) return;
  const xs = points.map((point) => point.x),
    ys = points.map((point) => point.y),
    x0 = Math.min(...xs),
    x1 = Math.max(...xs),
    y0 = Math.min(...ys),
    y1 = Math.max(...ys);
  const below = toolsHeight(),
    inner = { width: pane.clientWidth - 76, height: pane.clientHeight - 84 - below };
  const scale = Math.min(1.35, inner.width / Math.max(1, x1 - x0), inner.height / Math.max(1, y1 - y0));
  if (boost !== Math.max(1, 0.62 / scale)) {
    boost = Math.max(1, 0.62 / scale);
    paintPicture();
  }
  const shown = Math.max(0.05, scale);
  network.moveTo({ position: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 + (below - 36) / 2 / shown }, scale: shown, animation: still ? false : glide() });
}
const glide = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 280, easingFunction: "easeInOutQuad" });

/** Brings an entity into the free part of the picture. @param {number} n @param {boolean} [still] */
function centreOn(n, still = false) {
  const point = picture.points.get(n);
  if (!point) return;
  const isSmall = innerWidth <= 900,
    pane = $("#canvas"),
    animation = still ? false : glide();
  const whole = !isSmall ? null : state.focus === n ? aboveSheet(picture.ids) : state.ask && state.node < 0 ? aboveSheet(answeredEntities()) : null;
  // What would be too small to read is shown around the entity alone.
  if (whole && whole.scale > 0.33) return network.moveTo({ ...whole, animation });
  const offset = { x: 0, y: isSmall ? -pane.clientHeight * 0.22 : 0 };
  network.moveTo({ position: point, scale: Math.max(0.9, network.getScale()), offset, animation });
}

/** Where some entities stand above the sheet that covers the lower half of a phone. @param {number[]} ids */
function aboveSheet(ids) {
  const pane = $("#canvas"),
    free = Math.max(120, innerHeight * 0.48 - pane.getBoundingClientRect().top),
    points = ids.flatMap((n) => picture.points.get(n) || []),
    spanOf = (/** @type {number[]} */ values) => [Math.min(...values), Math.max(...values)];
  const [x0, x1] = spanOf(points.map(({ x }) => x)),
    [y0, y1] = spanOf(points.map(({ y }) => y));
  const scale = Math.min(1, (pane.clientWidth - 96) / Math.max(1, x1 - x0), (free - 104) / Math.max(1, y1 - y0));
  return { position: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }, scale, offset: { x: 0, y: (free - pane.clientHeight) / 2 + 6 } };
}
