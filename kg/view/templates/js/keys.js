/* The keyboard: search, views, walking from neighbour to neighbour. */

const VIEW_KEYS = ["graph", "table", "timeline", "sparql"];
/** @type {Object<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The neighbour that lies best in a direction; the first entity when none is open. @param {[number, number]} direction */
function walk([dx, dy]) {
  if (state.node < 0 || !picture.points.has(state.node)) {
    if (picture.ids.length) openNode(picture.ids[0], true);
    return;
  }
  const here = picture.points.get(state.node) || { x: 0, y: 0 };
  let best = -1,
    bestScore = 0.2;
  for (const line of picture.lines) {
    if (line.from !== state.node && line.to !== state.node) continue;
    const other = line.from === state.node ? line.to : line.from,
      there = picture.points.get(other) || here,
      length = Math.hypot(there.x - here.x, there.y - here.y) || 1;
    const score = ((there.x - here.x) * dx + (there.y - here.y) * dy) / length;
    if (score > bestScore) {
      bestScore = score;
      best = other;
    }
  }
  if (best >= 0) openNode(best, true);
}

/** @param {KeyboardEvent} event */
function onCanvasKey(event) {
  if (ARROWS[event.key]) {
    walk(ARROWS[event.key]);
    event.preventDefault();
  } else if (event.key === "Enter" && (state.node >= 0 || state.edge)) $("#panel h2")?.focus();
  else if (event.key === "0") fit();
  else if (event.key === "+" || event.key === "=") $("#zoom-in").click();
  else if (event.key === "-") $("#zoom-out").click();
}

function escape() {
  if ($("#downloads").open) $("#downloads").open = false;
  else if ($("#facets").classList.contains("open")) $("#menu").click();
  else if (state.node >= 0 || state.edge || state.path) closePanel();
  else if (!$("#whole").hidden) backToWhole();
  $("#canvas").focus({ preventScroll: true });
}

/** Left and right move between the tabs, as the pattern for tabs asks. @param {KeyboardEvent} event */
function onTabKey(event) {
  const move = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!move) return;
  openView(VIEW_KEYS[(VIEW_KEYS.indexOf(state.view) + move + VIEW_KEYS.length) % VIEW_KEYS.length]);
  $(`[data-view=${state.view}]`).focus();
  event.preventDefault();
}

function startKeys() {
  $("#canvas").addEventListener("keydown", onCanvasKey);
  $("#views").addEventListener("keydown", onTabKey);
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/") {
      $("#query").focus();
      event.preventDefault();
    } else if (event.key === "Escape") escape();
    else if (/^[1-4]$/.test(event.key)) openView(VIEW_KEYS[Number(event.key) - 1]);
  });
}
