/* Places for every entity at once: communities as discs drawn to each other, a line of time, discs of classes, a ring. */

/** Where all entities of the selection stand; `groups` are the communities or classes that a hull is drawn around.
 * @typedef {{n: number[], name: string, x: number, y: number, r: number}} Group
 * @typedef {{ids: number[], x: Float64Array, y: Float64Array, groups: Group[], ticks: {x: number, text: string}[], lanes: {y: number, text: string}[]}} Arrangement
 *   `x` and `y` by the number of the entity */

const LAYOUTS = ["force", "time", "class", "circle"];
const GOLDEN = 2.399963;

/** @param {string} layout @param {number[]} ids @returns {Arrangement} */
function arrange(layout, ids) {
  const found = { ids, x: new Float64Array(entities.length), y: new Float64Array(entities.length), groups: [], ticks: [], lanes: [] };
  ({ force: arrangeByCommunity, time: arrangeByTime, class: arrangeByClass, circle: arrangeOnRing })[layout]?.(found);
  return found;
}

/** The members of each value of a key, the largest group first, each by degree. @param {number[]} ids @param {(n: number) => number} keyOf @returns {[number, number[]][]} */
function grouped(ids, keyOf) {
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  for (const n of ids) {
    const members = groups.get(keyOf(n));
    if (members) members.push(n);
    else groups.set(keyOf(n), [n]);
  }
  for (const members of groups.values()) members.sort((a, b) => selection.degree[b] - selection.degree[a] || a - b);
  return [...groups].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
}

/** The community of an entity, -1 for those that nothing joins to another. @param {number} n */
const communityOf = (n) => RAW.communities[n];

/** @param {Arrangement} found */
function arrangeByCommunity(found) {
  const parts = grouped(found.ids, communityOf),
    partOf = new Map(parts.map(([key], k) => [key, k])),
    radii = parts.map(([key, members]) => 9 + (key < 0 ? 8 : 13) * Math.sqrt(members.length));
  /** @type {Map<number, number>} */
  const ties = new Map();
  /** @type {number[][][]} */
  const inner = parts.map(() => []);
  const place = new Int32Array(entities.length).fill(-1);
  for (const [, members] of parts) members.forEach((n, k) => (place[n] = k));
  for (const fact of selection.facts) {
    if (fact.o < 0 || fact.o === fact.s || place[fact.s] < 0 || place[fact.o] < 0) continue;
    const a = Number(partOf.get(communityOf(fact.s))),
      b = Number(partOf.get(communityOf(fact.o)));
    if (a === b) inner[a].push([place[fact.s], place[fact.o]]);
    else ties.set(Math.min(a, b) * parts.length + Math.max(a, b), (ties.get(Math.min(a, b) * parts.length + Math.max(a, b)) || 0) + 1);
  }
  const alone = partOf.get(-1);
  const centres = placeDiscs(
    radii,
    [...ties].map(([key, weight]) => [Math.floor(key / parts.length), key % parts.length, weight]),
    alone === undefined ? -1 : alone,
  );
  parts.forEach(([key, members], k) => {
    const local =
      members.length < 3 || members.length > 300 || key < 0
        ? sunflower(members.length, radii[k])
        : stressDisc(members.length, inner[k], radii[k]);
    members.forEach((n, at) => {
      found.x[n] = centres[k].x + local[at].x;
      found.y[n] = centres[k].y + local[at].y;
    });
    if (key >= 0 && members.length > 3) found.groups.push({ n: members, name: fullLabel(members[0]), ...centres[k], r: radii[k] });
  });
}

/** @param {number} size @param {number} radius @returns {Point[]} */
const sunflower = (size, radius) =>
  Array.from({ length: size }, (_, k) => {
    const reach = (radius - 6) * Math.sqrt((k + 0.5) / size);
    return { x: size > 1 ? Math.cos(k * GOLDEN) * reach : 0, y: size > 1 ? Math.sin(k * GOLDEN) * reach : 0 };
  });

