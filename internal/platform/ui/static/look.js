// Looking at a photograph of a paper before it travels: is it readable, where does the sheet lie, and how
// does it look cut out and set straight. Nothing here refuses or sends; sentences are named by their keys.

// What is kept of a photograph, in dots of its long side: letters of a page of A4 stay readable at the first; the
// second is the 200 dpi that a digitised paper must have, and a little more. law: circular-05-2025/scan
export const LONGEST = 2000;
export const FINE = 2480;
const QUALITY = 0.8;

export const make = (tag, className = "", textContent = "") => Object.assign(document.createElement(tag), { className, textContent });

// pictured decodes an image, turned as it was taken; null for anything else.
export const pictured = (file) => (/^image\//.test(file.type)
  ? createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null) : null);

// drawn is a picture (an image, a canvas, a moment of a video) no longer than so many dots.
export function drawn(picture, longest) {
  const [w, h] = extent(picture);
  const scale = Math.min(1, longest / Math.max(w, h));
  const canvas = make("canvas");
  canvas.width = Math.max(1, Math.round(w * scale));
  canvas.height = Math.max(1, Math.round(h * scale));
  const at = canvas.getContext("2d", { willReadFrequently: longest < LONGEST });
  at.imageSmoothingQuality = "high";
  at.fillStyle = "#fff"; // what was transparent is paper
  at.fillRect(0, 0, canvas.width, canvas.height);
  at.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const extent = (picture) => [picture.videoWidth || picture.width, picture.videoHeight || picture.height];

// written is a picture as a JPEG called like the file it is of.
export async function written(picture, name, longest = LONGEST) {
  const blob = await new Promise((done) => { drawn(picture, longest).toBlob(done, "image/jpeg", QUALITY); });
  return blob && new File([blob], `${name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
}

// smaller is a photograph as it will be sent, the file itself where that is no larger.
export async function smaller(bitmap, file, longest = LONGEST) {
  const small = await written(bitmap, file.name, longest);
  return small && small.size < file.size ? small : file;
}

export function size(bytes) {
  const [n, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "kB"] : [bytes / 1024 / 1024, "MB"];
  return `${n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: n < 10 ? 1 : 0 })} ${unit}`;
}

// judged says what may make a photograph hard to read, as [key, values]. Whether the whole sheet is in it
// is asked only where it was taken for this, and its sheet was not found.
export function judged(picture, placing) {
  const hints = [];
  const [w, h] = extent(picture);
  if (Math.max(w, h) < 1000) hints.push(["small", { w, h }]);
  const g = greys(drawn(picture, 640));
  const light = median(g.all);
  const mean = g.all.reduce((a, b) => a + b, 0) / g.all.length;
  if (mean < 60) hints.push(["dark"]);
  if (mean > 250) hints.push(["bright"]);
  if (sharpness(g) < 40) hints.push(["blurred"]);
  if (placing && hints.length === 0) hints.push(...placed(g, light));
  return hints;
}

function greys(canvas) {
  const { width: w, height: h } = canvas;
  const dots = canvas.getContext("2d").getImageData(0, 0, w, h).data;
  const all = new Float32Array(w * h);
  for (let i = 0; i < all.length; i += 1) all[i] = 0.299 * dots[4 * i] + 0.587 * dots[4 * i + 1] + 0.114 * dots[4 * i + 2];
  return { w, h, all };
}

function median(values) {
  const sorted = Float32Array.from(values).sort();
  return sorted[sorted.length >> 1];
}

// sharpness is the variance of the Laplacian: edges of letters make it large, a shaken hand small.
function sharpness({ w, h, all }) {
  let sum = 0;
  let squares = 0;
  let n = 0;
  for (let y = 1; y < h - 1; y += 1) {
    for (let x = 1; x < w - 1; x += 1) {
      const i = y * w + x;
      const edge = 4 * all[i] - all[i - 1] - all[i + 1] - all[i - w] - all[i + w];
      sum += edge;
      squares += edge * edge;
      n += 1;
    }
  }
  return n === 0 ? 0 : squares / n - (sum / n) ** 2;
}

// placed tells whether the sheet fills the picture over its rim, or too little of it: the rim should
// show what lies around the paper.
function placed({ w, h, all }, light) {
  const strip = (x0, x1, y0, y1) => {
    const part = [];
    for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) part.push(all[y * w + x]);
    return median(part);
  };
  const t = Math.max(1, Math.round(Math.min(w, h) * 0.02));
  const middle = strip(w >> 2, w - (w >> 2), h >> 2, h - (h >> 2));
  const rims = [strip(0, w, 0, t), strip(0, w, h - t, h), strip(0, t, 0, h), strip(w - t, w, 0, h)];
  if (rims.filter((rim) => Math.abs(rim - middle) < 20).length >= 2) return [["corners"]];
  const paper = all.filter((dot) => Math.abs(dot - middle) < 40).length / all.length;
  return paper < 0.2 && Math.abs(light - middle) > 40 ? [["far"]] : [];
}

// ---- where the sheet lies

const FINDING = 480; // dots at which it is looked for
const LEAST_SHEET = 0.08; // of the picture
const FORMS = [Math.SQRT2, 85.6 / 54]; // A4 and cards: long side by short side

// sheetIn finds the four corners of a light sheet on something darker, as [x, y] in dots of the picture,
// from the upper left one clockwise; null when it is not all in the picture, or is no sheet.
export function sheetIn(picture) {
  const g = greys(drawn(picture, FINDING));
  const cut = between(g.all);
  const part = cut && largest(g, cut);
  if (!part || part.edge.length < 4 || part.rim > (g.w + g.h) * 0.02) return null;
  const hull = around(part.edge);
  const rough = widest(hull);
  const corners = rough && fitted(fitted(rough, part.edge), part.edge);
  if (!corners || corners.flat().some(Number.isNaN)) return null;
  const area = areaOf(corners);
  const whole = area / (g.w * g.h);
  if (whole < LEAST_SHEET || whole > 0.97 || areaOf(hull) < area * 0.92 || area < areaOf(hull) * 0.92 || part.size < area * 0.45) return null;
  if (corners.some((c, i) => Math.abs(bend(corners.at(i - 1), c, corners[(i + 1) % 4])) > 0.55)) return null;
  const scale = extent(picture)[0] / g.w;
  const first = corners.reduce((best, c, i) => (c[0] + c[1] < corners[best][0] + corners[best][1] ? i : best), 0);
  return [0, 1, 2, 3].map((i) => corners[(first + i) % 4].map((n) => (n + 0.5) * scale));
}

// between is the grey that parts paper from table best (Otsu); null when there is one kind of dots only.
function between(all) {
  const bins = new Float64Array(256);
  for (const dot of all) bins[Math.min(255, Math.round(dot))] += 1;
  let sum = 0;
  bins.forEach((n, grey) => { sum += n * grey; });
  let [below, sumBelow, best, at, gap] = [0, 0, 0, 0, 0];
  for (let grey = 0; grey < 255; grey += 1) {
    below += bins[grey];
    sumBelow += bins[grey] * grey;
    const above = all.length - below;
    if (below === 0 || above === 0) continue;
    const apart = (sum - sumBelow) / above - sumBelow / below;
    const worth = below * above * apart * apart;
    if (worth > best) [best, at, gap] = [worth, grey, apart];
  }
  return gap >= 40 ? at + 0.5 : null;
}

// largest is the largest part of light dots that hang together: how many, how many on the rim of the
// picture, and the outermost of each row and column.
function largest({ w, h, all }, cut) {
  const seen = new Uint8Array(w * h);
  const line = new Int32Array(w * h);
  let best = [];
  for (let start = 0; start < seen.length; start += 1) {
    if (seen[start] || all[start] <= cut) continue;
    let n = 0;
    const add = (i) => { if (!seen[i] && all[i] > cut) { seen[i] = 1; line[n] = i; n += 1; } };
    add(start);
    for (let next = 0; next < n; next += 1) {
      const i = line[next];
      const x = i % w;
      if (x > 0) add(i - 1);
      if (x < w - 1) add(i + 1);
      if (i >= w) add(i - w);
      if (i < w * (h - 1)) add(i + w);
    }
    if (n > best.length) best = line.slice(0, n);
  }
  const [from, to] = [new Array(h).fill(w), new Array(h).fill(-1)];
  const [top, foot] = [new Array(w).fill(h), new Array(w).fill(-1)];
  let rim = 0;
  for (const i of best) {
    const [x, y] = [i % w, Math.floor(i / w)];
    if (x === 0 || y === 0 || x === w - 1 || y === h - 1) rim += 1;
    from[y] = Math.min(from[y], x);
    to[y] = Math.max(to[y], x);
    top[x] = Math.min(top[x], y);
    foot[x] = Math.max(foot[x], y);
  }
  const edge = [...from.flatMap((x, y) => (to[y] < 0 ? [] : [[x, y], [to[y], y]])), ...top.flatMap((y, x) => (foot[x] < 0 ? [] : [[x, y], [x, foot[x]]]))];
  return { size: best.length, rim, edge };
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

// bend is the cosine of the corner at b: 0 when it is right.
function bend(a, b, c) {
  const [x1, y1, x2, y2] = [a[0] - b[0], a[1] - b[1], c[0] - b[0], c[1] - b[1]];
  return (x1 * x2 + y1 * y2) / (Math.hypot(x1, y1) * Math.hypot(x2, y2));
}

const areaOf = (points) => Math.abs(points.reduce((sum, p, i) => {
  const q = points[(i + 1) % points.length];
  return sum + p[0] * q[1] - q[0] * p[1];
}, 0)) / 2;

// around is the convex hull of points, clockwise as seen on the screen.
function around(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (all) => {
    const line = [];
    for (const p of all) {
      while (line.length > 1 && turn(line.at(-2), line.at(-1), p) <= 0) line.pop();
      line.push(p);
    }
    return line.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

// widest are the four points of a hull that hold the most between them, in its order.
function widest(hull) {
  let [best, most] = [null, 0];
  const farthest = (from, to, a, b) => {
    let [at, far] = [-1, 0];
    for (let j = from; j < to; j += 1) {
      const n = Math.abs(turn(a, b, hull[j % hull.length]));
      if (n > far) [at, far] = [j % hull.length, n];
    }
    return [at, far];
  };
  for (let i = 0; i < hull.length; i += 1) {
    for (let k = i + 2; k < hull.length; k += 1) {
      const [one, left] = farthest(i + 1, k, hull[i], hull[k]);
      const [other, right] = farthest(k + 1, hull.length + i, hull[i], hull[k]);
      if (one >= 0 && other >= 0 && left + right > most) [best, most] = [[i, one, k, other], left + right];
    }
  }
  return best && best.map((i) => hull[i]);
}

// fitted puts corners where lines along the sides meet, so that an ear of the sheet or a stamp on its corner
// does not count. The line is through the middle of the dots beside a side, as they lie (least squares).
function fitted(corners, edge) {
  const lines = corners.map((a, i) => {
    const b = corners[(i + 1) % 4];
    const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const beside = edge.filter((p) => {
      const along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / long ** 2;
      return along > 0.15 && along < 0.85 && Math.abs(turn(a, b, p)) / long < long * 0.04;
    });
    const mean = [0, 1].map((k) => beside.reduce((sum, p) => sum + p[k], 0) / beside.length);
    let [xx, xy, yy] = [0, 0, 0];
    for (const p of beside) {
      const [x, y] = [p[0] - mean[0], p[1] - mean[1]];
      [xx, xy, yy] = [xx + x * x, xy + x * y, yy + y * y];
    }
    const angle = Math.atan2(2 * xy, xx - yy) / 2;
    return { mean, way: [Math.cos(angle), Math.sin(angle)] };
  });
  return lines.map((line, i) => {
    const before = lines.at(i - 1);
    const across = before.way[0] * line.way[1] - before.way[1] * line.way[0];
    const t = ((line.mean[0] - before.mean[0]) * line.way[1] - (line.mean[1] - before.mean[1]) * line.way[0]) / across;
    return [0, 1].map((k) => before.mean[k] + t * before.way[k]);
  });
}

// ---- cutting it out

// straight is the sheet with these corners alone, seen from above.
export function straight(picture, corners, longest) {
  const source = drawn(picture, longest * 1.3);
  const scale = source.width / extent(picture)[0];
  const middle = [0, 1].map((k) => corners.reduce((sum, c) => sum + c[k], 0) / 4);
  const quad = corners.map((c) => c.map((n, k) => (n + (middle[k] - n) * 0.006) * scale)); // within the edge
  const long = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const [w, h] = formed(Math.max(long(quad[0], quad[1]), long(quad[3], quad[2])), Math.max(long(quad[0], quad[3]), long(quad[1], quad[2])), longest);
  const canvas = make("canvas");
  [canvas.width, canvas.height] = [w, h];
  const at = canvas.getContext("2d");
  const out = at.createImageData(w, h);
  sampled(source.getContext("2d").getImageData(0, 0, source.width, source.height), out, projection(quad));
  at.putImageData(out, 0, 0);
  return canvas;
}

// formed are the sides of a sheet in dots: those of A4 or a card where it is nearly one, seen aslant.
function formed(w, h, longest) {
  const [long, short] = [Math.max(w, h), Math.min(w, h)];
  const form = FORMS.find((f) => Math.abs(long / short / f - 1) < 0.08) || long / short;
  const l = Math.min(long, longest);
  return (w > h ? [l, l / form] : [l / form, l]).map((n) => Math.max(1, Math.round(n)));
}

// projection takes the unit square to a quadrangle (Heckbert 1989, 2.2.3).
function projection([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [sx, sy, dx1, dy1, dx2, dy2] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3, x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const all = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / all;
  const h = (dx1 * sy - sx * dy1) / all;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
}

// sampled fills a picture from another one, each dot from the four around where it comes from.
function sampled(from, to, [a, b, c, d, e, f, g, h]) {
  const [src, dst, w, last] = [from.data, to.data, from.width, [from.width - 2, from.height - 2]];
  for (let y = 0, o = 0; y < to.height; y += 1) {
    const v = (y + 0.5) / to.height;
    for (let x = 0; x < to.width; x += 1, o += 4) {
      const u = (x + 0.5) / to.width;
      const z = 1 / (g * u + h * v + 1);
      const px = Math.min(Math.max((a * u + b * v + c) * z - 0.5, 0), last[0]);
      const py = Math.min(Math.max((d * u + e * v + f) * z - 0.5, 0), last[1]);
      const [ix, iy] = [px | 0, py | 0];
      const [fx, fy] = [px - ix, py - iy];
      const i = 4 * (iy * w + ix);
      const j = i + 4 * w;
      for (let k = 0; k < 3; k += 1) {
        const above = src[i + k] + (src[i + k + 4] - src[i + k]) * fx;
        dst[o + k] = above + (src[j + k] + (src[j + k + 4] - src[j + k]) * fx - above) * fy;
      }
      dst[o + 3] = 255;
    }
  }
}

// cutOut is the sheet of a photograph set straight, null where there is none to be seen, or no memory to do it in: then the
// picture goes as it is.
export function cutOut(picture, longest = LONGEST) {
  try {
    const corners = sheetIn(picture);
    return corners && straight(picture, corners, longest);
  } catch {
    return null;
  }
}
