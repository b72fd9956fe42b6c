/* What the reader does, and what follows: every change ends in `change` or `show`. */

/** After a filter changed: select anew, and show. */
function change() {
  const lost = focusedPlace();
  selection = select();
  timeWindow = null;
  updateFacets();
  updateStatus();
  show(true);
  restoreFocus(lost);
  announce(t("shownFacts", count(scopedFacts().length)), true);
}

/** After something else changed: draw the view, the panel and the address. @param {boolean} [refit] */
function show(refit = false) {
  for (const view of VIEWS) {
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
  if (state.view === "map") updateMap();
  if (state.view === "overview") updateOverview();
  if (state.view === "together") updateTogether();
  if (state.view === "sparql") updateSparql();
  updatePanel();
  writeHash();
}

/** Everything, from an address; the page's own unless another is given. @param {string} [address] */
function showAll(address = location.hash.slice(1)) {
  const lost = focusedPlace();
  readHash(address);
  translate();
  countDecisions();
  selection = select();
  updateFacets();
  updateStatus();
  show();
  network.redraw();
  fit(true);
  restoreFocus(lost);
  showTold();
  if (innerWidth <= 900) centreOn(state.node >= 0 ? state.node : (answeredEntities()[0] ?? -1), true);
}

function updateStatus() {
  $("#meta").textContent =
    `${t("entities")} ${count(entities.length)} · ${t("facts")} ${count(facts.length)} · ${t("articles")} ${count(articles.length)}`;
}

function updateGraphTools() {
  updateWorkBar();
  const drawn = picture.lines.reduce((sum, line) => sum + line.facts.length, 0),
    scoped = scopedFacts(),
    values = [...picture.values.values()].reduce((sum, found) => sum + found.length, 0);
  $("#status").textContent = t("shown", count(picture.ids.length), count(selection.entityCount), count(drawn + values), count(scoped.length));
  $("#status").title = t("shownNote", count(scoped.filter((fact) => fact.o < 0).length));
  const more = $("#more"),
    rest = selection.entityCount - picture.ids.length,
    local = state.focus >= 0 || state.path;
  more.hidden = Boolean(local) || rest <= 0 || state.limit >= 10 * STEP;
  more.textContent = t("more", Math.min(STEP, rest));
  $("#whole").hidden = !local && !state.grown.size && state.limit === STEP;
  $("#relations").setAttribute("aria-pressed", String(state.named));
}

/** Opens an entity; one that is not drawn, or that is looked for and drawn in part only, comes with its neighbourhood. @param {number} n @param {boolean} [centre]  after search or a link: its details get the focus */
function openNode(n, centre = false) {
  const wasDrawn = picture.points.has(n),
    isPart = centre && state.focus !== n && !state.path && neighboursOf(n).some((other) => !picture.points.has(other));
  if (state.view === "graph" && (!wasDrawn || isPart)) focusOn(n, 1);
  else {
    state.node = n;
    state.edge = null;
    state.article = -1;
    if (state.path && !wasDrawn) state.path = null;
    if (state.focus >= 0 && !wasDrawn) state.focus = -1;
    show();
    if (centre && state.view === "graph") centreOn(n);
  }
  if (centre) focusDetails();
}

/** The details read themselves out, and Escape goes back. */
function focusDetails() {
  $("#panel h2")?.focus({ preventScroll: true });
}

/** What has the focus, so that it can be found again after it was drawn anew. @returns {{id: string, facet: string, text: string} | null} */
function focusedPlace() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  return {
    id: at.id,
    facet: at.closest("[data-facet]")?.getAttribute("data-facet") || (at.closest("#chips") ? "#chips" : ""),
    text: at.textContent || "",
  };
}
/** Focus does not fall to the top of the page where the control that had it is gone. @param {{id: string, facet: string, text: string} | null} lost */
function restoreFocus(lost) {
  if (!lost || (document.activeElement && document.activeElement !== document.body)) return;
  const near =
    (lost.id && document.getElementById(lost.id)) ||
    (lost.facet === "#chips" ? $("#chips button") : lost.facet && document.querySelector(`[data-facet="${lost.facet}"] input`)) ||
    mainElement();
  near?.focus({ preventScroll: true });
}
/** What the keyboard works on in the view that is open. @returns {HTMLElement} */
const mainElement = () => (state.view === "graph" ? $("#canvas") : state.view === "overview" ? $("#overview canvas") : $("#" + state.view));

/** @param {string} line */
function openEdge(line) {
  state.article = -1;
  const [from, to] = line.split("-").map(Number);
  state.edge = [from, to];
  state.node = -1;
  show();
}

function closePanel() {
  const wasPath = state.path;
  // Behind an entity that an answer named lies the answer.
  if (state.article < 0 && state.node < 0 && !state.edge && !state.path) state.ask = "";
  state.article = -1;
  state.node = -1;
  state.edge = null;
  state.path = null;
  show(Boolean(wasPath));
  mainElement().focus({ preventScroll: true });
}

