/* Every entity of the selection at once, as dots: communities or classes with their hulls, names as one comes nearer. */

const TINTS = ["community", "class"],
  MOST_HULLS = 24,
  COLOURED = 10,
  MARGIN = 0.3;
/** A name that fits over a hull. @param {string} name */
const shortened = (name) => ([...name].length > 14 ? [...name].slice(0, 13).join("") + "…" : name);

/** @type {{for: string, placed: Arrangement, values: Float64Array, isSampled: boolean, radius: Float64Array, colour: string[], order: number[], hulls: {group: Group, points: Point[], colour: string}[]} | null} */
let whole = null;
/** What of the plane is shown: `scale` in pixels, `x` and `y` in the middle. */
const eye = { scale: 1, x: 0, y: 0 };
/** Lines and hulls as last drawn, larger than the pane, and where: moving and zooming shift this picture until one rests. */
const backdrop = { canvas: document.createElement("canvas"), scale: 0, x: 0, y: 0 };
/** What the address says of this view, the first value of each unless another is chosen. @type {Object<string, string[]>} */
const CHOICES = { layout: LAYOUTS, size: SIZES, tint: TINTS, counted: COUNTED };
let restTimer = 0,
  frameWaits = false;

/** @param {number} k  of the communities by size */
const tintOf = (k) => (k < COLOURED ? cssColor("tint" + k) : cssColor("other"));

function updateOverview() {
  if (!$("#overview canvas")) startOverview();
  const key = [state.layout, state.size, state.tint, lang, document.documentElement.dataset.theme, addressOfSelection()].join("\n");
  if (whole?.for !== key) {
    const moved = whole?.for.split("\n")[0] !== state.layout || whole?.placed.ids.length !== selection.entityCount;
    whole = surveyed(key);
    updateOverviewTools();
    if (moved) fitOverview();
  }
  paintBackdrop();
  paintOverview();
}

/** What the places depend on. */
const addressOfSelection = () =>
  [
    ...facets.map((facet) => [...state.chosen[facet.key]].join()),
    state.from,
    state.to,
    state.words,
    [...state.hidden].join(),
    [...state.kept].join(),
  ].join("|");

/** @param {string} key @returns {NonNullable<typeof whole>} */
function surveyed(key) {
  const ids = entities.filter((entity) => selection.member[entity.n]).map((entity) => entity.n),
    placed = arrange(state.layout, ids),
    { values, isSampled } = weigh(state.size);
  let highest = 1e-9;
  for (const n of ids) highest = Math.max(highest, values[n]);
  const radius = values.map((value) => 2.2 + 9 * Math.sqrt(value / highest)),
    ranks = new Map(
      grouped(
        ids.filter((n) => communityOf(n) >= 0),
        communityOf,
      ).map(([community], k) => [community, k]),
    );
  const palette =
      state.tint === "class" ? classes.map((_, cls) => colorOf(cls)) : Array.from({ length: COLOURED + 1 }, (_, k) => tintOf(k)),
    other = cssColor("other");
  const colour = entities.map(
    (entity) =>
      (state.tint === "class" ? palette[entity.cls] : palette[Math.min(COLOURED, ranks.get(communityOf(entity.n)) ?? COLOURED)]) || other,
  );
  const order = [...ids].sort((a, b) => values[b] - values[a] || a - b);
  const hulls = placed.groups.slice(0, MOST_HULLS).map((group) => ({ group, points: hullOf(group.n, placed), colour: colour[group.n[0]] }));
  return { for: key, placed, values, isSampled, radius, colour, order, hulls };
}

