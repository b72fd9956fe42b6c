/* The panel at the right: the whole at a glance, an entity, a line, or the paths between two entities. */

function updatePanel() {
  const panel = $("#panel"),
    open = Boolean(state.article >= 0 || state.path || state.edge || state.node >= 0 || state.ask);
  panel.replaceChildren(
    ...(state.article >= 0
      ? articlePanel(articles[state.article])
      : state.path
      ? pathPanel(state.path)
      : state.edge
        ? edgePanel(state.edge)
        : state.node >= 0
          ? nodePanel(entities[state.node])
          : state.ask
            ? askPanel()
            : overviewPanel()),
  );
  panel.classList.toggle("open", open);
  document.body.classList.toggle("wide-panel", state.article >= 0);
  panel.scrollTop = 0;
}

/** @param {...any} children */
const section = (title, ...children) => make("section", {}, make("h3", {}, title), children);
const closeButton = () => make("button", { class: "close", "aria-label": t("close"), on: { click: closePanel } }, "×");

/** Entities, facts, claims and articles of the selection beside those of the page. @returns {[string, number, number][]} */
function figures() {
  const scoped = scopedFacts(),
    told = scoped.flatMap(passingClaims);
  const cited = new Set(told.map((claim) => claim.article).filter((n) => n >= 0)).size,
    whole = isPristine() && !scopedEntities();
  return [
    ["entities", scopedEntities()?.size ?? selection.entityCount, entities.length],
    ["facts", scoped.length, facts.length],
    ["claims", told.filter((claim) => claim.iri).length, claims.filter((claim) => claim.iri).length],
    ["articles", whole ? articles.length : cited, articles.length],
  ];
}

/** The first and the last day that the selection speaks of. */
function periodOfSelection() {
  const told = selection.facts.flatMap(passingClaims),
    firsts = told.map((claim) => claim.first).filter(Boolean),
    lasts = told.map((claim) => claim.last).filter(Boolean);
  const least = (/** @type {string[]} */ days) => days.reduce((one, other) => (one && one < other ? one : other), ""),
    most = (/** @type {string[]} */ days) => days.reduce((one, other) => (one > other ? one : other), "");
  return firsts.length || lasts.length ? periodText(least(firsts.concat(lasts)), most(lasts.concat(firsts))) : "";
}

function overviewPanel() {
  const { events, others } = mainEntities(),
    period = periodOfSelection();
  const perClass = classes.map((_, cls) => entities.filter((entity) => entity.cls === cls && (isPristine() || selection.member[entity.n])).length);
  const line = (/** @type {Entity} */ entity, /** @type {string | number} */ right) =>
    make("li", {}, glyph(entity.cls), entityLink(entity.n), make("span", { class: "number" }, right));
  const figure = (/** @type {[string, number, number]} */ [name, value, all]) =>
    make(
      "div",
      { title: t(name + "Note") },
      make("dt", {}, t(name)),
      make("dd", { class: "number" }, count(value), value === all ? null : make("span", { class: "of" }, ` / ${count(all)}`)),
    );
  const ranking = (/** @type {string} */ title, /** @type {any[]} */ lines) =>
    lines.length ? section(t(title), make("ul", { class: "ranking" }, lines)) : null;
  return [
    make("div", { class: "narrow" }, closeButton()),
    make("h2", { tabindex: -1 }, t(isPristine() ? "overview" : "overviewSelected")),
    make("dl", { class: "figures" }, figures().map(figure)),
    make(
      "p",
      { class: "soft" },
      classes
        .map((_, cls) => cls)
        .filter((cls) => perClass[cls])
        .map((cls) => make("span", { class: "part number" }, `${classLabel(cls)} ${count(perClass[cls])}`)),
    ),
    period ? make("p", { class: "soft" }, `${t("period")} `, make("span", { class: "number" }, period)) : null,
    RAW.left[0] || RAW.left[1] ? make("p", { class: "notice" }, t("left", count(RAW.left[0]), count(RAW.left[1]))) : null,
    ranking(
      "mainEvents",
      events.map((entity) => line(entity, periodText(entity.first, entity.last))),
    ),
    ranking(
      "mainEntities",
      others.map((entity) => line(entity, selection.degree[entity.n])),
    ),
    decisionList(),
    ...workList(),
    make("p", { class: "hint" }, t("definitions")),
    make("p", { class: "hint" }, t("hint")),
    make("p", { class: "hint" }, t("keys")),
  ].filter(Boolean);
}

