// A paper's page with script: photographs are looked at and made smaller before they travel, and files
// travel in pieces that survive a line that drops, a reload and a restart of the server. Without this
// script the same form sends the same files whole. Sentences come from the page, in its language.

import { cutOut, drawn, judged, make, pictured, size, smaller, written } from "./look.js";

const form = document.querySelector("form[data-pieces]");
const words = JSON.parse(form.dataset.words);
const address = form.dataset.pieces;
const list = form.querySelector("[data-uploads]");
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

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

// ---- one file on its way

async function take(file, camera, mostMB) {
  const card = cardOf(file.name);
  card.tell(say("looking"));
  const bitmap = await pictured(file);
  let ready = file;
  if (bitmap) {
    ready = await chosen(file, bitmap, camera, card);
    bitmap.close();
    if (!ready) return card.remove();
  }
  if (ready.size > mostMB * 1024 * 1024) return card.stuck(say("big", { mb: mostMB }));
  return travel({ file: ready, name: ready.name }, card);
}

// chosen is the photograph as it will be sent: asked for where a sheet was cut out of it, which nobody
// sends unseen, or where it may be hard to read. Nothing when it is to be taken anew.
async function chosen(file, bitmap, camera, card) {
  const sheet = cutOut(bitmap);
  const hints = judged(sheet || bitmap, camera && !sheet).map(([key, values]) => say(key, values));
  const [whole, cut] = [await smaller(bitmap, file), sheet && await written(sheet, file.name)];
  card.picture(drawn(sheet || bitmap, sheet ? 480 : 160), say("size", { before: size(file.size), after: size((cut || whole).size) }));
  if (!sheet && hints.length === 0) return whole;
  const how = await card.choose(sheet && hints.length === 0 ? say("cut") : say("doubt"), hints, sheet ? ["send-cut", "send-whole", "again"] : ["again", "anyway"]);
  return { "send-cut": cut, "send-whole": whole, anyway: whole }[how];
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
    choose: (sentence, hints, ways) => new Promise((answer) => {
      status.textContent = sentence;
      const why = make("ul", "govuk-list govuk-list--bullet");
      why.append(...hints.map((h) => make("li", "", h)));
      status.after(why);
      const end = (way) => { why.remove(); buttons.replaceChildren(); answer(way); };
      const [first] = ways.map((way) => button(way, () => end(way)));
      first.focus();
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
