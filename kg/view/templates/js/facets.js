/* The filters at the left: each value with the number of facts that it leaves; the legend is the first of them. */

const LONG_LIST = 8;
/** @type {Map<string, number>} how much is shown of the lists that were opened */
const openLists = new Map();
const MANY_VALUES = 300;

function updateFacets() {
  const focused = document.activeElement?.id || "";
  const shut = make("button", { class: "narrow close", id: "shut", "aria-label": t("close"), on: { click: () => $("#menu").click() } }, "×");
  $("#facets").replaceChildren(shut, ...facets.slice(0, 3).map(facetSection), periodSection(), ...facets.slice(3).map(facetSection));
  if (focused) document.getElementById(focused)?.focus();
  updateChips();
}

/** @param {Facet} facet */
function facetSection(facet) {
  const names = facet.names(),
    counts = selection.counts[facet.key],
    chosen = state.chosen[facet.key];
  const values = [...names.keys()].filter((value) => counts[value] || chosen.has(value));
  if (facet.key !== "conf" && facet.key !== "sup") values.sort((a, b) => counts[b] - counts[a] || a - b);
  if (!values.length || (values.length === 1 && !chosen.size && facet.key !== "cls")) return make("span", { hidden: true });
  const open = openLists.get(facet.key) || LONG_LIST,
    full = open > LONG_LIST,
    shown = values.filter((value, k) => k < open || chosen.has(value)),
    rest = values.length - shown.length;
  const lengthen = (/** @type {string} */ id, /** @type {number} */ length, /** @type {string} */ words) =>
    make(
      "button",
      {
        class: "quiet",
        id: id + facet.key,
        "aria-expanded": full,
        on: {
          click: () => {
            openLists.set(facet.key, length);
            updateFacets();
          },
        },
      },
      words,
    );
  return make(
    "fieldset",
    { class: "facet", "data-facet": facet.key },
    make(
      "legend",
      { title: t(facet.key === "cls" ? "countsEntities" : "countsFacts") },
      t(facet.key),
      chosen.size
        ? make(
            "button",
            {
              class: "quiet",
              on: {
                click: () => {
                  chosen.clear();
                  change();
                },
              },
            },
            t("clear"),
          )
        : null,
    ),
    shown.map((value) => facetRow(facet, value, names[value], counts[value])),
    rest > 0 ? lengthen("list-", full ? open + MANY_VALUES : MANY_VALUES, t("moreValues", count(rest))) : null,
    full ? lengthen("fewer-", LONG_LIST, t("fewer")) : null,
  );
}

/** @param {Facet} facet @param {number} value @param {string} name @param {number} number */
function facetRow(facet, value, name, number) {
  const chosen = state.chosen[facet.key];
  const toggle = () => {
    chosen.has(value) ? chosen.delete(value) : chosen.add(value);
    change();
  };
  return make(
    "label",
    { class: number ? "row" : "row none", title: name.slice(0, 200) },
    make("input", { type: "checkbox", id: `facet-${facet.key}-${value}`, checked: chosen.has(value), on: { change: toggle } }),
    facet.key === "cls" ? glyph(value) : null,
    make("span", { class: "text" }, isolated(name)),
    make("span", { class: "number" }, count(number)),
  );
}

/** Days, months or years, so that there are at most sixty bars. @param {string[]} days sorted @returns {{key: (day: string) => string, bars: string[]}} */
function periodBars(days) {
  const first = days[0],
    last = days[days.length - 1],
    span = (Date.parse(last) - Date.parse(first)) / 86400000;
  const size = span <= 60 ? 10 : span <= 1800 ? 7 : 4,
    key = (/** @type {string} */ day) => day.slice(0, size),
    bars = [];
  if (size === 10)
    for (let at = Date.parse(first); at <= Date.parse(last); at += 86400000) bars.push(new Date(at).toISOString().slice(0, 10));
  else if (size === 7)
    for (let year = +first.slice(0, 4), month = +first.slice(5, 7); ; month === 12 ? ((month = 1), year++) : month++) {
      const bar = `${year}-${String(month).padStart(2, "0")}`;
      bars.push(bar);
      if (bar >= last.slice(0, 7)) break;
    }
  else {
    const years = +last.slice(0, 4) - +first.slice(0, 4) + 1,
      step = [1, 2, 5, 10, 20, 50, 100].find((size) => years / size <= 60) || 200;
    const from = (/** @type {string} */ year) => Math.floor(+year.slice(0, 4) / step) * step,
      name = (/** @type {number} */ year) => (step === 1 ? fourDigits(year) : `${fourDigits(year)}–${fourDigits(year + step - 1)}`);
    for (let year = from(first); year <= +last.slice(0, 4); year += step) bars.push(name(year));
    return { key: (/** @type {string} */ day) => name(from(day)), bars };
  }
  return { key, bars };
}
const fourDigits = (/** @type {number} */ year) => String(year).padStart(4, "0");
/** The first and last day of a bar: a day, a month, a year or a range of years. @param {string} bar */
function barDays(bar) {
  if (bar.length === 10) return [bar, bar];
  if (bar.length === 9) return [bar.slice(0, 4) + "-01-01", bar.slice(5) + "-12-31"];
  if (bar.length === 4) return [bar + "-01-01", bar + "-12-31"];
  return [bar + "-01", new Date(Date.UTC(+bar.slice(0, 4), +bar.slice(5, 7), 0)).toISOString().slice(0, 10)];
}

