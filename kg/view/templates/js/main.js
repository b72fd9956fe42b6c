/* What the reader does, and what follows: every change ends in `change` or `show`. */

/** After a filter changed: select anew, and show. */
function change() {
  selection = select();
  updateFacets();
  updateStatus();
  show(true);
}

/** After something else changed: draw the view, the panel and the address. @param {boolean} [refit] */
function show(refit = false) {
  for (const view of ["graph", "table", "timeline", "sparql"]) {
    $("#" + view).hidden = view !== state.view;
    $(`[data-view=${view}]`).setAttribute("aria-selected", String(view === state.view));
    $(`[data-view=${view}]`).tabIndex = view === state.view ? 0 : -1;
  }
  if (state.view === "graph") {
    updatePicture();
    if (refit) fit();
    updateGraphTools();
  }
  if (state.view === "table") updateTable();
  if (state.view === "timeline") updateTimeline();
  if (state.view === "sparql") updateSparql();
  updatePanel();
  writeHash();
}

/** Everything, from the page's address. */
function showAll() {
  readHash();
  translate();
  selection = select();
  updateFacets();
  updateStatus();
  show();
  network.redraw();
  fit(true);
  if (state.node >= 0 && innerWidth <= 900) centreOn(state.node, true);
}

function updateStatus() {
  $("#meta").textContent =
    `${t("entities")} ${count(entities.length)} · ${t("facts")} ${count(facts.length)} · ${t("articles")} ${count(articles.length)}`;
}

function updateGraphTools() {
  const drawn = picture.lines.reduce((sum, line) => sum + line.facts.length, 0),
    all = selection.facts.filter((fact) => fact.o >= 0 && fact.o !== fact.s).length;
  $("#status").textContent = t("shown", count(picture.ids.length), count(selection.entityCount), count(drawn), count(all));
  const more = $("#more"),
    rest = selection.entityCount - picture.ids.length,
    local = state.focus >= 0 || state.path;
  more.hidden = Boolean(local) || rest <= 0 || state.limit >= 10 * STEP;
  more.textContent = t("more", Math.min(STEP, rest));
  $("#whole").hidden = !local && !state.grown.size && state.limit === STEP;
  $("#relations").setAttribute("aria-pressed", String(showRelations));
}

/** @param {number} n @param {boolean} [centre] */
function openNode(n, centre = false) {
  state.node = n;
  state.edge = null;
  if (state.path && !picture.points.has(n)) state.path = null;
  if (state.focus >= 0 && !picture.points.has(n)) state.focus = -1;
  show();
  if (centre && state.view === "graph") centreOn(n);
}

/** @param {string} line */
function openEdge(line) {
  const [from, to] = line.split("-").map(Number);
  state.edge = [from, to];
  state.node = -1;
  show();
}

function closePanel() {
  const wasPath = state.path;
  state.node = -1;
  state.edge = null;
  state.path = null;
  show(Boolean(wasPath));
}

/** @param {number} n  the centre, -1 for the whole @param {number} hops */
function focusOn(n, hops) {
  state.focus = n;
  state.hops = hops;
  state.path = null;
  state.view = "graph";
  if (n >= 0) {
    state.node = n;
    state.edge = null;
  }
  show(true);
}

/** Shows the neighbours of an entity besides what is there. @param {number} n */
function grow(n) {
  state.node = n;
  state.edge = null;
  state.path = null;
  state.view = "graph";
  const others = [
    ...new Set(
      entities[n].facts
        .filter((fact) => passingClaims(fact).length)
        .map((fact) => otherEnd(fact, entities[n]))
        .filter((other) => other >= 0),
    ),
  ];
  for (const other of [n, ...others.sort((a, b) => a - b).slice(0, 40)]) if (!picture.points.has(other)) state.grown.add(other);
  show(state.focus >= 0);
}

/** @param {number} from @param {number} to */
function openPath(from, to) {
  state.path = [from, to];
  state.node = -1;
  state.edge = null;
  state.focus = -1;
  state.view = "graph";
  show(true);
}

function backToWhole() {
  state.focus = -1;
  state.path = null;
  state.grown.clear();
  state.limit = STEP;
  show(true);
}

/** @param {string} view */
function openView(view) {
  state.view = view;
  show();
  if (view === "graph") {
    network.setSize("100%", "100%");
    network.redraw();
    fit(true);
  }
}

/** @param {string} choice  "light", "dark" or "" for the system's */
function setTheme(choice) {
  const dark = choice ? choice === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  if (network) paintPicture();
}

function startButtons() {
  const on = (/** @type {string} */ selector, /** @type {() => void} */ act) => $(selector).addEventListener("click", act);
  on("#fit", () => fit());
  on("#zoom-in", () => network.moveTo({ scale: network.getScale() * 1.25, animation: glide() }));
  on("#zoom-out", () => network.moveTo({ scale: network.getScale() / 1.25, animation: glide() }));
  on("#relations", () => {
    showRelations = !showRelations;
    updateGraphTools();
    network.redraw();
  });
  on("#more", () => {
    state.limit += STEP;
    show(true);
  });
  on("#whole", backToWhole);
  on("#theme", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    stored("kg-theme", next);
    setTheme(next);
  });
  on("#lang", () => {
    lang = lang === "zh" ? "en" : "zh";
    translate();
    change();
  });
  on("#share", () => copyText(location.href));
  on("#about", () => {
    state.node = -1;
    state.edge = state.path = null;
    show();
    $("#panel").classList.add("open");
  });
  on("#menu", () => {
    const open = $("#facets").classList.toggle("open");
    $("#menu").setAttribute("aria-expanded", String(open));
  });
  for (const tab of document.querySelectorAll("[data-view]"))
    tab.addEventListener("click", () => openView(tab.getAttribute("data-view") || "graph"));
  for (const item of document.querySelectorAll("[data-export]"))
    item.addEventListener("click", async () => {
      const kind = item.getAttribute("data-export") || "ttl";
      $("#downloads").open = false;
      download(await EXPORTS[kind](), fileName("." + kind));
    });
}

function start() {
  setTheme(stored("kg-theme") || "");
  startGraph();
  startButtons();
  startSearch();
  startKeys();
  showAll();
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== ownHash) showAll();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!stored("kg-theme")) setTheme("");
  });
  addEventListener("resize", () => {
    if (state.view === "graph") setTimeout(() => fit(true), 60);
  });
  setTimeout(() => {
    indexNames();
    indexSentences();
  }, 60);
}
start();

/** For pages that embed this one, and for tests: what is drawn, in pixels of the canvas. */
/** @type {any} */ (window).kgPage = Object.freeze({
  labels: () =>
    labels.map(({ node, edge, lines, size, box }) => ({
      name: node >= 0 ? entities[node].label : edge,
      isNode: node >= 0,
      lines,
      size,
      ...box,
    })),
  positions: () => Object.fromEntries(picture.ids.map((n) => [entityKey(n), network.canvasToDOM(picture.points.get(n))])),
  turtle: toTurtle,
  svg: toSvg,
  redraw: () => {
    const start = performance.now();
    network.redraw();
    return performance.now() - start;
  },
});
