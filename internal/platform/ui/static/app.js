// Comfort for pages that work without it. Each part looks for its own data-… attributes and leaves
// everything else alone; sentences come from the page, in its language.

const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (tag, className, textContent = "") =>
  Object.assign(document.createElement(tag), { className, textContent });

// The error summary is read first.
document.querySelector("[data-focus]")?.focus();

// data-confirm: a question before something that cannot be taken back. Agreed buttons are pressed
// again, agreed forms sent again.
function ask(question, pressed, then) {
  const dialog = make("dialog", "ns-dialog");
  const words = make("p", "", question);
  const buttons = make("div", "govuk-button-group");
  const yes = make("button", pressed?.className || "govuk-button", pressed?.textContent.trim() || root.dataset.ok);
  const no = make("button", "govuk-button govuk-button--secondary", root.dataset.cancel);
  words.id = "cau-hoi";
  dialog.setAttribute("aria-labelledby", words.id);
  buttons.append(yes, no);
  dialog.append(words, buttons);
  yes.onclick = () => { dialog.close(); then(); };
  no.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  document.querySelector("main").append(dialog);
  dialog.showModal();
  no.focus();
}

const agreed = new WeakSet();
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("a[data-confirm], button[data-confirm]");
  if (!button || agreed.delete(button)) return;
  event.preventDefault();
  ask(button.dataset.confirm, button, () => { agreed.add(button); button.click(); });
});

// data-once: a form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const { submitter } = event;
  if (form.dataset.confirm && !agreed.delete(form)) {
    event.preventDefault();
    ask(form.dataset.confirm, submitter, () => { agreed.add(form); form.requestSubmit(submitter); });
  } else if (submitter && "file" in submitter.dataset) { // answered by a file: the page stays
    return;
  } else if ("once" in form.dataset) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    submitter?.setAttribute("aria-busy", "true");
  } else if (form.matches("[method=get]")) { // addresses without empty questions
    all("input, select", form).filter((f) => f.value === "").forEach((f) => {
      f.disabled = f.dataset.empty = true;
    });
  }
});
addEventListener("pageshow", () => {
  all("form[data-sent]").forEach((f) => { delete f.dataset.sent; });
  all("[aria-busy]").forEach((b) => b.removeAttribute("aria-busy"));
  all("[data-empty]").forEach((f) => { f.disabled = false; });
});

// data-do: buttons of no use without script.
all("[data-do]").forEach((button) => {
  button.hidden = false;
  const [verb, target] = button.dataset.do.split(":");
  button.onclick = async () => {
    if (verb === "print") return print();
    await navigator.clipboard.writeText(document.querySelector(target).textContent.trim());
    const label = button.textContent;
    button.textContent = button.dataset.did;
    setTimeout(() => { button.textContent = label; }, 3000);
  };
});

// data-dismiss: notices that can be put away.
all("[data-dismiss]").forEach((notice) => {
  const button = make("button", "ns-button-link ns-notice__close", notice.dataset.dismiss);
  button.type = "button";
  button.onclick = () => notice.remove();
  notice.append(button);
});

// Chosen files are named, and those too large are said to be before they travel. Where files travel in
// pieces (upload.js) or are looked at (scans.js) that is not needed.
all("form:not([data-pieces]) input[type=file]:not([data-look])").forEach((input) => {
  const list = make("ul", "ns-files");
  const warning = make("p", "ns-warn");
  warning.setAttribute("role", "alert");
  input.after(warning, list);
  input.addEventListener("change", () => {
    const files = [...input.files];
    const limit = Number(input.dataset.maxMb) * 1024 * 1024;
    const tooBig = limit > 0 && files.some((f) => f.size > limit);
    warning.textContent = tooBig ? input.dataset.tooBig : "";
    list.replaceChildren(...files.map((f) => make("li", "", `${f.name} · ${size(f.size)}`)));
    if (tooBig) input.value = "";
  });
});

function size(bytes) {
  const [n, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "kB"] : [bytes / 1024 / 1024, "MB"];
  return `${n.toLocaleString(root.lang, { maximumFractionDigits: n < 10 ? 1 : 0 })} ${unit}`;
}

// data-max: how many characters are left, said once few are.
all("textarea[data-max]").forEach((area) => {
  const note = make("p", "ns-left");
  note.setAttribute("role", "status");
  area.after(note);
  const tell = () => {
    const left = Number(area.dataset.max) - [...area.value].length;
    note.textContent = left < Number(area.dataset.max) / 4 ? area.dataset.left.replace("{n}", left) : "";
  };
  area.addEventListener("input", tell);
  tell();
});

// data-date: eight digits become dd/mm/yyyy.
all("[data-date]").forEach((input) => {
  input.addEventListener("change", () => {
    input.value = input.value.trim().replace(/^(\d\d)[ .-]?(\d\d)[ .-]?(\d{4})$/, "$1/$2/$3");
  });
});

// data-show-if: questions that hang on another of the page. The server is told that they were seen.
const answered = (form, condition) => {
  const [, name, value] = condition.match(/^([^=]*)=(.*)$/);
  const values = all("input, select, textarea", form).filter((f) => f.name === name && !f.closest("[data-show-if][hidden]")
    && (!/radio|checkbox/.test(f.type) || f.checked)).map((f) => f.value);
  return value === "false" ? values.length === 0 : values.includes(value);
};
all("form").filter((form) => form.querySelector("[data-show-if]")).forEach((form) => {
  const show = () => all("[data-show-if]", form).forEach((part) => { part.hidden = !answered(form, part.dataset.showIf); });
  form.append(Object.assign(make("input"), { type: "hidden", name: "co-script", value: "1" }));
  form.addEventListener("change", show);
  show();
});

// data-autosave: a draft is saved two seconds after the last key, when the page is left, and when
// the network comes back. Only an answer of 2xx counts: a redirect may lead to the sign-in page.
all("form[data-autosave]").forEach((form) => {
  const note = form.querySelector("[data-autosave-status]");
  let timer;
  let dirty = false;
  const save = async () => {
    clearTimeout(timer);
    if (!dirty || form.dataset.sent) return;
    dirty = false;
    note.textContent = form.dataset.saving;
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: new URLSearchParams(fields), redirect: "manual", keepalive: true,
    }).catch(() => ({ ok: false }));
    dirty ||= !answer.ok;
    const time = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    note.textContent = answer.ok ? form.dataset.saved.replace("{time}", time) : form.dataset.unsaved;
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
});

// data-list: j and k walk the rows of a list, the link with the focus opens with Enter as always.
addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) return;
  const rows = all("[data-list] tbody tr").filter((row) => row.querySelector("a"));
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1);
  rows[next].querySelector("a").focus();
});
