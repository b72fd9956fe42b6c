/* What happened when: the dated entities of the selection with their places and actors, month by month. */

let timelineRows = 300;

function updateTimeline() {
  const dated = entities
    .filter(
      (entity) =>
        entity.first && selection.member[entity.n] && (!state.from || entity.last >= state.from) && (!state.to || entity.first <= state.to),
    )
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.n - b.n));
  /** @type {Map<string, Entity[]>} */
  const months = new Map();
  for (const entity of dated.slice(0, timelineRows)) {
    const month = entity.first.slice(0, 7);
    months.set(month, [...(months.get(month) || []), entity]);
  }
  const parts = [...months].map(([month, members]) =>
    make("section", { class: "month" }, make("h3", { class: "number" }, month), make("ol", {}, members.map(timelineEntry))),
  );
  const more =
    dated.length > timelineRows
      ? [
          make(
            "button",
            {
              class: "wide",
              on: {
                click: () => {
                  timelineRows = Infinity;
                  updateTimeline();
                },
              },
            },
            t("showAll", count(dated.length)),
          ),
        ]
      : [];
  $("#timeline").replaceChildren(...(parts.length ? parts : [make("p", { class: "hint" }, t("noEvents"))]), ...more);
}

/** @param {Entity} entity */
function timelineEntry(entity) {
  /** @type {Map<string, any[]>} */
  const actors = new Map();
  for (const fact of entity.facts) {
    if (fact.o < 0 || !fact.stated || !passingClaims(fact).length) continue;
    const key = fact.s === entity.n ? fact.p + ">" : fact.p + "<",
      link = [entityLink(otherEnd(fact, entity)), factBadge(fact), " "];
    actors.set(key, [...(actors.get(key) || []), link]);
  }
  const lines = [...actors].map(([key, links]) =>
    make(
      "div",
      {},
      make("dt", {}, actorLabel(key, entity)),
      make("dd", {}, links.slice(0, 12), links.length > 12 ? t("moreFacts", links.length - 12) : null),
    ),
  );
  return make(
    "li",
    {},
    make("time", { class: "number" }, spanOfDays(entity)),
    make("div", {}, make("p", { class: "head" }, glyph(entity.cls), entityLink(entity.n, "name strong")), make("dl", {}, lines)),
  );
}

/** The relation of a group of actors; an arrow where another of the same class does it to this one. @param {string} key @param {Entity} entity */
function actorLabel(key, entity) {
  const relation = parseInt(key, 10),
    label = termLabel(relations[relation]);
  const sameClass = entity.facts.some((fact) => fact.p === relation && fact.o === entity.n && entities[fact.s].cls === entity.cls);
  return key.endsWith("<") && sameClass ? t("incoming", label) : label;
}

/** The days of an entity without the month that stands beside them. @param {Entity} entity */
function spanOfDays({ first, last }) {
  if (first === last) return first.slice(5);
  if (first.endsWith("-01-01") && last === first.slice(0, 4) + "-12-31") return t("wholeYear");
  if (first.endsWith("-01") && last === barDays(first.slice(0, 7))[1]) return t("wholeMonth");
  if (first.slice(0, 7) === last.slice(0, 7)) return `${first.slice(5)} – ${last.slice(8)}`;
  return `${first.slice(5)} – ${first.slice(0, 4) === last.slice(0, 4) ? last.slice(5) : last}`;
}