/** @param {number} n  the centre, -1 for the whole @param {number} hops */
function focusOn(n, hops) {
  state.article = -1;
  state.focus = n;
  state.hops = hops;
  state.path = null;
  state.view = "graph";
  if (n >= 0) {
    state.node = n;
    state.edge = null;
  }
  show(true);
  if (n >= 0 && innerWidth <= 900) centreOn(n);
}

/** Shows the neighbours of an entity besides what is there. @param {number} n */
function grow(n) {
  state.node = n;
  state.edge = null;
  state.path = null;
  state.view = "graph";
  growAround(n, neighboursOf(n));
  show(state.focus >= 0);
}
/** Adds an entity and at most forty others to what is drawn. @param {number} n @param {number[]} others */
function growAround(n, others) {
  const core = new Set(chooseCore());
  for (const other of [n, ...others.slice(0, 40)]) if (!core.has(other)) state.grown.add(other);
}

/** @param {number} from @param {number} to */
function openPath(from, to) {
  state.article = -1;
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
  if (network && state.view === "overview") updateOverview();
}

function startButtons() {
  const on = (/** @type {string} */ selector, /** @type {() => void} */ act) => $(selector).addEventListener("click", act);
  on("#fit", () => fit());
  const zoom = (/** @type {number} */ factor) => {
    movedByHand = true;
    network.moveTo({ scale: network.getScale() * factor, animation: glide() });
  };
  on("#zoom-in", () => zoom(1.25));
  on("#zoom-out", () => zoom(1 / 1.25));
  on("#relations", () => {
    state.named = !state.named;
    updateGraphTools();
    network.redraw();
    writeHash();
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
    lang = LANGUAGES[(LANGUAGES.indexOf(lang) + 1) % LANGUAGES.length];
    stored("kg-lang", lang);
    translate();
    countDecisions();
    change();
  });
  on("#skip", () => mainElement().focus());
  on("#share", () => copyText(location.href));
  on("#undo", () => walkHistory(-1));
  on("#redo", () => walkHistory(1));
  on("#shade", () => $("#menu").click());
  on("#about", () => {
    state.node = state.article = -1;
    state.edge = state.path = null;
    state.ask = "";
    show();
    $("#panel").classList.add("open");
  });
  on("#menu", () => {
    const open = $("#facets").classList.toggle("open");
    $("#menu").setAttribute("aria-expanded", String(open));
    $("#shade").hidden = !open;
    (open ? $("#shut") : $("#menu")).focus();
  });
  for (const tab of document.querySelectorAll("[data-view]"))
    tab.addEventListener("click", () => openView(tab.getAttribute("data-view") || "graph"));
  for (const item of document.querySelectorAll("[data-export]"))
    item.addEventListener("click", async () => {
      const kind = item.getAttribute("data-export") || "ttl";
      $("#downloads").open = false;
      $("#downloads summary").focus();
      download(await EXPORTS[kind](), fileName("." + kind));
    });
}

/** A pane that changes its size keeps its zoom and its middle where the reader has chosen them, and else shows all. */
function startResizing() {
  let width = $("#canvas").clientWidth,
    height = $("#canvas").clientHeight;
  new ResizeObserver(() => {
    const pane = $("#canvas");
    if (state.view !== "graph" || !pane.clientWidth || (pane.clientWidth === width && pane.clientHeight === height)) return;
    width = pane.clientWidth;
    height = pane.clientHeight;
    const position = network.getViewPosition(),
      scale = network.getScale();
    network.setSize("100%", "100%");
    network.redraw();
    if (movedByHand) network.moveTo({ position, scale, animation: false });
    else fit(true);
  }).observe($("#canvas"));
}

/** Paper gets the graph as a drawing, in light colours, and the details behind it. */
function startPrinting() {
  let theme = "";
  addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme || "light";
    setTheme("light");
    const drawing = new DOMParser().parseFromString(toSvg(), "image/svg+xml").documentElement;
    $("#printed").replaceChildren(document.importNode(drawing, true));
  });
  addEventListener("afterprint", () => {
    $("#printed").replaceChildren();
    setTheme(theme);
  });
}

function start() {
  setTheme(stored("kg-theme") || "");
  startGraph();
  startButtons();
  startSearch();
  startKeys();
  startPrinting();
  showAll();
  started = true;
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== ownHash) showAll();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!stored("kg-theme")) setTheme("");
  });
  startResizing();
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
  overview: overviewFacts,
  ask: (/** @type {string} */ question, /** @type {string} */ before = "") => {
    const asked = answerTo(question, before),
      { meaning: said, answers, verdict, understood } = asked;
    return { asks: said?.asks || "", understood, verdict, notices: toldBeside(asked), near: (asked.near || []).map((one) => [one.held, one.sentence]), answers: answers.map(({ label, number }) => [label, number]) };
  },
  unpacked: unpackTexts,
  svg: toSvg,
  csv: toCsv,
  sparql: selectionQuery,
  drawn: () => picture.lines.flatMap((line) => line.facts.map((fact) => [entities[fact.s].iri, relations[fact.p].iri, entities[fact.o].iri])),
  redraw: () => {
    const start = performance.now();
    network.redraw();
    return performance.now() - start;
  },
});
