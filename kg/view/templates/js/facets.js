/* The filters at the left: each value with the number of facts that it leaves; the legend is the first of them. */

const LONG_LIST = 8;
/** @type {Set<string>} lists that are shown in full */
const openLists = new Set();

function updateFacets() {
  const focused = document.activeElement?.id || "";
  $("#facets").replaceChildren(...facets.slice(0, 3).map(facetSection), periodSection(), ...facets.slice(3).map(facetSection));
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
  const full = openLists.has(facet.key),
    shown = full ? values.slice(0, 300) : values.filter((value, k) => k < LONG_LIST || chosen.has(value));
  const toggleList = make(
    "button",
    {
      class: "quiet",
      id: "list-" + facet.key,
      "aria-expanded": full,
      on: {
        click: () => {
          full ? openLists.delete(facet.key) : openLists.add(facet.key);
          updateFacets();
        },
      },
    },
    full ? t("fewer") : t("moreValues", values.length - shown.length),
  );
  return make(
    "fieldset",
    { class: "facet", "data-facet": facet.key },
    make(
      "legend",
      {},
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
    full || values.length > shown.length ? toggleList : null,
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
  else
    for (let year = Math.max(+first.slice(0, 4), +last.slice(0, 4) - 59); year <= +last.slice(0, 4); year++)
      bars.push(String(year).padStart(4, "0"));
  return { key, bars };
}
/** The first and last day of a bar. @param {string} bar */
function barDays(bar) {
  if (bar.length === 10) return [bar, bar];
  if (bar.length === 4) return [bar + "-01-01", bar + "-12-31"];
  return [bar + "-01", new Date(Date.UTC(+bar.slice(0, 4), +bar.slice(5, 7), 0)).toISOString().slice(0, 10)];
}

function periodSection() {
  const days = [...new Set(claims.map((claim) => claim.first).filter((day) => /^\d{4}-\d\d-\d\d$/.test(day)))].sort();
  if (!days.length) return make("span", { hidden: true });
  const { key, bars } = periodBars(days),
    sums = new Map(bars.map((bar) => [bar, 0]));
  for (const [day, number] of selection.days) sums.set(key(day), (sums.get(key(day)) || 0) + number);
  const highest = Math.max(1, ...bars.map((bar) => sums.get(bar) || 0));
  const inside = (/** @type {string} */ bar) => {
    const [first, last] = barDays(bar);
    return (!state.from || last >= state.from) && (!state.to || first <= state.to);
  };
  const drawn = bars.map((bar) => {
    const column = make("i", { class: inside(bar) ? "" : "out", "data-bar": bar, title: `${bar} ${sums.get(bar) || 0}` });
    column.style.height = Math.round(((sums.get(bar) || 0) / highest) * 40) + "px";
    return column;
  });
  const histogram = make("div", { class: "histogram", "aria-hidden": "true" }, drawn);
  brush(histogram, bars);
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
  if (chips.length > 1) chips.push(make("button", { class: "quiet", on: { click: clearFilters } }, t("clearAll")));
  $("#chips").replaceChildren(...chips);
}

function clearFilters() {
  for (const facet of facets) state.chosen[facet.key].clear();
  state.from = state.to = state.words = "";
  change();
}
