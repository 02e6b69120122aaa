// News for open pages. A part says what it depends on:
//
//   <div id="x" data-live-topic="dossier/018f…" data-live-part="x">   is fetched again and exchanged
//   <p hidden data-live-topic="dossier/018f…" data-live-notice>       is shown: this has changed
//   <div data-live-topic="dossier/018f…">                             is told by the event "livenews": it knows what to do
//
// Several topics stand in one attribute with spaces between. What somebody has typed and where they
// are stays; a part that could not keep it is not exchanged. One tab holds the connection for all.

const parts = () => [...document.querySelectorAll("[data-live-topic]")];
const topicsOf = (element) => element.dataset.liveTopic.split(/\s+/).filter(Boolean);
const here = () => [...new Set(parts().flatMap(topicsOf))];

// --- what a change does to this page ---

const changed = new Set();
let looking = false;

function hear(topics) {
  if (!parts().some((p) => topicsOf(p).some((t) => topics.includes(t)))) return;
  topics.forEach((t) => changed.add(t));
  look();
}

async function look() {
  if (looking || document.hidden || changed.size === 0) return; // a hidden page looks when it is shown
  looking = true;
  const now = new Set(changed);
  changed.clear();
  const touched = parts().filter((p) => topicsOf(p).some((t) => now.has(t)));
  touched.filter((p) => "liveNotice" in p.dataset).forEach((p) => { p.hidden = false; });
  touched.filter((p) => !p.dataset.livePart).forEach((p) => p.dispatchEvent(new CustomEvent("livenews", { bubbles: true })));
  const ids = [...new Set(touched.map((p) => p.dataset.livePart).filter(Boolean))];
  if (ids.length > 0) await exchange(ids);
  looking = false;
  setTimeout(look, 300); // ten changes at once are one look more
}

async function exchange(ids) {
  let fresh;
  try {
    const answer = await fetch(location.href, { headers: { "X-Live": "1", Accept: "text/html" } });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return; // signed out, or gone
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // the line is away; the next change comes with the next line
  }
  ids.forEach((id) => {
    const was = document.getElementById(id);
    const is = fresh.getElementById(id);
    if (was && is && !was.isEqualNode(is)) swap(was, is);
  });
}

function swap(was, is) {
  const typed = fields(was).filter(isTyped);
  const places = typed.map((f) => twin(f, is));
  if (places.includes(null)) { // what was typed would be lost
    document.querySelectorAll("[data-live-notice]").forEach((p) => { p.hidden = false; });
    return;
  }
  typed.forEach((f, i) => carry(f, places[i]));
  was.querySelectorAll("details[open][id]").forEach((d) => {
    const same = is.querySelector(`#${CSS.escape(d.id)}`);
    if (same) same.open = true;
  });
  const focus = was.contains(document.activeElement) ? document.activeElement : null;
  const selection = focus && "selectionStart" in focus ? [focus.selectionStart, focus.selectionEnd] : null;
  const place = focus && twin(focus, is);
  const shown = document.adoptNode(is);
  was.replaceWith(shown);
  if (place) {
    place.focus({ preventScroll: true });
    if (selection && selection[0] !== null) place.setSelectionRange(...selection);
  }
  shown.dispatchEvent(new CustomEvent("live", { bubbles: true }));
  claim();
}

const fields = (from) => [...from.querySelectorAll("input, textarea, select")];

function isTyped(f) {
  if (f.type === "checkbox" || f.type === "radio") return f.checked !== f.defaultChecked;
  if (f.type === "file") return f.files.length > 0;
  if (f.tagName === "SELECT") return [...f.options].some((o) => o.selected !== o.defaultSelected);
  return f.type !== "hidden" && f.value !== f.defaultValue;
}

// The same field, link or button in the new part; null when there is none.
function twin(f, within) {
  if (f.type === "file" && f.files.length > 0) return null;
  const candidates = f.id
    ? within.querySelectorAll(`#${CSS.escape(f.id)}`)
    : [...within.querySelectorAll(f.tagName)].filter((g) =>
      g.getAttribute("name") === f.getAttribute("name") && g.getAttribute("href") === f.getAttribute("href") &&
      (f.type !== "radio" && f.type !== "checkbox" || g.value === f.value));
  return candidates[0] ?? null;
}

function carry(from, to) {
  if (from.type === "checkbox" || from.type === "radio") to.checked = from.checked;
  else to.value = from.value;
}

document.addEventListener("visibilitychange", look);

// --- one connection for all tabs ---

const me = crypto.randomUUID?.() ?? String(Math.random());
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("nhasan-live") : null;
const shared = tabs && navigator.locks;
const wanted = new Map(); // tab → topics; kept by the tab that holds the connection
const since = []; // instants from which nobody may miss anything
let leads = false;
let stream = null;
let listens = "";
let waits = 0;

function connect() {
  const topics = [...new Set([...wanted.values()].flat())].sort();
  const address = topics.length > 0 ? "/live?" + new URLSearchParams(topics.map((t) => ["topic", t])) : "";
  if (address === listens) return;
  listens = address;
  stream?.close();
  stream = null;
  if (!address) return;
  const count = (instant) => Number(instant.split(".")[1]);
  const oldest = since.filter(Boolean).sort((a, b) => count(a) - count(b))[0] ?? "";
  since.length = 0;
  stream = new EventSource(address + (oldest ? "&since=" + encodeURIComponent(oldest) : ""));
  stream.addEventListener("hello", (event) => { since[0] = event.lastEventId; });
  stream.addEventListener("change", (event) => {
    since[0] = event.lastEventId;
    hear([event.data]);
    tabs?.postMessage({ change: event.data });
  });
}

function settle() { // tabs that come and go together make one connection
  clearTimeout(waits);
  waits = setTimeout(connect, 100);
}

function claim() {
  const made = document.documentElement.dataset.liveSince ?? "";
  if (leads || !shared) {
    wanted.set(me, here());
    since.push(made);
    settle();
  } else {
    tabs.postMessage({ from: me, topics: here(), made });
  }
}

if (tabs) {
  tabs.onmessage = ({ data }) => {
    if (data.change) hear([data.change]);
    else if (data.ask) claim();
    else if (leads && data.topics) {
      if (data.topics.length > 0) wanted.set(data.from, data.topics);
      else wanted.delete(data.from);
      since.push(data.made ?? "");
      settle();
    }
  };
}

let letGo = () => {};

function begin() {
  claim();
  if (!shared) return;
  navigator.locks.request("nhasan-live", () => new Promise((done) => {
    leads = true;
    letGo = done;
    tabs.postMessage({ ask: true });
    claim();
  })).catch(() => {});
}

addEventListener("pagehide", () => {
  tabs?.postMessage({ from: me, topics: [] });
  stream?.close();
  stream = null;
  listens = "";
  leads = false;
  wanted.clear();
  letGo();
});
addEventListener("pageshow", (event) => { if (event.persisted) begin(); });

begin();