function periodSection() {
  const days = [...new Set(claims.map((claim) => claim.first || claim.last).filter((day) => /^\d{4}-\d\d-\d\d$/.test(day)))].sort();
  if (!days.length) return make("span", { hidden: true });
  const { key, bars } = periodBars(days),
    sums = new Map(bars.map((bar) => [bar, 0]));
  for (const [day, number] of selection.days) sums.set(key(day), (sums.get(key(day)) || 0) + number);
  const highest = Math.max(1, ...bars.map((bar) => sums.get(bar) || 0));
  const inside = (/** @type {string} */ bar) => {
    const [first, last] = barDays(bar);
    return isWithin({ first, last });
  };
  const drawn = bars.map((bar) => {
    const said = t("barFacts", bar, count(sums.get(bar) || 0));
    const column = make("i", {
      class: inside(bar) ? "" : "out",
      id: "bar-" + bar,
      "data-bar": bar,
      title: said,
      role: "option",
      "aria-label": said,
      "aria-selected": (state.from || state.to) && inside(bar) ? "true" : "false",
    });
    column.style.height = Math.round(((sums.get(bar) || 0) / highest) * 40) + "px";
    return column;
  });
  const histogram = make(
    "div",
    { class: "histogram", id: "histogram", tabindex: 0, role: "listbox", "aria-multiselectable": "true", "aria-label": t("histogram"), title: t("histogram") },
    drawn,
  );
  brush(histogram, bars);
  brushByKeys(histogram, bars);
  const input = (/** @type {"from" | "to"} */ which) => {
    const field = make("input", {
      type: "date",
      id: "period-" + which,
      "aria-label": t(which),
      on: {
        change: () => {
          state[which] = field.value;
          change();
        },
      },
    });
    field.value = state[which];
    return field;
  };
  return make(
    "fieldset",
    { class: "facet", "data-facet": "time" },
    make(
      "legend",
      { title: t("periodNote") },
      t("time"),
      state.from || state.to
        ? make(
            "button",
            {
              class: "quiet",
              on: {
                click: () => {
                  state.from = state.to = "";
                  change();
                },
              },
            },
            t("clear"),
          )
        : null,
    ),
    histogram,
    make("div", { class: "scale number" }, make("span", {}, bars[0]), make("span", {}, bars[bars.length - 1])),
    make("div", { class: "dates" }, input("from"), input("to")),
  );
}

/** Drawing across the bars chooses a period. @param {HTMLElement} histogram @param {string[]} bars */
function brush(histogram, bars) {
  let start = -1;
  const barAt = (/** @type {PointerEvent} */ event) => {
    const frame = histogram.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - frame.left) / frame.width) * bars.length)));
  };
  const shade = (/** @type {number} */ end) =>
    [...histogram.children].forEach((column, k) => column.classList.toggle("out", k < Math.min(start, end) || k > Math.max(start, end)));
  histogram.addEventListener("pointerdown", (event) => {
    start = barAt(event);
    histogram.setPointerCapture(event.pointerId);
    shade(start);
  });
  histogram.addEventListener("pointermove", (event) => {
    if (start >= 0) shade(barAt(event));
  });
  histogram.addEventListener("pointerup", (event) => {
    if (start < 0) return;
    const end = barAt(event),
      first = Math.min(start, end),
      last = Math.max(start, end);
    state.from = barDays(bars[first])[0];
    state.to = barDays(bars[last])[1];
    start = -1;
    change();
  });
}

/** Where the keyboard stands on the bars, and the other end of what it has marked. */
let barAt = -1,
  barFrom = -1;
/** Left and right walk along the bars, with Shift they mark, Enter chooses, Delete takes the period back. @param {HTMLElement} histogram @param {string[]} bars */
function brushByKeys(histogram, bars) {
  const point = () => {
    histogram.setAttribute("aria-activedescendant", "bar-" + bars[barAt]);
    [...histogram.children].forEach((column, k) => {
      column.classList.toggle("at", k === barAt);
      column.classList.toggle("out", k < Math.min(barAt, barFrom) || k > Math.max(barAt, barFrom));
    });
  };
  histogram.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length }[event.key];
    if (move !== undefined) {
      barAt = Math.min(bars.length - 1, Math.max(0, (barAt < 0 ? (move < 0 ? bars.length : -1) : barAt) + move));
      if (!event.shiftKey || barFrom < 0) barFrom = barAt;
      point();
    } else if ((event.key === "Enter" || event.key === " ") && barAt >= 0) {
      state.from = barDays(bars[Math.min(barAt, barFrom)])[0];
      state.to = barDays(bars[Math.max(barAt, barFrom)])[1];
      change();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      state.from = state.to = "";
      change();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** What is filtered, each with a cross to take it back. */
function updateChips() {
  const chips = [],
    chip = (/** @type {string} */ text, /** @type {() => void} */ remove) =>
      make(
        "button",
        {
          class: "chip",
          on: {
            click: () => {
              remove();
              change();
            },
          },
        },
        isolated(text),
        make("span", { "aria-hidden": "true" }, " ×"),
      );
  for (const facet of facets) {
    const names = facet.names();
    for (const value of state.chosen[facet.key]) chips.push(chip(names[value], () => state.chosen[facet.key].delete(value)));
  }
  if (state.from || state.to)
    chips.push(
      chip(`${state.from || "…"} – ${state.to || "…"}`, () => {
        state.from = state.to = "";
      }),
    );
  if (state.words)
    chips.push(
      chip(`${t("words")} ${state.words}`, () => {
        state.words = "";
      }),
    );
  chips.push(...workChips(chip).filter(Boolean));
  if (chips.length > 1) chips.push(make("button", { class: "quiet", on: { click: clearFilters } }, t("clearAll")));
  $("#chips").replaceChildren(...chips);
}

function clearFilters() {
  for (const facet of facets) state.chosen[facet.key].clear();
  state.from = state.to = state.words = "";
  state.hidden.clear();
  state.kept.clear();
  change();
}
