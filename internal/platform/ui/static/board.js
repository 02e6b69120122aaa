// Comfort for counters and waiting rooms; every page works without it. Parts that change by
// themselves are fetched anew, keys press buttons, a kiosk prints and returns, a new call chimes.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// data-fresh="seconds": the parts with an id are fetched anew from the page's own address, and put in
// place where they differ; where live.js runs it is only the second string. A part in which somebody
// types is left alone.
const fresh = () => all("[data-fresh][id]");
async function freshen() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || new URL(answer.url).pathname !== location.pathname) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh()) {
    const next = page.getElementById(part.id);
    if (!next || next.isEqualNode(part) || part.contains(document.activeElement)) continue;
    part.replaceWith(document.adoptNode(next));
  }
  listen();
}
if (fresh().length) setInterval(freshen, 1000 * Math.min(...fresh().map((p) => Number(p.dataset.fresh))));

// data-chime changes with every call.
let called = document.querySelector("[data-chime]")?.dataset.chime;
function listen() {
  const now = document.querySelector("[data-chime]")?.dataset.chime;
  if (now && now !== called) chime();
  called = now;
}
document.addEventListener("live", listen);

// data-key: a key presses the button, unless somebody types.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input:not([type=radio]), select, textarea, dialog")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// data-sound: two soft notes when somebody is called. Browsers want to be asked by a press first.
let sound;
function chime() {
  if (sound?.state !== "running") return;
  [[660, 0], [880, 0.25]].forEach(([pitch, after]) => {
    const note = sound.createOscillator();
    const volume = sound.createGain();
    const at = sound.currentTime + after;
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0.4, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    note.connect(volume).connect(sound.destination);
    note.start(at);
    note.stop(at + 0.6);
  });
}
all("[data-sound]").forEach((button) => {
  button.hidden = false;
  button.onclick = async () => {
    sound ??= new AudioContext();
    await sound.resume();
    chime();
    button.hidden = true;
  };
});

// data-print: a kiosk prints the number as soon as it stands there.
if (document.querySelector("[data-print]")) print();
