/* Where it happened: a tile for each province in about its place on the map, the cities and events of the chosen one. Needs no outlines. */

/** Chinese and English short name, column and row of each tile. A province of a graph is found by the beginning of its label.
 * @type {[string, string, number, number][]} */
const TILES = [
  ["黑龙江", "Heilongjiang", 8, 1],
  ["内蒙古", "Inner Mongolia", 5, 2],
  ["北京", "Beijing", 6, 2],
  ["辽宁", "Liaoning", 7, 2],
  ["吉林", "Jilin", 8, 2],
  ["新疆", "Xinjiang", 1, 3],
  ["甘肃", "Gansu", 2, 3],
  ["宁夏", "Ningxia", 3, 3],
  ["陕西", "Shaanxi", 4, 3],
  ["山西", "Shanxi", 5, 3],
  ["河北", "Hebei", 6, 3],
  ["天津", "Tianjin", 7, 3],
  ["西藏", "Tibet", 1, 4],
  ["青海", "Qinghai", 2, 4],
  ["四川", "Sichuan", 3, 4],
  ["重庆", "Chongqing", 4, 4],
  ["河南", "Henan", 5, 4],
  ["山东", "Shandong", 6, 4],
  ["云南", "Yunnan", 3, 5],
  ["贵州", "Guizhou", 4, 5],
  ["湖北", "Hubei", 5, 5],
  ["安徽", "Anhui", 6, 5],
  ["江苏", "Jiangsu", 7, 5],
  ["上海", "Shanghai", 8, 5],
  ["广西", "Guangxi", 4, 6],
  ["湖南", "Hunan", 5, 6],
  ["江西", "Jiangxi", 6, 6],
  ["浙江", "Zhejiang", 7, 6],
  ["广东", "Guangdong", 5, 7],
  ["福建", "Fujian", 6, 7],
  ["台湾", "Taiwan", 8, 7],
  ["海南", "Hainan", 4, 8],
  ["澳门", "Macao", 5, 8],
  ["香港", "Hong Kong", 6, 8],
];
const COUNTED = ["events", "facts"],
  MOST_PLACES = 24,
  MOST_OF_REGION = 300;
/** The tile of each province of the graph, -1 for a country. */
const TILE_OF = PROVINCES.map((label) => TILES.findIndex(([name]) => label.startsWith(name)));
/** The country that the tiles are parts of: events with it for their only place are not abroad. @type {Set<number>} */
const HOMELAND = new Set(PROVINCES.flatMap((label, region) => (label === "中国" ? [region] : [])));
/** The entities that are the provinces and countries themselves. @type {Map<number, number>} */
const REGION_OF_ENTITY = new Map();
const regionByIri = new Map(RAW.provinces.flatMap(([, ...iris], region) => iris.map((iri) => [iri, region])));
for (const entity of entities) if (regionByIri.has(entity.iri)) REGION_OF_ENTITY.set(entity.n, regionByIri.get(entity.iri));

/** @param {number} n */
const isEvent = (n) => n >= 0 && lookOf(entities[n].cls) === LOOKS.Event;

/** The events of the selection by the place that a fact of it says they were at. @returns {Map<number, Set<number>>} */
function eventsByPlace() {
  /** @type {Map<number, Set<number>>} */
  const found = new Map();
  const add = (/** @type {number} */ place, /** @type {number} */ event) => found.set(place, (found.get(place) || new Set()).add(event));
  for (const fact of selection.facts) {
    const events = [...new Set([fact.s, fact.o])].filter(isEvent);
    if (!events.length) continue;
    if (localName(relations[fact.p].iri) === "heldAt" && fact.o >= 0) add(fact.o, fact.s);
    for (const { where } of passingClaims(fact)) if (where >= 0) for (const event of events) add(where, event);
  }
  return found;
}

