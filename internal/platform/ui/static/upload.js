// A paper's page with script: photographs are looked at and made smaller before they travel, and files
// travel in pieces that survive a line that drops, a reload and a restart of the server. Without this
// script the same form sends the same files whole. Sentences come from the page, in its language.

const form = document.querySelector("form[data-pieces]");
const root = document.documentElement;
const words = JSON.parse(form.dataset.words);
const address = form.dataset.pieces;
const list = form.querySelector("[data-uploads]");
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const make = (tag, className = "", textContent = "") => Object.assign(document.createElement(tag), { className, textContent });

// What is kept of a photograph: letters of a page of A4 stay readable at this many dots.
const LONGEST = 2000;
const QUALITY = 0.8;

// Pieces begin small, grow while the line bears them, and shrink when it drops.
const FIRST = 64 * 1024;
const LEAST = 16 * 1024;
const MOST = 512 * 1024;

document.getElementById("tai-len")?.setAttribute("hidden", "");
form.querySelectorAll("input[type=file]").forEach((input) => {
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    for (const file of files) await take(file, input.hasAttribute("capture"), Number(input.dataset.maxMb) || 20);
  });
});

// ---- looking at a photograph

// pictured decodes an image, turned as it was taken; null for anything else.
const pictured = (file) => (/^image\//.test(file.type)
  ? createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null) : null);