/** The convex hull of some entities (Andrew's monotone chain). @param {number[]} members @param {Arrangement} placed @returns {Point[]} */
function hullOf(members, placed) {
  const points = members.map((n) => ({ x: placed.x[n], y: placed.y[n] })).sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = (/** @type {Point} */ a, /** @type {Point} */ b, /** @type {Point} */ c) =>
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  const half = (/** @type {Point[]} */ row) => {
    /** @type {Point[]} */
    const chain = [];
    for (const point of row) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return points.length < 2 ? points : [...half(points), ...half(points.reverse())];
}

function fitOverview() {
  if (!whole || !whole.placed.ids.length) return;
  const { ids, x, y } = whole.placed,
    pane = $("#overview");
  let x0 = Infinity,
    x1 = -Infinity,
    y0 = Infinity,
    y1 = -Infinity;
  for (const n of ids) {
    x0 = Math.min(x0, x[n]);
    x1 = Math.max(x1, x[n]);
    y0 = Math.min(y0, y[n]);
    y1 = Math.max(y1, y[n]);
  }
  // The buttons at the bottom may take two lines; nothing lies under them.
  const above = 75,
    below = Math.max(above, $("#overview .tools").offsetHeight + 40),
    scale = Math.min(2.5, (pane.clientWidth - 90) / (x1 - x0 || 1), (pane.clientHeight - above - below) / (y1 - y0 || 1));
  lookAt((x0 + x1) / 2, (y0 + y1) / 2 + (below - above) / (2 * scale), scale);
}
/** @param {number} x @param {number} y @param {number} scale */
function lookAt(x, y, scale) {
  Object.assign(eye, { x, y, scale: Math.min(30, Math.max(0.005, scale)) });
}

/** @param {CanvasRenderingContext2D} context @param {number} width @param {number} height @param {number} ratio */
function toPlane(context, width, height, ratio) {
  const zoom = eye.scale * ratio;
  context.setTransform(zoom, 0, 0, zoom, width / 2 - eye.x * zoom, height / 2 - eye.y * zoom);
}

/** Draws hulls and lines over the pane and a margin around it. */
function paintBackdrop() {
  if (!whole) return;
  const { clientWidth, clientHeight } = $("#overview"),
    ratio = devicePixelRatio || 1,
    { canvas } = backdrop;
  canvas.width = Math.round(clientWidth * ratio * (1 + 2 * MARGIN));
  canvas.height = Math.round(clientHeight * ratio * (1 + 2 * MARGIN));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  toPlane(context, canvas.width, canvas.height, ratio);
  paintHulls(context);
  const { x, y, ids } = whole.placed;
  context.beginPath();
  for (const { s, o } of selection.facts)
    if (o >= 0 && o !== s) {
      context.moveTo(x[s], y[s]);
      context.lineTo(x[o], y[o]);
    }
  context.lineWidth = 0.7 / eye.scale;
  context.globalAlpha = ids.length > 2000 ? 0.22 : 0.5;
  context.strokeStyle = cssColor("edge");
  context.stroke();
  context.globalAlpha = 1;
  Object.assign(backdrop, { scale: eye.scale, x: eye.x, y: eye.y });
}

/** @param {CanvasRenderingContext2D} context */
function paintHulls(context) {
  const ground = cssColor("ground");
  for (const { points, colour } of whole?.hulls || []) {
    context.beginPath();
    points.forEach(({ x, y }, k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.lineJoin = "round";
    context.lineWidth = 26;
    context.strokeStyle = context.fillStyle = `color-mix(in srgb, ${colour} 13%, ${ground})`;
    context.stroke();
    context.fill();
  }
}

/** One frame. @param {boolean} [moving]  names wait until one rests */
function paintOverview(moving = false) {
  const canvas = $("#overview canvas"),
    { clientWidth: width, clientHeight: height } = $("#overview");
  if (!whole || !width) return;
  const ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d"),
    factor = eye.scale / backdrop.scale,
    zoom = eye.scale * ratio;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const wide = backdrop.canvas.width * factor,
    high = backdrop.canvas.height * factor;
  context.drawImage(
    backdrop.canvas,
    canvas.width / 2 + (backdrop.x - eye.x) * zoom - wide / 2,
    canvas.height / 2 + (backdrop.y - eye.y) * zoom - high / 2,
    wide,
    high,
  );
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintDots(context, width, height);
  paintNames(context, width, height, moving);
}

/** The radius of a dot in pixels. @param {number} n */
const dotRadius = (n) => Math.min(18, Math.max(1.1, Number(whole?.radius[n]) * Math.min(1.6, Math.sqrt(eye.scale) * 0.9)));

/** @param {CanvasRenderingContext2D} context @param {number} width @param {number} height */
function paintDots(context, width, height) {
  if (!whole) return;
  const { x, y } = whole.placed,
    /** @type {Map<string, number[]>} */ byColour = new Map();
  for (const n of whole.order) {
    const list = byColour.get(whole.colour[n]);
    if (list) list.push(n);
    else byColour.set(whole.colour[n], [n]);
  }
  for (const [colour, list] of byColour) {
    context.fillStyle = colour;
    context.beginPath();
    for (const n of list) {
      const px = (x[n] - eye.x) * eye.scale + width / 2,
        py = (y[n] - eye.y) * eye.scale + height / 2,
        r = dotRadius(n);
      if (px < -r || py < -r || px > width + r || py > height + r) continue;
      if (r < 2.5) context.rect(px - r, py - r, 2 * r, 2 * r);
      else {
        context.moveTo(px + r, py);
        context.arc(px, py, r, 0, 6.2832);
      }
    }
    context.fill();
  }
  for (const n of [state.node, ...state.picked])
    if (n >= 0 && selection.member[n]) {
      context.beginPath();
      context.arc((x[n] - eye.x) * eye.scale + width / 2, (y[n] - eye.y) * eye.scale + height / 2, dotRadius(n) + 3, 0, 6.2832);
      context.lineWidth = 2.5;
      context.strokeStyle = cssColor(n === state.node ? "accent" : "ink");
      context.stroke();
    }
}

/** Names of hulls, then of the weightiest entities; none over another. @param {CanvasRenderingContext2D} context @param {number} width @param {number} height @param {boolean} moving */
function paintNames(context, width, height, moving) {
  if (!whole) return;
  const found = whole,
    { x, y, ticks, lanes } = found.placed,
    taken = new Taken(),
    ink = Object.fromEntries(["ground", "ink", "soft", "accent"].map((name) => [name, cssColor(name)]));
  const onPane = (/** @type {number} */ px, /** @type {number} */ py) => ({
    x: (px - eye.x) * eye.scale + width / 2,
    y: (py - eye.y) * eye.scale + height / 2,
  });
  taken.add(/** @type {any} */ ({ x0: 0, y0: 0, x1: width, y1: 34 }));
  /** @type {Label[]} */
  const names = [];
  const write = (
    /** @type {string} */ text,
    /** @type {Point} */ at,
    /** @type {boolean} */ bold,
    /** @type {string} */ tone,
    /** @type {number} */ size,
    /** @type {number} */ node,
  ) => {
    const lines = node >= 0 ? linesOf(node) : [text],
      half = Math.max(...lines.map((line) => measure(context, line, size, bold))) / 2 + 3,
      tall = (lines.length * LABEL_LINE) / 2;
    const box = { x0: at.x - half, y0: at.y - tall, x1: at.x + half, y1: at.y + tall };
    if (box.x0 < 0 || box.x1 > width || box.y1 > height - $("#overview .tools").offsetHeight - 14 || !taken.isFree(box, -1)) return;
    taken.add(box);
    names.push({ node, edge: "", lines, values: 0, ...at, size, bold, tone, box });
  };
  for (const { x: at, text } of ticks) write(text, { x: onPane(at, 0).x, y: 46 }, false, "soft", 12, -1);
  for (const { y: at, text } of lanes) write(text, { x: 40, y: Math.max(70, onPane(0, at).y) }, true, "soft", 13, -1);
  for (const { group } of found.hulls.slice(0, 12)) {
    const isShown = group.r * eye.scale > 26;
    if (isShown)
      write(
        state.layout === "class" ? group.name : t("communityOf", shortened(group.name), count(group.n.length)),
        onPane(group.x, group.y - group.r - 4),
        true,
        "ink",
        14,
        -1,
      );
  }
  if (!moving) {
    const near = [];
    for (const n of found.order) {
      const at = onPane(x[n], y[n]);
      if (at.x > 0 && at.y > 0 && at.x < width && at.y < height)
        near.push({ n, ...at, r: dotRadius(n), bold: n === state.node, tone: "ink", values: [] });
      if (near.length === 220) break;
    }
    names.push(...placeNames(context, near, taken, { x0: 0, y0: 0, x1: width, y1: height - $("#overview .tools").offsetHeight - 14 }));
  }
  overviewNames = names;
  drawLabels(context, names, ink);
}
/** @type {Label[]} */
let overviewNames = [];

/** A frame while one moves, and the whole picture when one rests. */
function moveOverview() {
  clearTimeout(restTimer);
  restTimer = setTimeout(() => {
    paintBackdrop();
    paintOverview();
  }, 140);
  if (frameWaits) return;
  frameWaits = true;
  requestAnimationFrame(() => {
    frameWaits = false;
    paintOverview(true);
  });
}

/** The entity whose dot lies nearest to a point of the pane, -1 for none. @param {number} px @param {number} py */
function dotAt(px, py) {
  if (!whole) return -1;
  const { clientWidth, clientHeight } = $("#overview"),
    { ids, x, y } = whole.placed;
  let best = -1,
    nearest = Infinity;
  for (const n of ids) {
    const gap =
      Math.hypot((x[n] - eye.x) * eye.scale + clientWidth / 2 - px, (y[n] - eye.y) * eye.scale + clientHeight / 2 - py) - dotRadius(n);
    if (gap < nearest && gap < 5) {
      nearest = gap;
      best = n;
    }
  }
  const label = overviewNames.find(({ node, box }) => node >= 0 && px >= box.x0 && px <= box.x1 && py >= box.y0 && py <= box.y1);
  return best < 0 && label ? label.node : best;
}

/** @param {number} factor @param {number} [px] @param {number} [py]  the point of the pane that stays */
function zoomOverview(factor, px = $("#overview").clientWidth / 2, py = $("#overview").clientHeight / 2) {
  const { clientWidth, clientHeight } = $("#overview"),
    dx = (px - clientWidth / 2) / eye.scale,
    dy = (py - clientHeight / 2) / eye.scale;
  const before = eye.scale;
  lookAt(eye.x, eye.y, eye.scale * factor);
  const real = eye.scale / before;
  lookAt(eye.x + dx - dx / real, eye.y + dy - dy / real, eye.scale);
  moveOverview();
}

function startOverview() {
  const canvas = make("canvas", { tabindex: 0, role: "application", "aria-label": t("overviewCanvas") });
  $("#overview").prepend(canvas);
  /** @type {Map<number, Point>} */
  const held = new Map();
  let travelled = 0;
  const at = (/** @type {MouseEvent} */ event) => {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, at(event));
    if (held.size === 1) travelled = 0;
  });
  canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const before = held.get(event.pointerId),
      now = at(event);
    if (!before) {
      const n = dotAt(now.x, now.y);
      canvas.style.cursor = n >= 0 ? "pointer" : "";
      canvas.title = n >= 0 ? `${fullLabel(n)}（${classLabel(entities[n].cls)}）` : "";
      return;
    }
    const others = [...held].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    held.set(event.pointerId, now);
    if (others.length)
      zoomOverview(
        Math.hypot(now.x - others[0].x, now.y - others[0].y) / (Math.hypot(before.x - others[0].x, before.y - others[0].y) || 1),
        others[0].x,
        others[0].y,
      );
    else lookAt(eye.x - (now.x - before.x) / eye.scale, eye.y - (now.y - before.y) / eye.scale, eye.scale);
    moveOverview();
  });
  const release = (/** @type {PointerEvent} */ event) => held.delete(event.pointerId);
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  listenForClicks(canvas, {
    wasDragged: () => travelled > 4,
    find: ({ x, y }) => dotAt(x, y),
    once: (n, event) => {
      if (n < 0) {
        if (state.node >= 0) closePanel();
      } else if (isPicking(event)) togglePicked(n);
      else openNode(n);
    },
    twice: (n, { x, y }) => (n >= 0 ? focusOn(n, 1) : zoomOverview(2, x, y)),
  });
  canvas.addEventListener(
    "wheel",
    (/** @type {WheelEvent} */ event) => {
      event.preventDefault();
      const { x, y } = at(event);
      zoomOverview(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 160), x, y);
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const way = ARROWS[event.key];
    if (way) {
      lookAt(eye.x + (way[0] * 60) / eye.scale, eye.y + (way[1] * 60) / eye.scale, eye.scale);
      moveOverview();
    } else if (event.key === "+" || event.key === "=") zoomOverview(1.4);
    else if (event.key === "-") zoomOverview(1 / 1.4);
    else if (event.key === "0") {
      fitOverview();
      moveOverview();
    } else return;
    event.preventDefault();
  });
  new ResizeObserver(() => {
    if (state.view === "overview") moveOverview();
  }).observe($("#overview"));
}

