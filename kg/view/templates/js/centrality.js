/* How much an entity weighs in the selection: neighbours, facts, or the shortest ways that lead through it. */

const SIZES = ["degree", "betweenness", "facts"],
  SOURCES = 200;

/** Neighbours in one array, those of entity n from `start[n]` to `start[n + 1]`. @param {Fact[]} chosen */
function adjacencyOf(chosen) {
  const pairs = new Set(),
    number = entities.length;
  for (const { s, o } of chosen) if (o >= 0 && o !== s) pairs.add(s < o ? s * number + o : o * number + s);
  const start = new Int32Array(number + 1);
  for (const key of pairs) {
    start[Math.floor(key / number) + 1]++;
    start[(key % number) + 1]++;
  }
  for (let n = 0; n < number; n++) start[n + 1] += start[n];
  const next = start.slice(),
    ends = new Int32Array(2 * pairs.size);
  for (const key of pairs) {
    const a = Math.floor(key / number),
      b = key % number;
    ends[next[a]++] = b;
    ends[next[b]++] = a;
  }
  return { start, ends };
}

/** @param {string} size @returns {{values: Float64Array, isSampled: boolean}} by the number of the entity */
function weigh(size) {
  const { start, ends } = adjacencyOf(selection.facts),
    values = new Float64Array(entities.length);
  if (size === "facts") return { values: Float64Array.from(selection.degree), isSampled: false };
  if (size === "betweenness") return betweenness(start, ends);
  for (let n = 0; n < entities.length; n++) values[n] = start[n + 1] - start[n];
  return { values, isSampled: false };
}

/** Shortest ways through each entity (Brandes 2001); of more than 1,500 entities estimated from 200 of them (Brandes and Pich 2007).
 * @param {Int32Array} start @param {Int32Array} ends */
function betweenness(start, ends) {
  const number = entities.length,
    all = entities.map((entity) => entity.n).filter((n) => start[n + 1] > start[n]),
    isSampled = all.length > 1500;
  const sources = isSampled
    ? all.filter((_, k) => Math.floor((k * SOURCES) / all.length) !== Math.floor(((k - 1) * SOURCES) / all.length))
    : all;
  const values = new Float64Array(number),
    steps = new Int32Array(number),
    ways = new Float64Array(number),
    share = new Float64Array(number),
    order = new Int32Array(number);
  for (const source of sources) {
    steps.fill(-1);
    ways.fill(0);
    share.fill(0);
    steps[source] = 0;
    ways[source] = 1;
    order[0] = source;
    let length = 1;
    for (let at = 0; at < length; at++) {
      const n = order[at];
      for (let k = start[n]; k < start[n + 1]; k++) {
        const other = ends[k];
        if (steps[other] < 0) {
          steps[other] = steps[n] + 1;
          order[length++] = other;
        }
        if (steps[other] === steps[n] + 1) ways[other] += ways[n];
      }
    }
    for (let at = length - 1; at > 0; at--) {
      const n = order[at];
      for (let k = start[n]; k < start[n + 1]; k++)
        if (steps[ends[k]] === steps[n] - 1) share[ends[k]] += (ways[ends[k]] / ways[n]) * (1 + share[n]);
      values[n] += share[n];
    }
  }
  const scale = all.length / (sources.length || 1) / 2;
  return { values: values.map((value) => value * scale), isSampled };
}
