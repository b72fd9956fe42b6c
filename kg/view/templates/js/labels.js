/* The label layer: letters of one size at any zoom, the important ones first, none over another. */

const LABEL_SIZE = 13,
  LABEL_LINE = 16,
  LABEL_ROOM = 9,
  LABEL_LINES = 3;
/** @typedef {{x0: number, y0: number, x1: number, y1: number}} Box
 *  @typedef {{node: number, edge: string, lines: string[], values: number, x: number, y: number, size: number, bold: boolean, tone: string, box: Box}} Label */

/** Words of a name, so that no line breaks inside one where the browser knows words. */
const SEGMENTER = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
/** Room that a text takes, in Chinese characters. @param {string} text */
const roomOf = (text) => [...text].reduce((sum, char) => sum + (char > "\u2e7f" ? 1 : 0.56), 0);

/** @param {string} text @returns {string[]} pieces of at most nine characters */
function piecesOf(text) {
  const words = SEGMENTER ? Array.from(SEGMENTER.segment(text), (part) => part.segment) : [...text];
  // What opens a bracket stands at the head of a line, what closes one at the end of it.
  for (let k = words.length - 2; k >= 0; k--) if (/^[“‘（(《「【]$/.test(words[k])) words.splice(k, 2, words[k] + words[k + 1]);
  return words.flatMap((word) => (roomOf(word) > LABEL_ROOM ? [...word] : [word]));
}

/** The lines of a name, evenly filled; what is longer than three lines ends in an ellipsis. @param {string} name */
function wrapName(name) {
  const shown = [
    ...name
      .slice(0, 400)
      .replace(/[\u0000-\u001f\u2028\u2029]+/g, " ")
      .trim(),
  ]
    .slice(0, 60)
    .join("");
  const lineCount = Math.min(LABEL_LINES, Math.ceil(roomOf(shown) / (LABEL_ROOM + 1)) || 1),
    ideal = Math.max(3, roomOf(shown) / lineCount);
  const filled = [""];
  for (const piece of piecesOf(shown)) {
    const line = filled[filled.length - 1],
      room = roomOf(line + piece);
    const full = line && (room > LABEL_ROOM + 2 || (room > ideal + 0.6 && room - ideal > ideal - roomOf(line)));
    if (full && !/^[”’》）)、，。]/.test(piece)) filled.push(piece);
    else filled[filled.length - 1] += piece;
  }
  // No character stands alone in the last line.
  const last = filled.length - 1;
  if (last > 0 && [...filled[last]].length === 1 && roomOf(filled[last - 1]) <= LABEL_ROOM + 2) filled.splice(last - 1, 2, filled[last - 1] + filled[last]);
  const lines = filled.slice(0, LABEL_LINES).map((line) => line.trim());
  if (filled.length > LABEL_LINES || name.length > 400 || [...name].length > 60)
    lines[lines.length - 1] = [...lines[lines.length - 1]].slice(0, LABEL_ROOM - 1).join("") + "…";
  return lines;
}

/** @type {Map<string, number>} */
const measured = new Map();
/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} size @param {boolean} bold */
function measure(context, text, size, bold) {
  const key = size + (bold ? "b" : "r") + text;
  let width = measured.get(key);
  if (width === undefined) {
    context.font = labelFont(size, bold);
    width = context.measureText(text).width;
    measured.set(key, width);
  }
  return width;
}
/** @param {number} size @param {boolean} bold */
const labelFont = (size, bold) => `${bold ? "600 " : ""}${size}px ${FACE}`;

/** Boxes that are taken, in squares of 64 pixels. */
class Taken {
  constructor() {
    /** @type {Map<string, Box[]>} */ this.squares = new Map();
  }
  /** @param {Box} box @returns {string[]} */
  keys(box) {
    const keys = [];
    for (let x = Math.floor(box.x0 / 64); x <= Math.floor(box.x1 / 64); x++)
      for (let y = Math.floor(box.y0 / 64); y <= Math.floor(box.y1 / 64); y++) keys.push(x + "," + y);
    return keys;
  }
  /** @param {Box} box */
  add(box) {
    for (const key of this.keys(box)) {
      const boxes = this.squares.get(key);
      if (boxes) boxes.push(box);
      else this.squares.set(key, [box]);
    }
  }
  /** @param {Box} box @param {number} own  a node whose own box does not count */
  isFree(box, own) {
    return this.keys(box).every((key) =>
      (this.squares.get(key) || []).every(
        (other) =>
          /** @type {any} */ (other).own === own || other.x1 <= box.x0 || other.x0 >= box.x1 || other.y1 <= box.y0 || other.y0 >= box.y1,
      ),
    );
  }
}

// A line is looked at for each place of a name, as long as there are not too many of both.
const MOST_LOOKS = 60_000;
/** How many lines pass through a box, at most two. @param {Box} box @param {[Point, Point][]} lines */
function crossings(box, lines) {
  let found = 0;
  for (const [from, to] of lines) if (passes(box, from, to) && ++found === 2) break;
  return found;
}

/** Whether a line passes through a box (Liang and Barsky 1984). @param {Box} box @param {Point} from @param {Point} to */
function passes(box, from, to) {
  const dx = to.x - from.x,
    dy = to.y - from.y;
  let enter = 0,
    leave = 1;
  for (const [step, room] of [
    [-dx, from.x - box.x0],
    [dx, box.x1 - from.x],
    [-dy, from.y - box.y0],
    [dy, box.y1 - from.y],
  ]) {
    if (!step && room < 0) return false;
    if (step < 0) enter = Math.max(enter, room / step);
    else if (step > 0) leave = Math.min(leave, room / step);
    if (enter > leave) return false;
  }
  return true;
}