function updateOverviewTools() {
  $("#overview canvas").setAttribute("aria-label", t("overviewCanvas"));
  const choice = (/** @type {"layout" | "size" | "tint"} */ key, /** @type {string[]} */ values) => {
    const field = make(
      "select",
      { id: "overview-" + key },
      values.map((value) => make("option", { value, selected: state[key] === value }, t(key + value))),
    );
    field.addEventListener("change", () => {
      state[key] = field.value;
      show();
      document.getElementById("overview-" + key)?.focus();
    });
    return make("label", {}, t(key), " ", field);
  };
  $("#overview .choosers").replaceChildren(
    choice("layout", LAYOUTS),
    choice("size", SIZES),
    choice("tint", TINTS),
    make("span", { class: "soft number" }, t("dots", count(whole?.placed.ids.length || 0), count(whole?.placed.groups.length || 0))),
    ...(whole?.isSampled ? [make("span", { class: "soft" }, t("sampled", SOURCES))] : []),
  );
  const near = (/** @type {Group} */ group) => () => {
    const { clientWidth, clientHeight } = $("#overview");
    lookAt(group.x, group.y, Math.min(clientWidth, clientHeight) / (2.6 * group.r));
    moveOverview();
  };
  const button = (/** @type {{group: Group, colour: string}} */ { group, colour }) => {
    const sign = make("i", { "aria-hidden": "true" });
    sign.style.background = colour;
    return make(
      "button",
      { on: { click: near(group) } },
      sign,
      isolated(group.name),
      state.layout === "class" ? null : make("span", { class: "number" }, ` ${count(group.n.length)}`),
    );
  };
  $("#overview .tools").replaceChildren(
    make("button", { id: "overview-fit", on: { click: () => (fitOverview(), moveOverview()) } }, t("fit")),
    make("button", { "aria-label": t("zoomIn"), on: { click: () => zoomOverview(1.4) } }, "+"),
    make("button", { "aria-label": t("zoomOut"), on: { click: () => zoomOverview(1 / 1.4) } }, "−"),
    ...(whole?.hulls || []).slice(0, 8).map(button),
  );
}

/** For tests and measurements: where the dots are in pixels of the pane, the names, and what one frame of moving takes. */
function overviewFacts() {
  if (!whole) return null;
  const { x, y, ids, groups } = whole.placed,
    { clientWidth, clientHeight } = $("#overview");
  return {
    dots: Object.fromEntries(
      ids.map((n) => [
        entityKey(n),
        [(x[n] - eye.x) * eye.scale + clientWidth / 2, (y[n] - eye.y) * eye.scale + clientHeight / 2, dotRadius(n)],
      ]),
    ),
    groups: groups.map((group) => group.n.map(entityKey)),
    names: overviewNames.map(({ lines, box }) => ({ name: lines.join(""), ...box })),
    ticks: whole.placed.ticks.map((tick) => tick.text),
    scale: eye.scale,
  };
}
