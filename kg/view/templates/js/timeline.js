/* What happened when: the dated entities of the selection, from the densest period on; the strip above shows all and chooses. */

/** @type {[string, string] | null} the period that is listed, in days; null for the densest */
let timeWindow = null;
const MOST_ENTRIES = 300;
/** A dated entity of an open end is listed where its known end lies. @param {Entity} entity */
const dayOf = (entity) => entity.first || entity.last;

function updateTimeline() {
  const dated = entities
    .filter((entity) => dayOf(entity) && selection.member[entity.n] && isWithin(entity))
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.n - b.n));
  if (!dated.length) {
    $("#timeline").replaceChildren(make("p", { class: "hint" }, t("noEvents")));
    return;
  }
  const [from, to] = timeWindow || densestPeriod(dated),
    listed = dated.filter((entity) => dayOf(entity) >= from && dayOf(entity) <= to),
    shown = listed.slice(0, MOST_ENTRIES);
  const earlier = dated.filter((entity) => dayOf(entity) < from).length,
    later = dated.filter((entity) => dayOf(entity) > to).length + listed.length - shown.length;
  const step = (/** @type {string} */ id, /** @type {number} */ number, /** @type {[string, string]} */ period) =>
    number ? make("button", { class: "wide", id, on: { click: () => listPeriod(period) } }, t(id, count(number))) : null;
  const next = shown.length < listed.length ? dayOf(shown[shown.length - 1]) : to;
  $("#timeline").replaceChildren(
    timeStrip(dated, from, to),
    ...[step("earlier", earlier, [periodBefore(dated, from), from]), ...timelineSections(shown), step("later", later, [from, periodAfter(dated, next)])].filter(
      Boolean,
    ),
  );
}

/** @param {[string, string] | null} period */
function listPeriod(period) {
  timeWindow = period;
  updateTimeline();
}

/** The day fifty entries before a day, and after it. @param {Entity[]} dated @param {string} day */
function periodBefore(dated, day) {
  const before = dated.filter((entity) => dayOf(entity) < day);
  return before.length ? dayOf(before[Math.max(0, before.length - 50)]) : day;
}
/** @param {Entity[]} dated @param {string} day */
function periodAfter(dated, day) {
  const after = dated.filter((entity) => dayOf(entity) > day);
  return after.length ? dayOf(after[Math.min(after.length - 1, 49)]) : day;
}

/** All, if it is little; else the shortest run of years, months or days that holds half of the entries. @param {Entity[]} dated @returns {[string, string]} */
function densestPeriod(dated) {
  const days = dated.map(dayOf),
    half = Math.min(MOST_ENTRIES, Math.ceil(days.length / 2));
  if (days.length <= 30) return [days[0], days[days.length - 1]];
  let best = 0;
  const length = (/** @type {number} */ k) => Date.parse(days[k + half - 1]) - Date.parse(days[k]);
  for (let k = 1; k + half <= days.length; k++) if (length(k) <= length(best)) best = k;
  return [days[best], days[best + half - 1]];
}

/** Bars over all years with the listed period lit; drawing across them lists what one has drawn over. @param {Entity[]} dated @param {string} from @param {string} to */
function timeStrip(dated, from, to) {
  const { key, bars } = periodBars(dated.map(dayOf)),
    sums = new Map(bars.map((bar) => [bar, 0]));
  for (const entity of dated) sums.set(key(dayOf(entity)), (sums.get(key(dayOf(entity))) || 0) + 1);
  const highest = Math.max(...sums.values());
  const columns = bars.map((bar) => {
    const [first, last] = barDays(bar),
      number = sums.get(bar) || 0;
    const column = make("button", {
      class: last < from || first > to ? "out" : "",
      "aria-label": t("barEntries", bar, count(number)),
      title: t("barEntries", bar, count(number)),
      "aria-pressed": !(last < from || first > to),
      tabindex: number ? 0 : -1,
      on: { click: () => listPeriod([first, last]) },
    });
    const fill = make("i", {});
    fill.style.height = number ? Math.max(3, Math.round((number / highest) * 44)) + "px" : "0";
    column.append(fill);
    return column;
  });
  const strip = make("div", { class: "strip", role: "group", "aria-label": t("strip") }, columns);
  brushStrip(strip, bars);
  return make(
    "div",
    { class: "times" },
    strip,
    make("div", { class: "scale number" }, make("span", {}, bars[0]), make("span", {}, bars[bars.length - 1])),
    make(
      "p",
      { class: "soft" },
      make("span", { class: "number part" }, `${from} – ${to}`),
      make("button", { class: "quiet", id: "all-times", on: { click: () => listPeriod([dayOf(dated[0]), dayOf(dated[dated.length - 1])]) } }, t("allTimes")),
      " ",
      make("button", { class: "quiet", id: "dense-times", on: { click: () => listPeriod(null) } }, t("denseTimes")),
      " ",
      make(
        "button",
        {
          class: "quiet",
          id: "filter-times",
          on: {
            click: () => {
              state.from = from;
              state.to = to;
              change();
            },
          },
        },
        t("filterTimes"),
      ),
    ),
  );
}