/** @param {Entity} entity */
function nodePanel(entity) {
  const shown = entity.facts.filter((fact) => passingClaims(fact).length),
    hidden = entity.facts.length - shown.length;
  /** @type {Map<string, Fact[]>} */
  const groups = new Map();
  for (const fact of shown) {
    const key = fact.p + (fact.s === entity.n ? ">" : "<");
    groups.set(key, [...(groups.get(key) || []), fact]);
  }
  const title = (/** @type {Fact} */ fact) => t(fact.s === entity.n ? "outgoing" : "incoming", termLabel(relations[fact.p]));
  const tools = [
    make(
      "button",
      { "aria-pressed": state.focus === entity.n, on: { click: () => focusOn(state.focus === entity.n ? -1 : entity.n, 1) } },
      t("focus"),
    ),
    state.focus === entity.n ? depthSlider(entity) : null,
    make("button", { on: { click: () => grow(entity.n) } }, t("expand")),
    ...workButtons(entity),
    make("button", { on: { click: () => askForEntity((other) => openPath(entity.n, other)) } }, t("path")),
    SERVER ? make("button", { on: { click: () => openRemote(entity.iri) } }, t("fromServer")) : null,
  ];
  const dates = periodText(entity.first, entity.last);
  return [
    closeButton(),
    make("h2", { tabindex: -1 }, glyph(entity.cls), isolated(entity.label)),
    entity.about ? make("p", { class: "soft" }, isolated(entity.about)) : null,
    make(
      "p",
      { class: "soft" },
      make("span", { class: "part" }, classLabel(entity.cls)),
      dates && make("span", { class: "part number" }, dates),
      placeChain(entity),
    ),
    namesOf(entity),
    make("div", { class: "tools" }, tools),
    entity.same.some(safeUrl)
      ? section(
          t("same"),
          entity.same
            .filter(safeUrl)
            .map((url) => make("p", {}, make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, url))),
        )
      : null,
    shown.length ? markLegend() : make("p", { class: "hint" }, t("noFacts")),
    shown.length > 1 ? reportSwitch() : null,
    state.report ? reportOf(entity) : [...groups.values()].map((group) => factGroup(title(group[0]), group, entity.n)),
    hidden ? make("p", { class: "hint" }, t("filteredOut", hidden)) : null,
    entityNote(entity),
    entityDecisions(entity),
  ]
    .flat()
    .filter(Boolean);
}

/** How many steps the neighbourhood reaches. @param {Entity} entity */
const depthSlider = (entity) =>
  make(
    "label",
    { class: "depth" },
    t("depth"),
    make("input", {
      id: "depth",
      type: "range",
      min: 1,
      max: 3,
      step: 1,
      value: state.hops,
      "aria-valuetext": t("hops", state.hops),
      on: {
        input: (/** @type {any} */ event) => {
          focusOn(entity.n, Number(event.target.value));
          $("#depth")?.focus();
        },
      },
    }),
    make("span", { class: "number soft" }, t("hops", state.hops)),
  );

/** By relation, or in the order of time. */
const reportSwitch = () =>
  make(
    "button",
    {
      class: "quiet",
      id: "report",
      "aria-pressed": state.report,
      on: {
        click: () => {
          state.report = !state.report;
          show();
          $("#report").focus();
        },
      },
    },
    t("report"),
  );

/** The facts of one relation, a dozen at once. @param {string} title @param {Fact[]} group @param {number} self */
function factGroup(title, group, self) {
  const shown = group.slice(0, 12).map((fact) => factCard(fact, self)),
    rest = group.slice(12);
  const more = rest.length
    ? make(
        "button",
        { class: "quiet", on: { click: () => more.replaceWith(...rest.map((fact) => factCard(fact, self))) } },
        t("moreFacts", rest.length),
      )
    : null;
  const ends = self >= 0 ? endsOf(self, group) : [],
    grow =
      ends.length && ends.some((n) => !picture.points.has(n))
        ? make("button", { class: "quiet grow", on: { click: () => growBy(self, ends) } }, t("growRelation", count(ends.length)))
        : null;
  return section([title, make("span", { class: "number" }, group.length)], grow, shown, more);
}

