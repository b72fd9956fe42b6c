/* Positions for what the first picture does not hold: stress majorization, a radial neighbourhood, columns of paths, boxes pushed apart. */

/** @typedef {{x: number, y: number}} Point */

/** Steps between every two nodes; nodes that nothing joins stand a little further apart than the longest way. @param {number} size @param {number[][]} links */
function allDistances(size, links) {
  const near = Array.from({ length: size }, () => /** @type {number[]} */ ([]));
  for (const [a, b] of links) {
    near[a].push(b);
    near[b].push(a);
  }
  const steps = new Float64Array(size * size).fill(-1);
  let longest = 1;
  for (let start = 0; start < size; start++) {
    let front = [start];
    steps[start * size + start] = 0;
    for (let depth = 1; front.length; depth++) {
      const next = [];
      for (const node of front)
        for (const other of near[node])
          if (steps[start * size + other] < 0) {
            steps[start * size + other] = depth;
            longest = Math.max(longest, depth);
            next.push(other);
          }
      front = next;
    }
  }
  for (let k = 0; k < steps.length; k++) if (steps[k] < 0) steps[k] = longest * 0.6 + 1.5;
  return steps;
}

/** @param {number} size @param {number[][]} links @param {number} width @param {number} height @param {number} [effort]  pairs looked at, at most @returns {Point[]} */
function stressLayout(size, links, width, height, effort = 3e6) {
  const steps = allDistances(size, links),
    x = new Float64Array(size),
    y = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const angle = k * 2.399963,
      radius = Math.sqrt(k + 0.5);
    x[k] = Math.cos(angle) * radius;
    y[k] = Math.sin(angle) * radius;
  }
  for (let round = 0; round < Math.min(120, effort / (size * size + 1)); round++) {
    for (let i = 0; i < size; i++) {
      let sumX = 0,
        sumY = 0,
        weights = 0;
      for (let j = 0; j < size; j++) {
        if (i === j) continue;
        const ideal = steps[i * size + j],
          weight = 1 / (ideal * ideal),
          dx = x[i] - x[j],
          dy = y[i] - y[j],
          gap = Math.hypot(dx, dy) || 1e-6;
        sumX += weight * (x[j] + (ideal * dx) / gap);
        sumY += weight * (y[j] + (ideal * dy) / gap);
        weights += weight;
      }
      if (weights) {
        x[i] = sumX / weights;
        y[i] = sumY / weights;
      }
    }
  }
  const scale = Math.min(1, Math.sqrt(size / 40) + 0.15),
    fx = spread(x, width * scale),
    fy = spread(y, height * scale);
  return Array.from({ length: size }, (_, k) => ({ x: fx[k], y: fy[k] }));
}

/** Half by place and half by rank, so that outliers do not eat the room. @param {Float64Array} values @param {number} extent */
function spread(values, extent) {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b] || a - b),
    low = values[order[0]],
    range = values[order[order.length - 1]] - low || 1,
    spreadOut = new Float64Array(values.length);
  order.forEach((index, rank) => {
    spreadOut[index] =
      ((0.5 * (values[index] - low)) / range + 0.5 * (values.length > 1 ? rank / (values.length - 1) : 0.5) - 0.5) * extent;
  });
  return spreadOut;
}

/** Moves the boxes around the points until none covers another; those in `fixed` stay. @param {Point[]} points @param {{w: number, h: number}[]} sizes @param {Set<number>} [fixed] */
function pushApart(points, sizes, fixed = new Set()) {
  for (let round = 0; round < Math.min(120, 3e6 / (points.length * points.length + 1)); round++) {
    let moved = false;
    for (let i = 0; i < points.length; i++)
      for (let j = i + 1; j < points.length; j++) {
        const dx = points[i].x - points[j].x,
          dy = points[i].y - points[j].y,
          overX = (sizes[i].w + sizes[j].w) / 2 - Math.abs(dx),
          overY = (sizes[i].h + sizes[j].h) / 2 - Math.abs(dy);
        if (overX <= 0 || overY <= 0 || (fixed.has(i) && fixed.has(j))) continue;
        moved = true;
        const share = fixed.has(i) || fixed.has(j) ? 0.6 : 0.3,
          shiftX = overX < overY ? (dx >= 0 ? 1 : -1) * overX * share : 0,
          shiftY = overX < overY ? 0 : (dy >= 0 ? 1 : -1) * overY * share;
        if (!fixed.has(i)) {
          points[i].x += shiftX;
          points[i].y += shiftY;
        }
        if (!fixed.has(j)) {
          points[j].x -= shiftX;
          points[j].y -= shiftY;
        }
      }
    if (!moved) return;
  }
}

/** The centre, its neighbours around it, theirs behind them; each gets as much of the circle as hangs on it.
 * @param {number} centre @param {Map<number, number>} parents @returns {Map<number, Point>} */
function radialLayout(centre, parents) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const [child, parent] of parents) children.set(parent, [...(children.get(parent) || []), child]);
  const leaves = (/** @type {number} */ node) => {
    let sum = 0;
    for (const child of children.get(node) || []) sum += leaves(child);
    return sum || 1;
  };
  const total = leaves(centre),
    radius = Math.max(190, (total * 46) / (2 * Math.PI)),
    placed = new Map([[centre, { x: 0, y: 0 }]]);
  const lay = (/** @type {number} */ node, /** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ depth) => {
    let angle = from;
    for (const child of children.get(node) || []) {
      const width = ((to - from) * leaves(child)) / leaves(node),
        middle = angle + width / 2,
        reach = radius * depth * (total > 16 && (children.get(child) || []).length === 0 && placed.size % 2 ? 0.78 : 1);
      placed.set(child, { x: Math.cos(middle) * reach, y: Math.sin(middle) * reach });
      lay(child, angle, angle + width, depth + 1);
      angle += width;
    }
  };
  lay(centre, -Math.PI / 2, Math.PI * 1.5, 1);
  return placed;
}

/** Paths from left to right, a column for each step. @param {number[][]} paths @returns {Map<number, Point>} */
function pathLayout(paths) {
  /** @type {Map<number, Point>} */
  const placed = new Map();
  const columns = paths[0].map((_, step) => [...new Set(paths.map((path) => path[step]))]);
  columns.forEach((column, step) =>
    column.forEach((node, row) => placed.set(node, { x: step * 230, y: (row - (column.length - 1) / 2) * 96 })),
  );
  return placed;
}