/** A place and all that hold it, the innermost first. @param {number} place @returns {number[]} */
function holdersOf(place) {
  const chain = [];
  for (let at = place; at >= 0 && !chain.includes(at); at = entities[at].inside) chain.push(at);
  return chain;
}
/** The province of a place, or the country where it lies in none; -1 for neither. @param {number} place */
function regionOf(place) {
  const regions = entities[place].provinces;
  return regions.find((region) => TILE_OF[region] >= 0) ?? regions[0] ?? -1;
}
/** The city that a place is or lies in: what stands right below its province or country. @param {number} place */
function cityOf(place) {
  const chain = holdersOf(place),
    at = chain.findIndex((n) => REGION_OF_ENTITY.get(n) === regionOf(place));
  return chain[at < 0 ? chain.length - 1 : Math.max(0, at - 1)];
}

/** How much the selection tells of each region: events held there, or facts that speak of it. @param {Map<number, Set<number>>} placed @returns {Map<number, number>} */
function weighRegions(placed) {
  /** @type {Map<number, Set<number>>} */
  const found = new Map();
  const add = (/** @type {number} */ region, /** @type {number} */ one) => found.set(region, (found.get(region) || new Set()).add(one));
  if (state.counted === "events") {
    for (const [place, events] of placed) for (const event of events) add(regionOf(place), event);
    found.delete(-1);
  } else for (const fact of selection.facts) for (const claim of passingClaims(fact)) for (const region of claim.provinces) add(region, fact.n);
  return new Map([...found].map(([region, members]) => [region, members.size]));
}

function updateMap() {
  const placed = eventsByPlace(),
    weights = weighRegions(placed),
    countries = [...weights].filter(([region]) => TILE_OF[region] < 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]),
    highest = Math.max(1, ...[...weights].filter(([region]) => TILE_OF[region] >= 0).map(([, number]) => number));
  const choice = (/** @type {string} */ key) =>
    make("button", { id: "counted-" + key, "aria-pressed": state.counted === key, on: { click: () => chooseCounted(key) } }, t("counted" + key));
  $("#map").replaceChildren(
    make("div", { class: "tools" }, COUNTED.map(choice)),
    make("p", { class: "soft" }, t("mapNote")),
    make("div", { class: "tiles", role: "group", "aria-label": t("mapTiles") }, TILES.map((_, k) => tileButton(k, weights, highest))),
    regionRow("nationwide", countries.filter(([region]) => HOMELAND.has(region))),
    regionRow("abroad", countries.filter(([region]) => !HOMELAND.has(region))),
    state.region >= 0 ? regionList(placed) : placeRanking(placed),
    unplacedNote(placed),
  );
}

/** @param {string} title @param {[number, number][]} regions  with their numbers */
const regionRow = (title, regions) =>
  regions.length ? make("div", { class: "abroad" }, make("h2", {}, t(title)), regions.slice(0, MOST_PLACES).map(([region, number]) => regionButton(region, number))) : "";

/** How many events of the selection no fact gives a place. @param {Map<number, Set<number>>} placed */
function unplacedNote(placed) {
  const known = new Set([...placed.values()].flatMap((events) => [...events])),
    rest = entities.filter((entity) => isEvent(entity.n) && selection.member[entity.n] && !known.has(entity.n)).length;
  return rest ? make("p", { class: "hint" }, t("unplaced", count(rest))) : "";
}

/** @param {string} key */
function chooseCounted(key) {
  state.counted = key;
  show();
  document.getElementById("counted-" + key)?.focus();
}

/** @param {number} k @param {Map<number, number>} weights @param {number} highest */
function tileButton(k, weights, highest) {
  const [zh, en, column, row] = TILES[k],
    region = TILE_OF.indexOf(k),
    number = weights.get(region) || 0,
    name = lang === "zh" ? zh : en;
  const tile = make(
    "button",
    {
      id: "tile-" + k,
      class: "tile",
      disabled: !number,
      "aria-pressed": region >= 0 && state.region === region,
      "aria-label": `${name} ${t("counted" + state.counted)} ${count(number)}`,
      on: { click: () => openRegion(region, "tile-" + k) },
    },
    make("span", { class: "text" }, name),
    make("span", { class: "number" }, number ? count(number) : ""),
  );
  tile.style.gridArea = `${row} / ${column}`;
  if (number) tile.style.background = `color-mix(in srgb, var(--place) ${Math.round(8 + 36 * Math.sqrt(number / highest))}%, var(--card))`;
  return tile;
}

