/* The reader's work on the picture: several entities picked, hidden, kept alone, pinned; all of it stands in the address. */

/** What a button works on: the entities that are picked, else the one that is opened. @returns {number[]} */
const worked = () => (state.picked.size ? [...state.picked] : state.node >= 0 ? [state.node] : []);

/** @param {number} n */
function togglePicked(n) {
  if (!state.picked.delete(n)) state.picked.add(n);
  show();
  announce(t("pickedCount", count(state.picked.size)), true);
}

/** Takes entities, with every fact of theirs, out of view, tables and files. */
function hideWorked() {
  const gone = worked();
  for (const n of gone) {
    state.hidden.add(n);
    state.grown.delete(n);
    state.kept.delete(n);
  }
  leaveEntities((n) => state.hidden.has(n));
  state.picked.clear();
  change();
  announce(t("hiddenCount", count(gone.length)), true);
}

/** Only these entities, and the facts among them. */
function keepWorked() {
  state.kept = new Set(worked());
  state.focus = -1;
  state.path = null;
  state.grown.clear();
  leaveEntities((n) => !state.kept.has(n));
  state.picked.clear();
  change();
}

/** Closes what shows an entity that is no longer there. @param {(n: number) => boolean} isGone */
function leaveEntities(isGone) {
  if (state.node >= 0 && isGone(state.node)) state.node = -1;
  if (state.focus >= 0 && isGone(state.focus)) state.focus = -1;
  if (state.edge?.some(isGone)) state.edge = null;
  if (state.path?.some(isGone)) state.path = null;
}

/** Fixes entities where they stand now, or lets them go where all of them are fixed. */
function pinWorked() {
  const drawn = worked().filter((n) => picture.points.has(n)),
    isPinned = drawn.every((n) => state.pinned.has(n));
  for (const n of drawn) {
    const { x, y } = picture.points.get(n) || { x: 0, y: 0 };
    if (isPinned) state.pinned.delete(n);
    else state.pinned.set(n, { x: Math.round(x), y: Math.round(y) });
  }
  show();
}

function growWorked() {
  for (const n of worked()) growAround(n, neighboursOf(n));
  show(state.focus >= 0);
}

/** The neighbours of an entity by one relation in one direction. @param {number} n @param {Fact[]} group @returns {number[]} */
const endsOf = (n, group) => [...new Set(group.map((fact) => otherEnd(fact, entities[n])).filter((other) => other >= 0 && other !== n))];

/** Adds what one relation joins to an entity. @param {number} n @param {number[]} others */
function growBy(n, others) {
  state.path = null;
  state.view = "graph";
  growAround(n, others);
  show(state.focus >= 0);
}

/** The bar over the picture while entities are picked. */
function updateWorkBar() {
  const drawn = [...state.picked].filter((n) => picture.points.has(n)),
    button = (/** @type {string} */ key, /** @type {() => void} */ act, /** @type {Object<string, any>} */ more = {}) =>
      make("button", { id: "work-" + key, ...more, on: { click: act } }, t(key));
  $("#work").hidden = !state.picked.size;
  $("#work").replaceChildren(
    make("span", { class: "soft" }, t("pickedCount", count(state.picked.size))),
    button("keepOnly", keepWorked),
    button("hide", hideWorked),
    button("pin", pinWorked, { "aria-pressed": drawn.length > 0 && drawn.every((n) => state.pinned.has(n)) }),
    button("expand", growWorked),
    button("unpick", () => {
      state.picked.clear();
      show();
      mainElement().focus({ preventScroll: true });
    }),
  );
}

/** The same on one entity, in its details. @param {Entity} entity */
const workButtons = ({ n }) =>
  state.picked.size && !(state.picked.size === 1 && state.picked.has(n))
    ? [make("button", { "aria-pressed": state.picked.has(n), on: { click: () => togglePicked(n) } }, t("pick"))]
    : [
        make("button", { id: "pick", "aria-pressed": state.picked.has(n), on: { click: () => togglePicked(n) } }, t("pick")),
        make("button", { id: "hide", on: { click: hideWorked } }, t("hide")),
        state.view === "graph"
          ? make("button", { id: "pin", "aria-pressed": state.pinned.has(n), on: { click: pinWorked } }, t("pin"))
          : null,
      ];

/** What is hidden or kept alone stands beside the filters. @param {(text: string, remove: () => void) => any} chip */
const workChips = (chip) => [
  state.kept.size ? chip(t("keptCount", count(state.kept.size)), () => state.kept.clear()) : null,
  state.hidden.size ? chip(t("hiddenCount", count(state.hidden.size)), () => state.hidden.clear()) : null,
];