function drawn(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = make("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const at = canvas.getContext("2d", { willReadFrequently: longest < LONGEST });
  at.fillStyle = "#fff"; // what was transparent is paper
  at.fillRect(0, 0, canvas.width, canvas.height);
  at.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// judged says what may make a photograph hard to read: hints, never a refusal.
function judged(bitmap, camera) {
  const hints = [];
  if (Math.max(bitmap.width, bitmap.height) < 1000) hints.push(say("small", { w: bitmap.width, h: bitmap.height }));
  const g = greys(drawn(bitmap, 640));
  const light = median(g.all);
  const mean = g.all.reduce((a, b) => a + b, 0) / g.all.length;
  if (mean < 60) hints.push(say("dark"));
  if (mean > 250) hints.push(say("bright"));
  if (sharpness(g) < 40) hints.push(say("blurred"));
  if (camera && hints.length === 0) hints.push(...placed(g, light));
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
  if (rims.filter((rim) => Math.abs(rim - middle) < 20).length >= 2) return [say("corners")];
  const paper = all.filter((dot) => Math.abs(dot - middle) < 40).length / all.length;
  return paper < 0.2 && Math.abs(light - middle) > 40 ? [say("far")] : [];
}

// smaller returns the photograph as it will be sent, the file itself where that is no larger.
async function smaller(bitmap, file) {
  const blob = await new Promise((done) => { drawn(bitmap, LONGEST).toBlob(done, "image/jpeg", QUALITY); });
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
}

// ---- one file on its way

async function take(file, camera, mostMB) {
  const card = cardOf(file.name);
  card.tell(say("looking"));
  const bitmap = await pictured(file);
  let ready = file;
  if (bitmap) {
    const hints = judged(bitmap, camera);
    ready = await smaller(bitmap, file);
    card.picture(drawn(bitmap, 160), say("size", { before: size(file.size), after: size(ready.size) }));
    if (hints.length > 0 && !(await card.choose(hints))) return card.remove();
  }
  if (ready.size > mostMB * 1024 * 1024) return card.stuck(say("big", { mb: mostMB }));
  return travel({ file: ready, name: ready.name }, card);
}

// travel brings a file to the server and puts the list of files right.
async function travel(one, card) {
  card.give({ cancel: async () => {
    one.stop = true;
    one.abort?.abort();
    if (one.id) await fetch(`${address}/${one.id}`, { method: "DELETE", headers }).catch(() => {});
    await forget(one.id);
    card.remove();
  } });
  try {
    const sum = await sumOf(one.file);
    const done = await sent(one, sum, card);
    await forget(one.id);
    card.arrived(say("done", { at: done.at }), say(done.sha256 === sum || !sum ? "same" : "cleaned"), done.sha256);
    await refresh();
  } catch (error) {
    if (!one.stop) card.stuck(error.message, () => travel(one, card));
  }
}

const headers = { Accept: "application/json" };

// sent announces the file, sends what the server lacks, and asks for the end. A line that drops is
// waited for; only what waiting cannot mend is thrown.
async function sent(one, sum, card) {
  const about = new URLSearchParams({ name: one.name, size: one.file.size, sha256: sum });
  let state = await asked(one, card, address, { method: "POST", body: about });
  one.id = state.id;
  await remember(one);
  let length = FIRST;
  while (state.have < state.size) {
    card.progress(state.have, state.size);
    const to = Math.min(state.have + length, state.have + state.most, state.size);
    const answer = await once(one, `${address}/${one.id}?tu=${state.have}`, { method: "PATCH", body: one.file.slice(state.have, to) });
    if (answer?.ok) {
      state = await answer.json();
      length = Math.min(length * 2, MOST);
      continue;
    }
    length = Math.max(length / 2, LEAST);
    if (!passing(answer) && answer.status !== 409) await refused(answer);
    if (passing(answer)) await aWhile(card);
    state = await asked(one, card, `${address}/${one.id}`, {});
  }
  card.progress(state.size, state.size);
  return asked(one, card, `${address}/${one.id}/xong`, { method: "POST" });
}

// once asks once; undefined when nothing came back.
async function once(one, url, how) {
  if (one.stop) throw new Error();
  one.abort = new AbortController();
  const slow = setTimeout(() => one.abort.abort(), 60000);
  return fetch(url, { ...how, headers, signal: one.abort.signal }).catch(() => undefined).finally(() => clearTimeout(slow));
}

// passing tells whether it may be otherwise in a while.
const passing = (answer) => !answer || answer.status === 503 || answer.status === 502 || answer.status === 504;

async function asked(one, card, url, how) {
  for (;;) {
    const answer = await once(one, url, how);
    if (answer?.ok) return answer.json();
    if (!passing(answer)) await refused(answer);
    await aWhile(card);
  }
}

async function refused(answer) {
  if (answer.status === 401) throw new Error(say("signin"));
  const why = await answer.json().catch(() => ({}));
  throw new Error(why.detail || say("failed"));
}

// aWhile waits for the line, longer each time in a row, and says so.
async function aWhile(card) {
  card.tell(say("waiting"));
  card.waits = Math.min((card.waits || 1) * 2, 30);
  await new Promise((go) => {
    const timer = setTimeout(go, card.waits * 500);
    addEventListener("online", () => { clearTimeout(timer); card.waits = 1; go(); }, { once: true });
  });
}

async function sumOf(file) {
  if (!crypto.subtle) return "";
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

// ---- what the person sees

function cardOf(name) {
  const card = make("li", "ns-upload");
  const title = make("strong", "", name);
  const status = make("p", "ns-upload__state");
  status.setAttribute("role", "status");
  const bar = make("progress");
  bar.hidden = true;
  bar.setAttribute("aria-label", say("bar", { name }));
  const buttons = make("p", "ns-upload__buttons");
  card.append(title, status, bar, buttons);
  list.append(card);
  const button = (key, press) => {
    const b = make("button", "govuk-button govuk-button--secondary", say(key));
    b.type = "button";
    b.append(Object.assign(make("span", "govuk-visually-hidden", ` ${name}`)));
    b.onclick = press;
    buttons.append(b);
    return b;
  };
  return {
    waits: 1,
    tell: (sentence) => { status.textContent = sentence; },
    picture: (canvas, sizes) => {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", name);
      title.before(canvas);
      title.after(make("span", "ns-quiet", ` ${sizes}`));
    },
    choose: (hints) => new Promise((answer) => {
      status.textContent = say("doubt");
      const why = make("ul", "govuk-list govuk-list--bullet");
      why.append(...hints.map((h) => make("li", "", h)));
      status.after(why);
      const end = (yes) => { why.remove(); buttons.replaceChildren(); answer(yes); };
      button("again", () => end(false)).focus();
      button("anyway", () => end(true));
    }),
    give: ({ cancel }) => { buttons.replaceChildren(); button("cancel", cancel); },
    progress: (have, all) => {
      bar.hidden = false;
      bar.max = all;
      bar.value = have;
      const tenth = Math.floor((have / all) * 10) * 10;
      const words10 = say("sending", { n: tenth });
      if (status.textContent !== words10) status.textContent = words10;
    },
    arrived: (sentence, note, sum) => {
      bar.hidden = true;
      buttons.replaceChildren();
      status.textContent = sentence;
      card.append(make("p", "ns-quiet", note), make("code", "ns-hash", sum));
    },
    stuck: (sentence, retry) => {
      bar.hidden = true;
      status.textContent = sentence;
      if (retry) button("retry", () => { buttons.replaceChildren(); retry(); });
      if (!retry) button("close", () => card.remove());
    },
    remove: () => card.remove(),
  };
}

function size(bytes) {
  const [n, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "kB"] : [bytes / 1024 / 1024, "MB"];
  return `${n.toLocaleString(root.lang, { maximumFractionDigits: n < 10 ? 1 : 0 })} ${unit}`;
}

// refresh shows the files as the server has them, and the buttons that fit.
async function refresh() {
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["[data-files]", "form[data-pieces] .govuk-button-group"]) {
    const now = document.querySelector(part);
    const next = page.querySelector(part);
    if (now && next) now.replaceWith(document.adoptNode(next));
  }
  document.getElementById("tai-len")?.setAttribute("hidden", "");
}

// ---- what outlives a reload: the bytes of files under way, on this device alone, until they are sent,
// given up or too old for the server to go on with

const DAYS = 3 * 24 * 3600 * 1000;

const kept = new Promise((open) => {
  const ask = indexedDB.open("nha-san", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("parts");
  ask.onsuccess = () => open(ask.result);
  ask.onerror = () => open(null);
}).catch(() => null);

async function inStore(mode, what) {
  const db = await kept;
  if (!db) return undefined;
  return new Promise((done) => {
    const ask = what(db.transaction("parts", mode).objectStore("parts"));
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => done(undefined);
  });
}

const remember = (one) => inStore("readwrite", (s) => s.put({ file: one.file, name: one.name, at: Date.now() }, one.id));
const forget = (id) => id && inStore("readwrite", (s) => s.delete(id));

async function goOn() {
  for (const id of (await inStore("readonly", (s) => s.getAllKeys())) || []) {
    const one = await inStore("readonly", (s) => s.get(id));
    if (!one || Date.now() - one.at > DAYS) { await forget(id); continue; }
    const waiting = document.querySelector(`[data-part="${CSS.escape(id)}"]`);
    if (!waiting) continue;
    waiting.remove();
    travel({ file: one.file, name: one.name, id }, cardOf(one.name));
  }
}
goOn();