/** @param {number} region @param {number} number */
const regionButton = (region, number) =>
  make(
    "button",
    { id: "region-" + region, "aria-pressed": state.region === region, on: { click: () => openRegion(region, "region-" + region) } },
    isolated(PROVINCES[region]),
    make("span", { class: "number soft" }, " " + count(number)),
  );

/** Chooses a province or country, or leaves it; its own details open where there is room beside the map. @param {number} region @param {string} id */
function openRegion(region, id) {
  state.region = state.region === region ? -1 : region;
  const own = [...REGION_OF_ENTITY].find(([, one]) => one === state.region);
  if (innerWidth > 900) {
    state.node = own ? own[0] : -1;
    state.edge = state.path = null;
    state.article = -1;
  }
  show();
  document.getElementById(id)?.focus({ preventScroll: true });
}

/** The cities of the chosen region with their events in the order of time. @param {Map<number, Set<number>>} placed */
function regionList(placed) {
  /** @type {Map<number, Map<number, number>>} */
  const cities = new Map();
  for (const [place, events] of placed) {
    if (regionOf(place) !== state.region) continue;
    const city = cityOf(place),
      held = cities.get(city) || new Map();
    // The narrower place of an event is the better one.
    for (const event of events) if (!held.has(event) || holdersOf(place).includes(Number(held.get(event)))) held.set(event, place);
    cities.set(city, held);
  }
  const sorted = [...cities].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]);
  return make(
    "div",
    { class: "happened" },
    make("h2", {}, isolated(PROVINCES[state.region])),
    sorted.length ? sorted.map(([city, held]) => cityEvents(city, held)) : make("p", { class: "hint" }, t("noEventsThere")),
  );
}

/** @param {number} city @param {Map<number, number>} held  event -> where in the city */
function cityEvents(city, held) {
  const events = [...held].sort(([a], [b]) => (dayOf(entities[a]) || "~").localeCompare(dayOf(entities[b]) || "~") || a - b);
  return make(
    "section",
    { class: "month" },
    make("h3", { "aria-level": 3 }, entityLink(city), make("span", { class: "number" }, count(events.length))),
    make("ol", {}, events.slice(0, MOST_OF_REGION).map(([event, place]) => placedEvent(event, place === city ? -1 : place))),
    events.length > MOST_OF_REGION ? make("p", { class: "soft" }, t("moreFacts", count(events.length - MOST_OF_REGION))) : null,
  );
}

/** @param {number} event @param {number} place  -1 where it is said already */
const placedEvent = (event, place) =>
  make(
    "li",
    {},
    make("time", { class: "number" }, periodText(entities[event].first, entities[event].last) || t("undated")),
    make("div", {}, make("p", { class: "head" }, glyph(entities[event].cls), entityLink(event)), place >= 0 ? make("p", { class: "soft" }, entityLink(place)) : null),
  );

/** The places with most events, before a region is chosen. @param {Map<number, Set<number>>} placed */
function placeRanking(placed) {
  /** @type {Map<number, Set<number>>} */
  const cities = new Map();
  for (const [place, events] of placed) {
    const city = cityOf(place),
      known = cities.get(city) || new Set();
    for (const event of events) known.add(event);
    cities.set(city, known);
  }
  const ranked = [...cities].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]).slice(0, MOST_PLACES);
  if (!ranked.length) return make("p", { class: "hint" }, t("noEventsThere"));
  const line = (/** @type {[number, Set<number>]} */ [city, events]) => {
    const bar = make("i", { class: "place" });
    bar.style.width = `${(100 * events.size) / ranked[0][1].size}%`;
    return make("li", {}, make("span", {}, glyph(entities[city].cls), entityLink(city)), make("span", { class: "bar" }, bar), make("span", { class: "number soft" }, count(events.size)));
  };
  return make("div", { class: "happened" }, make("h2", {}, t("mostEvents")), make("ul", { class: "partners" }, ranked.map(line)));
}
