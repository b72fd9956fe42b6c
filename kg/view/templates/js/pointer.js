/* What the pointer does in the picture: open, grow, drag, and a short answer where it rests. */

/** The entity or line under the pointer, names included. @param {Point} at */
function underPointer(at) {
  const node = network.getNodeAt(at);
  if (node !== undefined) return { node, line: "" };
  const label = labels.find(({ box }) => at.x >= box.x0 && at.x <= box.x1 && at.y >= box.y0 && at.y <= box.y1);
  if (label) return { node: label.node, line: label.edge };
  return { node: -1, line: network.getEdgeAt(at) || "" };
}

/** Two clicks within so many milliseconds and pixels are a double click, as with the usual settings of an operating system. */
const DOUBLE = { time: 500, reach: 14 };
/** @param {MouseEvent} event */
const isPicking = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

/** Single and double clicks as the browser counts them, however long a press lasts: vis-network drops presses of more than 250 ms.
 * The second click goes to what the first one hit, for the picture may have moved under the pointer since.
 * @template T @param {HTMLElement} pane
 * @param {{wasDragged: () => boolean, find: (at: Point) => T, once: (hit: T, event: MouseEvent) => void, twice: (hit: T, at: Point) => void}} does */
function listenForClicks(pane, { wasDragged, find, once, twice }) {
  /** @type {{hit: T, x: number, y: number, time: number} | null} */
  let first = null;
  pane.addEventListener("click", (event) => {
    if (wasDragged()) return void (first = null);
    const frame = pane.getBoundingClientRect(),
      at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const isNear = first && Math.hypot(at.x - first.x, at.y - first.y) < DOUBLE.reach,
      isSecond = event.detail === 2 || event.timeStamp - Number(first?.time) < DOUBLE.time;
    if (first && isNear && isSecond && !isPicking(event)) {
      const { hit } = first;
      first = null;
      twice(hit, at);
    } else {
      first = { hit: find(at), ...at, time: event.timeStamp };
      once(first.hit, event);
    }
  });
}

function startGraph() {
  const pane = $("#canvas"),
    many = entities.length > 400;
  network = new vis.Network(
    pane,
    { nodes: nodeSet, edges: edgeSet },
    {
      autoResize: false,
      physics: { enabled: false },
      layout: { improvedLayout: false, randomSeed: 1 },
      interaction: {
        hover: false,
        keyboard: false,
        selectable: false,
        dragNodes: true,
        hideEdgesOnDrag: many,
        hideEdgesOnZoom: many,
        zoomSpeed: 0.7,
      },
      edges: { arrows: { to: { enabled: true, scaleFactor: 0.45 } }, chosen: false, smooth: false },
      nodes: { chosen: false },
    },
  );
  network.on("afterDrawing", afterDrawing);
  let dragged = false;
  pane.addEventListener("pointerdown", () => (dragged = false), { capture: true });
  network.on("dragStart", () => (dragged = true));
  listenForClicks(pane, {
    wasDragged: () => dragged,
    find: underPointer,
    once: ({ node, line }, event) => {
      if (node >= 0 && isPicking(event)) togglePicked(node);
      else if (node >= 0) {
        openNode(node);
        // On a phone the details come up over the lower half of the picture.
        if (innerWidth <= 900) centreOn(node);
      } else if (line) openEdge(line);
      else if (state.article < 0 && (state.node >= 0 || state.edge)) closePanel();
    },
    twice: ({ node }) => {
      if (node >= 0) grow(node);
    },
  });
  network.on("zoom", () => {
    movedByHand = true;
  });
  network.on("dragStart", () => {
    movedByHand = true;
  });
  network.on("dragEnd", (/** @type {any} */ event) => {
    for (const n of event.nodes) {
      const { x, y } = network.getPosition(n);
      picture.points.set(n, { x, y });
      if (state.pinned.has(n)) state.pinned.set(n, { x: Math.round(x), y: Math.round(y) });
    }
    writeHash();
  });
  pane.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!event.buttons) hover(event);
  });
  pane.addEventListener("pointerleave", () => {
    hoverNode = -1;
    hoverLine = "";
    hideTip();
    network.redraw();
  });
}

/** @param {PointerEvent} event */
function hover(event) {
  const frame = $("#canvas").getBoundingClientRect(),
    at = { x: event.clientX - frame.left, y: event.clientY - frame.top },
    { node, line } = underPointer(at);
  if (node === hoverNode && line === hoverLine) return;
  hoverNode = node;
  hoverLine = line;
  $("#canvas").style.cursor = node >= 0 || line ? "pointer" : "";
  if (node >= 0 || line)
    showTip(
      node,
      picture.lines.find((one) => one.id === line),
      at,
    );
  else hideTip();
  network.redraw();
}

/** A short answer at the pointer: an entity's class and its first facts, or a line's first sentence. @param {number} node @param {Line | undefined} line @param {Point} at */
function showTip(node, line, at) {
  const tip = $("#tip"),
    shown = line ? line.facts : node >= 0 ? entities[node].facts.filter((fact) => passingClaims(fact).length).slice(0, 3) : [];
  const claim = shown.flatMap(passingClaims).find((one) => one.sentence >= 0);
  tip.replaceChildren(
    make("strong", {}, isolated(line ? `${entities[line.from].label} → ${entities[line.to].label}` : entities[node].label)),
    make(
      "span",
      { class: "soft" },
      line ? relationText(line) : `${classLabel(entities[node].cls)} · ${t("facts")} ${selection.degree[node]}`,
    ),
    claim ? quote(claim) : null,
  );
  tip.hidden = false;
  const pane = $("#canvas");
  tip.style.left = Math.max(8, Math.min(at.x + 16, pane.clientWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = (at.y + tip.offsetHeight + 24 > pane.clientHeight ? at.y - tip.offsetHeight - 12 : at.y + 16) + "px";
}
function hideTip() {
  $("#tip").hidden = true;
}