/** A stress layout within a disc. @param {number} size @param {number[][]} links @param {number} radius @returns {Point[]} */
function stressDisc(size, links, radius) {
  const laid = stressLayout(size, links, 2, 2, 4e5),
    longest = Math.max(...laid.map(({ x, y }) => Math.hypot(x, y))) || 1;
  return laid.map(({ x, y }) => ({ x: (x / longest) * (radius - 6), y: (y / longest) * (radius - 6) }));
}

/** Discs without overlap, those that are tied near each other; one may be sent to the rim. @param {number[]} radii @param {number[][]} ties @param {number} outer @returns {Point[]} */
function placeDiscs(radii, ties, outer) {
  let area = 0;
  const discs = radii.map((r, k) => {
    area += r * r;
    const reach = k ? Math.sqrt(area) * (k === outer ? 1.6 : 1) : 0;
    return { x: Math.cos(k * GOLDEN) * reach * 1.5, y: Math.sin(k * GOLDEN) * reach };
  });
  const strongest = Math.max(1, ...ties.map(([, , weight]) => weight));
  const rounds = Math.min(160, Math.ceil(4e7 / (radii.length * radii.length + 1)));
  for (let round = 0; round < rounds; round++) {
    const cool = round < rounds * 0.7 ? 1 - round / rounds : 0;
    for (const [a, b, weight] of cool ? ties : []) {
      const dx = discs[b].x - discs[a].x,
        dy = discs[b].y - discs[a].y,
        gap = Math.hypot(dx, dy) - radii[a] - radii[b] - 10;
      if (gap <= 0) continue;
      const pull = (0.12 * cool * gap * Math.sqrt(weight / strongest)) / Math.hypot(dx, dy);
      const heavy = radii[a] / (radii[a] + radii[b]);
      discs[a].x += dx * pull * (1 - heavy);
      discs[a].y += dy * pull * (1 - heavy);
      discs[b].x -= dx * pull * heavy;
      discs[b].y -= dy * pull * heavy;
    }
    if (cool)
      for (const disc of discs) {
        disc.x *= 1 - 0.02 * cool;
        disc.y *= 1 - 0.03 * cool;
      }
    if (!partDiscs(discs, radii) && !cool) break;
  }
  return discs;
}

/** Moves discs apart; whether any covered another. @param {Point[]} discs @param {number[]} radii */
function partDiscs(discs, radii) {
  let moved = false;
  for (let a = 0; a < discs.length; a++)
    for (let b = a + 1; b < discs.length; b++) {
      const dx = discs[b].x - discs[a].x,
        dy = discs[b].y - discs[a].y,
        least = radii[a] + radii[b] + 8;
      if (Math.abs(dx) >= least || Math.abs(dy) >= least) continue;
      const gap = Math.hypot(dx, dy) || 0.01;
      if (gap >= least) continue;
      moved = true;
      const push = (least - gap) / gap / 2 + 0.001,
        heavy = radii[a] / (radii[a] + radii[b]);
      discs[a].x -= dx * push * 2 * (1 - heavy);
      discs[a].y -= dy * push * 2 * (1 - heavy);
      discs[b].x += dx * push * 2 * heavy;
      discs[b].y += dy * push * 2 * heavy;
    }
  return moved;
}

/** @param {Arrangement} found */
function arrangeByClass(found) {
  const parts = grouped(found.ids, (n) => entities[n].cls),
    radii = parts.map(([, members]) => 12 + 12 * Math.sqrt(members.length)),
    centres = placeDiscs(radii, [], -1);
  parts.forEach(([cls, members], k) => {
    const local = sunflower(members.length, radii[k]);
    members.forEach((n, at) => {
      found.x[n] = centres[k].x + local[at].x;
      found.y[n] = centres[k].y + local[at].y;
    });
    found.groups.push({ n: members, name: `${classLabel(cls)} ${count(members.length)}`, ...centres[k], r: radii[k] });
  });
}

/** A ring in the order of the communities. @param {Arrangement} found */
function arrangeOnRing(found) {
  const order = grouped(found.ids, communityOf).flatMap(([, members]) => members),
    radius = Math.max(160, order.length * 1.8);
  order.forEach((n, k) => {
    const angle = (2 * Math.PI * k) / order.length - Math.PI / 2;
    found.x[n] = Math.cos(angle) * radius;
    found.y[n] = Math.sin(angle) * radius;
  });
}

