// The keyboard and other comfort of the officers' pages; all of it can be done without. Keys do nothing
// while something is being typed, with a modifier held, or once they have been switched off.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const root = document.documentElement;
const off = "phim-tat-tat";
const helpPage = "/lam-viec/phim-tat";
const go = { i: "/lam-viec", n: "/lam-viec/trong-ngay", t: "/lam-viec/tiep-nhan" };

const rows = () => all("[data-list] tbody tr").filter((row) => row.querySelector("a"));
const current = () => rows().find((row) => row.contains(document.activeElement));

// Help shows the table of the help page over any page of the desk.
async function help() {
  const answer = await fetch(helpPage).catch(() => null);
  const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  const table = page.querySelector("[data-keys-table]");
  if (!table) { location.href = helpPage; return; }
  const dialog = Object.assign(document.createElement("dialog"), { className: "ns-dialog" });
  const title = Object.assign(document.createElement("h2"), { className: "govuk-heading-m", id: "phim-tat", textContent: page.querySelector("h1").textContent });
  const close = Object.assign(document.createElement("button"), { className: "govuk-button", type: "button", textContent: root.dataset.ok });
  dialog.setAttribute("aria-labelledby", "phim-tat");
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.append(title, document.adoptNode(table), close);
  document.querySelector("main").append(dialog);
  dialog.showModal();
}

let waiting = 0; // when g was pressed
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(off)) return;
  if (event.target.closest("select, textarea, dialog, iframe, input:not([type=checkbox])")) return;
  const { key } = event;
  if (Date.now() - waiting < 1500 && go[key]) { location.href = go[key]; return; }
  waiting = key === "g" ? Date.now() : 0;
  const done = {
    o: () => current()?.querySelector("a")?.click(),
    x: () => current()?.querySelector("[name=pick]")?.click(),
    "/": () => document.querySelector("main input[type=search]")?.focus(),
    "?": help,
  }[key];
  const link = all("[data-key]").find((e) => e.dataset.key === key);
  if (done) done();
  else if (link) link.click();
  else return;
  event.preventDefault();
});

// data-keys-switch: single keys can get in the way of speech input and must be easy to switch off.
all("[data-keys-switch]").forEach((place) => {
  const button = Object.assign(document.createElement("button"), { className: "govuk-button govuk-button--secondary", type: "button" });
  const tell = () => { button.textContent = localStorage.getItem(off) ? place.dataset.on : place.dataset.off; };
  button.onclick = () => {
    if (localStorage.getItem(off)) localStorage.removeItem(off); else localStorage.setItem(off, "1");
    tell();
  };
  tell();
  place.append(button);
});

// data-bulk: says how many lines are picked.
all("[data-bulk]").forEach((bar) => {
  const note = bar.querySelector("[data-bulk-count]");
  const tell = () => {
    const n = all("[name=pick]:checked", bar.closest("form")).length;
    note.textContent = n ? bar.dataset.bulk.replace("{n}", n) : "";
  };
  bar.closest("form").addEventListener("change", tell);
  addEventListener("pageshow", tell);
});

// data-continue: work over many goes on by itself until it is done.
document.querySelector("[data-continue] button")?.click();

// data-stock: a reason from the stock goes where the cursor is, without a page in between.
all("[data-stock]").forEach((panel) => {
  const field = document.getElementById(panel.dataset.stock);
  const choice = panel.querySelector("select");
  panel.querySelector("button").addEventListener("click", (event) => {
    const found = all("[data-stock-text]", panel).find((t) => t.dataset.stockText === choice.value);
    if (!found || !field) return;
    event.preventDefault();
    const ticked = all("input[name=on]:checked", panel.closest("form")).map((box) => box.labels[0]?.textContent.trim()).join(", ");
    const words = found.content.textContent.replaceAll("{paper}", ticked || "{paper}");
    field.value = field.value.trim() ? `${field.value.trim()}\n${words}` : words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
});

// News of what is open. data-news: a line above a dossier says who did what since; what was typed
// stays. data-fresh: parts of a list are fetched anew and put in place, with picks and focus kept. The
// stream tells when to look; while it cannot be had, we look now and then.
const glance = { headers: { "X-Live": "1" } };
const newsPlace = document.querySelector("[data-news]");
const parts = () => all("[data-fresh]");

async function tell() {
  if (!newsPlace) return;
  const answer = await fetch(`${newsPlace.dataset.news}?tu=${newsPlace.dataset.version}`, glance).catch(() => null);
  if (answer?.status !== 200) return;
  const words = await answer.text();
  if (newsPlace.dataset.told === words) return;
  newsPlace.dataset.told = words;
  newsPlace.innerHTML = words;
}

async function refresh() {
  if (!parts().length || document.querySelector("dialog[open]")) return;
  const answer = await fetch(location.href, glance).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const picked = new Set(all("[name=pick]:checked").map((box) => box.value.split(":")[0]));
  const focus = document.activeElement?.getAttribute("href") || document.activeElement?.value;
  for (const old of parts()) {
    const fresh = page.querySelector(`[data-fresh="${old.dataset.fresh}"]`);
    if (!fresh || fresh.innerHTML === old.dataset.was) continue;
    old.dataset.was = fresh.innerHTML;
    old.replaceChildren(...fresh.childNodes);
  }
  all("[name=pick]").forEach((box) => { box.checked = picked.has(box.value.split(":")[0]); });
  if (focus && document.activeElement === document.body) {
    all("main a[href], main [name=pick]").find((e) => (e.getAttribute("href") || e.value) === focus)?.focus();
  }
}

if (newsPlace || parts().length) {
  parts().forEach((p) => { p.dataset.was = p.innerHTML; });
  const look = () => { if (!document.hidden) { tell(); refresh(); } };
  setInterval(look, 30000);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("livenews", look);
}
