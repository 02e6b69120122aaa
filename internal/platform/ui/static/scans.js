// A desk's form with files: sheets are cut out of photographs at their corners before they are sent, files
// chosen one after another stay together, and a document camera takes pages without leaving the form. Without
// this script the same fields send the same files whole.

import { FINE, cutOut, drawn, judged, make, pictured, sheetIn, size, smaller, written } from "./look.js";

const LOOKS = 350; // ms between two looks at what the camera sees
const DEVICE = "may-anh"; // the camera used last, on this device

let words = {};
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

const button = (sentence, press, kind = "govuk-button--secondary") => {
  const b = make("button", `govuk-button ${kind}`, sentence);
  b.type = "button";
  b.onclick = press;
  return b;
};

document.querySelectorAll("form[data-words]").forEach((form) => {
  words = JSON.parse(form.dataset.words);
  const pending = new Set();
  form.querySelectorAll("input[type=file][data-look]").forEach((input) => gathering(input, pending));
  form.addEventListener("submit", (event) => { // pictures that are still being looked at go with it
    if (pending.size === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    Promise.allSettled(pending).then(() => form.requestSubmit(submitter));
  }, true);
});

// gathering keeps the files of one field together, shown one by one.
function gathering(input, pending) {
  const list = make("ul", "ns-uploads ns-uploads--beside");
  const kept = new Map(); // card → file that is sent
  const put = () => {
    const all = new DataTransfer();
    for (const file of kept.values()) all.items.add(file);
    input.files = all.files;
  };
  const add = (file, picture) => {
    const card = make("li", "ns-upload");
    list.append(card);
    kept.set(card, file);
    const drop = () => { kept.delete(card); card.remove(); put(); input.focus(); };
    put();
    return waitedFor(shown(card, file, picture, input, drop, (ready) => { if (kept.has(card)) { kept.set(card, ready); put(); } }));
  };
  const waitedFor = (done) => {
    pending.add(done);
    return done.finally(() => pending.delete(done));
  };
  input.after(list);
  input.addEventListener("change", async () => {
    const files = [...input.files];
    put();
    await waitedFor((async () => { for (const file of files) await add(file); })()); // all of them, before the form goes
  });
  offered(input, list, add);
}

// shown looks at a file and shows what is sent of it; of a photograph with a sheet in it, the sheet, unless
// the officer wants it as it was taken. It resolves to the hints given. Whether all of the paper is there is
// said of what a camera took: a flatbed scan has no rim.
async function shown(card, file, taken, input, drop, ready) {
  const about = make("p", "ns-upload__state", say("looking"));
  about.setAttribute("role", "status");
  const name = make("strong", "", file.name);
  const buttons = make("p", "ns-upload__buttons");
  card.append(name, about, buttons);
  const dropping = button(say("drop", { name: file.name }), drop);
  buttons.append(dropping);
  const picture = taken || await pictured(file);
  if (!picture) return told(about, file, input, [], drop);
  const byCamera = Boolean(taken) || matchMedia("(pointer: coarse)").matches;
  const sheet = cutOut(picture, FINE);
  const whole = byCamera && !taken ? await smaller(picture, file, FINE) : file; // a scan stays what it is
  const cut = sheet && await written(sheet, file.name, FINE);
  const use = (straightened) => {
    const [one, seen] = straightened ? [cut, sheet] : [whole, picture];
    const hints = [...judged(seen, byCamera && !sheet), ...coarse(sheet)].map(([key, values]) => say(key, values));
    card.querySelector("canvas")?.remove();
    const small = drawn(seen, 240);
    small.setAttribute("role", "img");
    small.setAttribute("aria-label", file.name);
    name.before(small);
    ready(one);
    if (sheet) {
      buttons.replaceChildren(button(say(straightened ? "use-whole" : "use-cut"), () => { use(!straightened); buttons.firstChild.focus(); }), dropping);
    }
    return told(about, one, input, [...(straightened ? [say("was-cut")] : []), ...hints], drop);
  };
  return use(Boolean(sheet));
}

// coarse tells of a page of A4 that has fewer dots to the inch than a digitised paper must have: its long side is 11.69.
function coarse(sheet) {
  if (!sheet) return [];
  const [long, short] = [Math.max(sheet.width, sheet.height), Math.min(sheet.width, sheet.height)];
  const n = Math.floor(long / 11.69);
  return Math.abs(long / short - Math.SQRT2) < 0.01 && n < 200 ? [["coarse", { n }]] : [];
}

// told says how large a file is and what there is to say of it. One that is too large is not sent.
function told(about, file, input, notes, drop) {
  const most = Number(input.dataset.maxMb) * 1024 * 1024;
  if (most > 0 && file.size > most) {
    drop();
    const warning = make("p", "ns-warn", `${file.name}: ${input.dataset.tooBig}`);
    warning.setAttribute("role", "alert");
    input.after(warning);
    input.addEventListener("change", () => warning.remove(), { once: true });
    return notes;
  }
  about.textContent = [size(file.size), ...notes].join(" · ");
  return notes;
}

// ---- a document camera

// offered shows the way to the camera where a computer has one; telephones offer theirs for the field itself.
async function offered(input, list, add) {
  if (!navigator.mediaDevices?.getUserMedia || matchMedia("(pointer: coarse)").matches) return;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  if (!devices.some((d) => d.kind === "videoinput")) return;
  const open = button(say("open"), () => filming(add, open));
  open.classList.add("ns-camera-open");
  list.before(open);
}

// filming opens the camera in a dialog and takes pages until the officer is done.
async function filming(add, opener) {
  const dialog = make("dialog", "ns-camera");
  const video = Object.assign(make("video", "ns-camera__picture"), { muted: true, playsInline: true });
  video.setAttribute("aria-label", say("picture"));
  const status = make("p", "ns-upload__state", say("starting"));
  status.setAttribute("role", "status");
  const which = make("select", "govuk-select");
  const shoot = button(say("shoot"), () => take(), "");
  const buttons = make("p", "ns-upload__buttons");
  const state = { quarters: 0, taken: 0, notes: [], stream: null };
  buttons.append(shoot, button(say("turn"), () => { state.quarters = (state.quarters + 1) % 4; video.dataset.turned = state.quarters; }),
    button(say("close"), () => dialog.close()));
  const label = make("label", "govuk-label", say("which"));
  label.append(which);
  dialog.setAttribute("aria-label", say("open"));
  dialog.append(video, status, buttons, label);
  document.querySelector("main").append(dialog);
  dialog.showModal();
  shoot.disabled = true;

  const tell = () => {
    if (!video.videoWidth) return;
    const said = [say(sheetIn(video) ? "sees" : "sees-not"), ...(state.taken > 0 ? [say("taken", { n: state.taken }), ...state.notes] : [])].join(" ");
    if (said !== status.textContent) status.textContent = said;
  };
  const take = async () => {
    const frame = turned(video, state.quarters);
    state.taken += 1;
    const file = await written(frame, `${say("page")}-${String(state.taken).padStart(2, "0")}.jpg`, FINE);
    state.notes = await add(file, frame);
    tell();
  };
  const looking = setInterval(tell, LOOKS);
  dialog.addEventListener("close", () => {
    clearInterval(looking);
    stop(state.stream);
    dialog.remove();
    opener.focus();
  });
  const start = async (id) => {
    stop(state.stream);
    state.stream = await navigator.mediaDevices.getUserMedia({ video: { ...(id ? { deviceId: { ideal: id } } : { facingMode: "environment" }), width: { ideal: 4096 }, height: { ideal: 3072 } } });
    if (!dialog.open) return stop(state.stream);
    video.srcObject = state.stream;
    await video.play();
    shoot.disabled = false;
    shoot.focus();
    return undefined;
  };
  try {
    await start(localStorage.getItem(DEVICE));
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === "videoinput");
    which.append(...cameras.map((d, i) => new Option(d.label || `${say("which")} ${i + 1}`, d.deviceId)));
    which.value = state.stream.getVideoTracks()[0].getSettings().deviceId;
    label.hidden = cameras.length < 2;
    which.onchange = () => { localStorage.setItem(DEVICE, which.value); start(which.value).catch(() => { status.textContent = say("no-camera"); }); };
  } catch {
    clearInterval(looking);
    label.hidden = true;
    status.textContent = say("no-camera");
  }
}

const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());

// turned is what the camera sees at this moment, turned by so many quarters: many hang above the desk askew.
function turned(video, quarters) {
  const canvas = make("canvas");
  const [w, h] = [video.videoWidth, video.videoHeight];
  [canvas.width, canvas.height] = quarters % 2 === 0 ? [w, h] : [h, w];
  const at = canvas.getContext("2d");
  at.translate(canvas.width / 2, canvas.height / 2);
  at.rotate(quarters * (Math.PI / 2));
  at.drawImage(video, -w / 2, -h / 2);
  return canvas;
}