/** When an entity is first spoken of: its own day, else the earliest of its facts, "" for none. @param {Entity} entity */
function firstDayOf(entity) {
  if (dayOf(entity)) return dayOf(entity);
  let first = "";
  for (const fact of entity.facts)
    for (const claim of fact.claims) if (selection.ok[claim.n] && claim.first && (!first || claim.first < first)) first = claim.first;
  return first;
}

/** From the left to the right in time, a lane for each class, those of one time stacked; what has no date stands at the left.
 * The middle nine tenths of the dates take most of the width. @param {Arrangement} found */
function arrangeByTime(found) {
  const dayNumber = (/** @type {string} */ day) => Date.parse(day + "T00:00:00Z") / 864e5,
    dated = new Map(
      found.ids
        .map((n) => /** @type {[number, number]} */ ([n, dayNumber(firstDayOf(entities[n]))]))
        .filter(([, day]) => Number.isFinite(day)),
    );
  const days = [...dated.values()].sort((a, b) => a - b);
  if (!days.length) return arrangeByClass(found);
  const low = days[Math.floor(days.length * 0.05)],
    high = days[Math.floor(days.length * 0.95)],
    width = Math.max(900, 34 * Math.sqrt(found.ids.length)),
    step = 12;
  const across = (/** @type {number} */ day) => {
    const inner = Math.min(high, Math.max(low, day)),
      part = high > low ? (inner - low) / (high - low) : 0.5,
      outside = day < low ? -(low - day) / (low - days[0] || 1) : day > high ? (day - high) / (days[days.length - 1] - high || 1) : 0;
    return width * (0.08 + 0.84 * part + 0.08 * outside);
  };
  // Three to a slot beside each other, then upwards; the lanes together are six tenths as high as wide.
  const lanes = grouped(found.ids, (n) => entities[n].cls).map(([cls, members]) => {
    /** @type {Map<number, number>} */
    const filled = new Map();
    const places = members.map((n) => {
      const day = dated.get(n),
        slot = Math.round((day === undefined ? -width * 0.12 : across(day)) / step),
        before = filled.get(slot) || 0;
      filled.set(slot, before + 1);
      return { n, x: (slot + ((before % 3) - 1) / 3) * step, row: Math.floor(before / 3) };
    });
    return { cls, places, rows: Math.max(...places.map(({ row }) => row)) + 1 };
  });
  const room = width * 0.6,
    gap = room / (lanes.length * 5),
    high1 = Math.min(18, (room * 0.8) / lanes.reduce((sum, { rows: number }) => sum + number, 0));
  let top = 0;
  for (const { cls, places, rows: number } of lanes) {
    for (const { n, x, row } of places) {
      found.x[n] = x;
      found.y[n] = top + row * high1;
    }
    found.lanes.push({ y: top, text: classLabel(cls) });
    top += number * high1 + gap;
  }
  found.ticks = timeTicks(low, high).map(([day, text]) => ({ x: across(day), text }));
  if (dated.size < found.ids.length) found.ticks.unshift({ x: -width * 0.12, text: t("undated") });
}

/** Years, or months where they are few. @param {number} low @param {number} high  days since 1970 @returns {[number, string][]} */
function timeTicks(low, high) {
  const dateOf = (/** @type {number} */ day) => new Date(day * 864e5).toISOString(),
    years = Number(dateOf(high).slice(0, 4)) - Number(dateOf(low).slice(0, 4)),
    monthly = years < 2,
    stride = monthly ? 1 : Math.ceil(years / 14);
  /** @type {[number, string][]} */
  const ticks = [];
  for (let month = Number(dateOf(low).slice(0, 4)) * 12; ticks.length < 60; month += monthly ? 1 : 12 * stride) {
    const text = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`,
      day = Date.parse(text + "-01T00:00:00Z") / 864e5;
    if (day > high) break;
    if (day >= low - 31) ticks.push([day, monthly ? text : text.slice(0, 4)]);
  }
  return ticks;
}
