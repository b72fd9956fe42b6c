/* The reader's notes on entities and facts, and views saved by name: kept by the browser, and in one small file to save and load. */

const NOTES_KEY = "kg-notes " + COMMON,
  VIEWS_KEY = "kg-views " + COMMON,
  WORK_FORMAT = "kg-work";
const LONGEST_NOTE = 4000;
/** What a note is about -> its text. */
let notes = new Map(pairsOfTexts(keptJson(NOTES_KEY)));
/** The name of a saved view -> its address. */
let views = new Map(pairsOfTexts(keptJson(VIEWS_KEY)));

/** @param {string} key @returns {any} */
function keptJson(key) {
  try {
    return JSON.parse(stored(key) || "[]");
  } catch {
    return [];
  }
}
/** The pairs of non-empty texts among what a file or the browser holds. @param {any} list @returns {[string, string][]} */
function pairsOfTexts(list) {
  const isPair = (/** @type {any} */ pair) =>
    Array.isArray(pair) && typeof pair[0] === "string" && typeof pair[1] === "string" && pair[0] && pair[1];
  return Array.isArray(list) ? list.filter(isPair) : [];
}

/** @param {Fact} fact */
const factKey = (fact) =>
  [entityKey(fact.s), localName(relations[fact.p].iri), fact.o >= 0 ? entityKey(fact.o) : literals[-1 - fact.o].text].join(" ");

/** @param {string} key @param {string} text */
function keepNote(key, text) {
  if (text.trim()) notes.set(key, text.slice(0, LONGEST_NOTE));
  else notes.delete(key);
  stored(NOTES_KEY, JSON.stringify([...notes]));
}

/** A field for a note. @param {string} key @param {string} about */
function noteField(key, about) {
  const field = make("textarea", {
    class: "note",
    rows: 2,
    maxlength: LONGEST_NOTE,
    "aria-label": `${t("note")} ${about}`,
    placeholder: t("notePrompt"),
  });
  field.value = notes.get(key) || "";
  field.addEventListener("input", () => keepNote(key, field.value));
  return field;
}
/** @param {Entity} entity */
const entityNote = (entity) => section(t("note"), noteField(entityKey(entity.n), entity.label));

/** The note of a fact, or a button to write one. @param {Fact} fact */
function factNote(fact) {
  const key = factKey(fact),
    about = `${entities[fact.s].label} ${termLabel(relations[fact.p])} ${objectLabel(fact)}`;
  if (notes.has(key)) return noteField(key, about);
  const button = make(
    "button",
    {
      class: "quiet add-note",
      "aria-label": `${t("note")} ${about}`,
      on: {
        click: () => {
          const field = noteField(key, about);
          button.replaceWith(field);
          field.focus();
        },
      },
    },
    "✎ " + t("note"),
  );
  return button;
}

/** What a note is about, if the page holds it. @param {string} key @returns {any} */
function noteLink(key) {
  const n = entityNumber(key);
  if (n >= 0) return entityLink(n);
  const fact = entities[entityNumber(key.split(" ")[0])]?.facts.find((one) => factKey(one) === key);
  if (!fact) return make("span", { class: "soft" }, isolated(key));
  return make(
    "button",
    { class: "name", on: { click: () => openFact(fact) } },
    isolated(`${entities[fact.s].label} ${termLabel(relations[fact.p])} ${objectLabel(fact)}`),
  );
}

/** Notes, saved views, and the file of both, in the overview. */
function workList() {
  const name = make("input", { id: "view-name", type: "text", maxlength: 80, "aria-label": t("viewName"), placeholder: t("viewName") }),
    file = make("input", {
      id: "work-file",
      type: "file",
      accept: ".json,application/json",
      class: "sr",
      tabindex: -1,
      "aria-label": t("loadWork"),
    });
  const save = () => {
    views.set(name.value.trim() || t("viewNumber", views.size + 1), addressOfState());
    keepViews();
  };
  name.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !event.isComposing) save();
  });
  file.addEventListener("change", async () => {
    if (file.files?.[0]) takeWork(await file.files[0].text());
    file.value = "";
  });
  const noteLine = (/** @type {[string, string]} */ [key, text]) =>
    make("li", {}, make("span", { class: "name" }, noteLink(key), make("p", { class: "soft" }, isolated(text))));
  return [
    notes.size
      ? section(
          [t("notes"), make("span", { class: "number" }, notes.size)],
          make("ul", { class: "ranking", id: "notes" }, [...notes].map(noteLine)),
        )
      : null,
    section(
      t("savedViews"),
      make("ul", { class: "ranking", id: "saved-views" }, [...views.keys()].map(viewLine)),
      make("div", { class: "tools" }, name, make("button", { id: "save-view", on: { click: save } }, t("saveView"))),
      make(
        "div",
        { class: "tools" },
        make(
          "button",
          { id: "save-work", on: { click: async () => download(await EXPORTS["work.json"](), fileName(".work.json")) } },
          t("saveWork"),
        ),
        make("button", { id: "load-work", on: { click: () => file.click() } }, t("loadWork")),
        file,
      ),
    ),
  ];
}

/** @param {string} name */
const viewLine = (name) =>
  make(
    "li",
    {},
    make(
      "span",
      { class: "name" },
      make("button", { class: "name", on: { click: () => openAddress(views.get(name) || "") } }, isolated(name)),
    ),
    make(
      "button",
      {
        "aria-label": `${t("deleteView")} ${name}`,
        on: {
          click: () => {
            views.delete(name);
            keepViews();
          },
        },
      },
      t("deleteView"),
    ),
  );

function keepViews() {
  stored(VIEWS_KEY, JSON.stringify([...views]));
  updatePanel();
  document.getElementById("view-name")?.focus();
}

/** Goes to an address of this page, as a step that can be undone. @param {string} address */
function openAddress(address) {
  showAll(address);
  mainElement().focus({ preventScroll: true });
}

/** The reader's work as a file: the address, notes, saved views and decisions. */
const workFile = () =>
  JSON.stringify(
    { format: WORK_FORMAT, version: 1, base: COMMON, address: addressOfState(), notes: [...notes], views: [...views], decisions },
    null,
    1,
  ) + "\n";

/** Adds the work of a file to what is here; where both have a note or view of one name, the file's stands. @param {string} text */
function takeWork(text) {
  /** @type {any} */
  let work = null;
  try {
    work = JSON.parse(text);
  } catch {
    // Told below, as for any other file.
  }
  if (!work || work.format !== WORK_FORMAT || work.version !== 1) return announce(t("noWork"));
  const told = pairsOfTexts(work.notes),
    named = pairsOfTexts(work.views);
  for (const [key, note] of told) keepNote(key, note);
  for (const [name, address] of named) views.set(name.slice(0, 80), address);
  const decided = decisionsAmong(work.decisions).filter((one) => !isDecided(one));
  decisions = [...decisions, ...decided];
  stored(DECISIONS_KEY, JSON.stringify(decisions));
  stored(VIEWS_KEY, JSON.stringify([...views]));
  if (typeof work.address === "string") showAll(work.address);
  else updatePanel();
  countDecisions();
  announce(t("workTaken", told.length, named.length, decided.length));
}