/** @param {Entity} entity */
function placeChain(entity) {
  const chain = [];
  for (let at = entity.inside; at >= 0 && chain.length < 6 && !chain.includes(at); at = entities[at].inside) chain.push(at);
  return chain.length
    ? make(
        "span",
        { class: "part" },
        t("inside") + " ",
        chain.map((n) => [entityLink(n), " "]),
      )
    : null;
}

/** Every further name, and where it was learnt. @param {Entity} entity */
function namesOf(entity) {
  if (!entity.names.length) return null;
  /** @type {Map<string, any[]>} */
  const sources = new Map(entity.names.map((name) => [name, []]));
  for (const [n, name, article] of RAW.aliases) if (n === entity.n && sources.has(name)) sources.get(name)?.push(article);
  return make(
    "p",
    { class: "names" },
    make("span", { class: "soft" }, t("alsoKnown") + " "),
    [...sources].map(([name, found]) =>
      make(
        "span",
        { class: "part" },
        isolated(name),
        found.length
          ? make("span", { class: "soft" }, "（", t("learnt"), " ", found[0] >= 0 ? articleLink(articles[found[0]]) : t("lexicon"), "）")
          : null,
      ),
    ),
  );
}

/** @param {[number, number]} edge */
function edgePanel([from, to]) {
  const between = entities[from].facts.filter((fact) => fact.s === from && fact.o === to && passingClaims(fact).length);
  return [
    closeButton(),
    make("h2", { tabindex: -1 }, isolated(entities[from].label), " → ", isolated(entities[to].label)),
    make("p", { class: "soft" }, `${t("facts")} ${between.length}`),
    markLegend(),
    between.map((fact) => factCard(fact)),
  ].flat();
}

/** @param {[number, number]} ends */
function pathPanel([from, to]) {
  const paths = shortestPaths(from, to);
  const head = [closeButton(), make("h2", { tabindex: -1 }, t("pathTitle", entities[from].label, entities[to].label))];
  if (!paths.length) return [...head, make("p", { class: "hint" }, t(isPristine() ? "noPathAtAll" : "noPath"))];
  const step = (/** @type {number} */ k) => {
    const pairs = new Set(paths.map((path) => path[k] + " " + path[k + 1]));
    const between = [...pairs].flatMap((pair) => {
      const [a, b] = pair.split(" ").map(Number);
      return entities[a].facts.filter((fact) => otherEnd(fact, entities[a]) === b && passingClaims(fact).length);
    });
    return section(
      t("step", k + 1),
      between.map((fact) => factCard(fact)),
    );
  };
  return [
    ...head,
    make("p", { class: "soft" }, t("paths", paths.length, paths[0].length - 1)),
    markLegend(),
    ...paths[0].slice(1).map((_, k) => step(k)),
  ];
}

/** The shortest ways between two entities through facts that pass the filters, at most eight. @param {number} from @param {number} to @returns {number[][]} */
function shortestPaths(from, to) {
  const before = new Map([[from, /** @type {number[]} */ ([])]]);
  let front = [from];
  while (front.length && !before.has(to)) {
    /** @type {Map<number, number[]>} */
    const next = new Map();
    for (const node of front)
      for (const fact of entities[node].facts) {
        const other = otherEnd(fact, entities[node]);
        if (other >= 0 && !before.has(other) && passingClaims(fact).length) {
          const list = next.get(other) || [];
          if (!list.includes(node)) list.push(node);
          next.set(other, list);
        }
      }
    for (const [node, list] of next) before.set(node, list);
    front = [...next.keys()];
  }
  if (!before.has(to) || from === to) return [];
  /** @type {number[][]} */
  const paths = [];
  const walk = (/** @type {number[]} */ path) => {
    if (paths.length === 8) return;
    if (path[0] === from) paths.push(path);
    else for (const node of before.get(path[0]) || []) walk([node, ...path]);
  };
  walk([to]);
  return paths;
}