/** Where the names of nodes go: below, right, left, above, and the corners, the first that is free and that no line passes through, else few.
 * @param {CanvasRenderingContext2D} context @param {{n: number, x: number, y: number, r: number, bold: boolean, tone: string, values: string[]}[]} drawn  nodes in pixels, the important first
 * @param {Taken} taken @param {Box} frame  names of nodes inside it do not reach out of it @param {[Point, Point][]} [lines]  in pixels @returns {Label[]} */
function placeNames(context, drawn, taken, frame, lines = []) {
  /** @type {Label[]} */
  const labels = [];
  const looked = drawn.length * lines.length <= MOST_LOOKS ? lines : [];
  for (const { n, x, y, r } of drawn) taken.add(/** @type {any} */ ({ x0: x - r, y0: y - r, x1: x + r, y1: y + r, own: n }));
  const place = (/** @type {typeof drawn[0]} */ { n, x, y, r, bold, tone }, /** @type {string[]} */ values) => {
    const words = [...linesOf(n), ...values],
      size = bold ? LABEL_SIZE + 1 : LABEL_SIZE,
      height = words.length * LABEL_LINE;
    const width = Math.max(...words.map((line) => measure(context, line, size, bold)));
    const right = x + r + 4 + width / 2,
      left = x - r - 4 - width / 2,
      below = y + r + 2 + height / 2,
      above = y - r - 2 - height / 2;
    const near = r * 0.4,
      half = width / 2;
    const spots = [
      [x, below],
      [right, y],
      [left, y],
      [x, above],
      [right - near, below - near],
      [left + near, below - near],
      [right - near, above + near],
      [left + near, above + near],
      [x + half * 0.6, below],
      [x - half * 0.6, below],
      [x + half * 0.6, above],
      [x - half * 0.6, above],
      [x, below + 8],
      [right + 8, y + 8],
      [left - 8, y + 8],
      [x, above - 8],
    ];
    const inside = x >= frame.x0 && x <= frame.x1;
    let best = null,
      least = Infinity;
    for (const [spot, cy] of spots) {
      const cx = inside ? Math.min(Math.max(spot, frame.x0 + half + 3), frame.x1 - half - 3) : spot,
        box = { x0: cx - width / 2 - 2, y0: cy - height / 2, x1: cx + width / 2 + 2, y1: cy + height / 2 };
      const isPushed = cx !== spot;
      if (isPushed && box.x0 < x + r && box.x1 > x - r && box.y0 < y + r && box.y1 > y - r) continue;
      const cut = inside && (box.y1 > frame.y1 || width > frame.x1 - frame.x0);
      if (cut || !taken.isFree(box, n)) continue;
      const crossed = crossings(box, looked);
      if (crossed < least) {
        least = crossed;
        best = { node: n, edge: "", lines: words, values: values.length, x: cx, y: cy, size, bold, tone, box };
      }
      if (!least) break;
    }
    if (best) {
      taken.add(best.box);
      labels.push(best);
    }
    return best !== null;
  };
  // Where a name and what stands under it find no room, the name alone may.
  for (const one of drawn) place(one, one.values) || (one.values.length > 0 && place(one, []));
  return labels;
}
/** @type {Map<number, string[]>} */
const wrapped = new Map();
/** @param {number} n */
function linesOf(n) {
  let lines = wrapped.get(n);
  if (!lines) wrapped.set(n, (lines = wrapName(fullLabel(n))));
  return lines;
}

/** The names of relations on their lines, near the middle where there is room.
 * @param {CanvasRenderingContext2D} context @param {{id: string, text: string, from: Point, to: Point, tone: string}[]} lines @param {Taken} taken @returns {Label[]} */
function placeRelations(context, lines, taken) {
  /** @type {Label[]} */
  const labels = [];
  for (const { id, text, from, to, tone } of lines) {
    const width = measure(context, text, 12, false);
    for (const [part, aside] of [
      [0.5, 0],
      [0.4, 0],
      [0.6, 0],
      [0.3, 0],
      [0.7, 0],
      [0.5, 14],
      [0.5, -14],
      [0.25, 0],
      [0.75, 0],
      [0.35, 14],
      [0.65, -14],
    ]) {
      const x = from.x + (to.x - from.x) * part,
        y = from.y + (to.y - from.y) * part + aside,
        box = { x0: x - width / 2 - 3, y0: y - 8, x1: x + width / 2 + 3, y1: y + 8 };
      if (!taken.isFree(box, -1)) continue;
      taken.add(box);
      labels.push({ node: -1, edge: id, lines: [text], values: 0, x, y, size: 12, bold: false, tone, box });
      break;
    }
  }
  return labels;
}

/** @param {CanvasRenderingContext2D} context @param {Label[]} labels @param {Object<string, string>} colors */
function drawLabels(context, labels, colors) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of labels) {
    label.lines.forEach((line, k) => {
      const isValue = k >= label.lines.length - label.values;
      context.font = isValue ? labelFont(LABEL_SIZE - 1, false) : labelFont(label.size, label.bold);
      const y = label.y + (k - (label.lines.length - 1) / 2) * LABEL_LINE;
      context.lineWidth = 4;
      context.strokeStyle = colors.ground;
      context.strokeText(line, label.x, y);
      context.fillStyle = colors[isValue ? "soft" : label.tone];
      context.fillText(line, label.x, y);
    });
  }
}