/** @param {HTMLElement} strip @param {string[]} bars */
function brushStrip(strip, bars) {
  let start = -1;
  const barUnder = (/** @type {PointerEvent} */ event) => {
    const frame = strip.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - frame.left) / frame.width) * bars.length)));
  };
  strip.addEventListener("pointerdown", (event) => {
    start = barUnder(event);
  });
  strip.addEventListener("pointerup", (event) => {
    const end = barUnder(event);
    if (start >= 0 && end !== start) {
      event.preventDefault();
      listPeriod([barDays(bars[Math.min(start, end)])[0], barDays(bars[Math.max(start, end)])[1]]);
    }
    start = -1;
  });
}

/** What is known to the day or month under its month; what is known to the year only, under the year. @param {Entity} entity */
function headingOf(entity) {
  const text = periodText(entity.first, entity.last),
    day = dayOf(entity);
  return /^\d{4}$/.test(text) || /^\d{4} – \d{4}$/.test(text) || (!entity.last && day.endsWith("-01-01")) || (!entity.first && day.endsWith("-12-31"))
    ? day.slice(0, 4)
    : day.slice(0, 7);
}

/** @param {Entity[]} shown */
function timelineSections(shown) {
  /** @type {Map<string, Entity[]>} */
  const months = new Map();
  for (const entity of shown) {
    const heading = headingOf(entity),
      members = months.get(heading);
    if (members) members.push(entity);
    else months.set(heading, [entity]);
  }
  return [...months].map(([heading, members]) =>
    make(
      "section",
      { class: "month" },
      make("h3", { class: "number", "aria-level": 2 }, heading, heading.length === 4 ? make("span", { class: "soft" }, " ", t("yearOnly")) : null),
      make("ol", {}, members.map(timelineEntry)),
    ),
  );
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
    make(
      "div",
      {},
      make("p", { class: "head" }, glyph(entity.cls), entityLink(entity.n, "name strong")),
      lines.length ? make("dl", {}, lines) : null,
    ),
  );
}

/** The relation of a group of actors; an arrow where another of the same class does it to this one. @param {string} key @param {Entity} entity */
function actorLabel(key, entity) {
  const relation = parseInt(key, 10),
    label = termLabel(relations[relation]);
  const sameClass = entity.facts.some((fact) => fact.p === relation && fact.o === entity.n && entities[fact.s].cls === entity.cls);
  return key.endsWith("<") && sameClass ? t("incoming", label) : label;
}

/** The days of an entity without the month or year that stands beside them. @param {Entity} entity */
function spanOfDays({ first, last }) {
  const text = periodText(first, last);
  if (text === first && first === last) return first.slice(5);
  if (/^\d{4}$/.test(text)) return t("wholeYear");
  if (/^\d{4}-\d\d$/.test(text)) return t("wholeMonth");
  if (!first || !last || /^\d{4} – \d{4}$/.test(text)) return text;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${first.slice(5)} – ${last.slice(8)}`;
  return `${first.slice(5)} – ${first.slice(0, 4) === last.slice(0, 4) ? last.slice(5) : last}`;
}
