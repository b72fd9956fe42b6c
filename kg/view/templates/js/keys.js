/* The keyboard: search, views, walking from neighbour to neighbour. */

/** @type {Object<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The neighbour that lies best in a direction; the first entity when none is open. @param {[number, number]} direction */
function walk([dx, dy]) {
  if (state.node < 0 || !picture.points.has(state.node)) {
    if (picture.ids.length) walkTo(picture.ids[0]);
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
  if (best >= 0) walkTo(best);
}

/** Opens an entity without leaving the picture, and says where one is. @param {number} n */
function walkTo(n) {
  openNode(n);
  centreOn(n);
  const entity = entities[n];
  announce(t("walked", entity.label, classLabel(entity.cls), count(selection.degree[n]), count(neighboursOf(n).length)), true);
}

/** @param {KeyboardEvent} event */
function onCanvasKey(event) {
  if (ARROWS[event.key]) {
    walk(ARROWS[event.key]);
    event.preventDefault();
  } else if (event.key === " " && state.node >= 0) {
    togglePicked(state.node);
    event.preventDefault();
  } else if (event.key === "Enter" && (state.node >= 0 || state.edge)) focusDetails();
}
/** The keys of the picture, wherever the focus is while it is shown. @param {string} key */
function onGraphKey(key) {
  if (key === "Delete" && worked().length) hideWorked();
  if (key === "0") fit();
  else if (key === "+" || key === "=") $("#zoom-in").click();
  else if (key === "-") $("#zoom-out").click();
}

function escape() {
  if ($("#downloads").open) $("#downloads").open = false;
  else if ($("#facets").classList.contains("open")) $("#menu").click();
  else if (state.article >= 0 || state.node >= 0 || state.edge || state.path || state.ask) closePanel();
  else if (!$("#whole").hidden) backToWhole();
  mainElement().focus({ preventScroll: true });
}

/** Left and right move between the tabs, as the pattern for tabs asks. @param {KeyboardEvent} event */
function onTabKey(event) {
  const move = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!move) return;
  openView(VIEWS[(VIEWS.indexOf(state.view) + move + VIEWS.length) % VIEWS.length]);
  $(`[data-view=${state.view}]`).focus();
  event.preventDefault();
}

/** The focus goes along where the view that had it is left. @param {string} view */
function openByKey(view) {
  const wasInside = document.activeElement === document.body || Boolean(document.activeElement?.closest("main"));
  openView(view);
  if (wasInside) mainElement().focus({ preventScroll: true });
}

function startKeys() {
  $("#canvas").addEventListener("keydown", onCanvasKey);
  $("#views").addEventListener("keydown", onTabKey);
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && event.target.type !== "checkbox");
    if (!typing && (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
      walkHistory(event.key.toLowerCase() === "y" || event.shiftKey ? 1 : -1);
      event.preventDefault();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/") {
      $("#query").focus();
      event.preventDefault();
    } else if (event.key === "Escape") escape();
    else if (/^[1-9]$/.test(event.key) && VIEWS[Number(event.key) - 1]) openByKey(VIEWS[Number(event.key) - 1]);
    else if (state.view === "graph") onGraphKey(event.key);
  });
}
