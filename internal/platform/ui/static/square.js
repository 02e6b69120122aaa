// Checks the square of an issued paper in the browser: what it says stands behind #, the keys and the list of revoked
// papers are kept by the worker for when there is no network. See internal/archive/offline for the form of a code.
const show = document.querySelector("[data-square]");
const bytes = (b64) => Uint8Array.from(atob(b64), (c) => c.charCodeAt(0));
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const text = new TextDecoder("utf-8", { fatal: true });
const join = (...parts) => Uint8Array.from(parts.flatMap((p) => [...p]));
const utf8 = (s) => new TextEncoder().encode(s);
const sha256 = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw));

// statementOf reads the bytes of a statement.
function statementOf(raw) {
	let at = 0;
	const number = () => {
		let n = 0;
		for (let shift = 1; ; shift *= 128) {
			if (at >= raw.length || shift > 2 ** 42) throw new Error("cut off");
			const b = raw[at++];
			n += (b & 127) * shift;
			if (b < 128) return n;
		}
	};
	const field = () => {
		const n = number();
		if (n > 200 || at + n > raw.length) throw new Error("cut off");
		at += n;
		return raw.subarray(at - n, at);
	};
	const day = () => {
		const n = number();
		return n === 0 ? "" : new Date((n - 1) * 86400000).toISOString().slice(0, 10);
	};
	if (raw[at++] !== 1) throw new Error("of another form");
	const out = {};
	for (const name of ["code", "office", "title", "number", "holder"]) out[name] = text.decode(field());
	field(); // the file's digest
	out["issued-on"] = day();
	out.until = day();
	if (at !== raw.length || out.code === "") throw new Error("not whole");
	return out;
}

async function verified(point, message, signature) {
	const key = await crypto.subtle.importKey("raw", point, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
	return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);
}

async function keyNamed(keys, id) {
	for (const k of keys) if (same((await sha256(bytes(k))).subarray(0, 4), id)) return bytes(k);
	return null;
}

// revokedMarks are those of a list that one of the keys has signed; none when it is not to be believed.
async function revokedMarks(list, keys) {
	const key = await keyNamed(keys, bytes(list.key));
	const marks = bytes(list.marks);
	const message = join(utf8(`nhasan revoked papers\n${list.at}\n`), marks);
	if (!key || !(await verified(key, message, bytes(list.signature)))) throw new Error("the list is not signed");
	return marks;
}

async function check(code, keys, list) {
	let raw, said;
	try {
		raw = bytes(code.trim().replaceAll("-", "+").replaceAll("_", "/"));
		said = statementOf(raw.subarray(4, raw.length - 64));
	} catch {
		return { verdict: "no-code" };
	}
	const key = await keyNamed(keys, raw.subarray(0, 4));
	if (!key) return { verdict: "unknown-key" };
	const message = join(utf8("nhasan issued paper\n"), raw.subarray(4, raw.length - 64));
	if (!(await verified(key, message, raw.subarray(raw.length - 64)))) return { verdict: "forged" };
	const marks = await revokedMarks(list, keys);
	const mark = (await sha256(utf8(said.code))).subarray(0, 6);
	for (let i = 0; i < marks.length; i += 6) if (same(marks.subarray(i, i + 6), mark)) return { verdict: "revoked", said };
	const today = new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10);
	return { verdict: said.until !== "" && said.until < today ? "expired" : "genuine", said };
}

const shownDay = (d) => d.split("-").reverse().join("/");

function tell({ verdict, said }, at) {
	show.hidden = false;
	for (const v of show.querySelectorAll("[data-verdict]")) v.hidden = v.dataset.verdict !== verdict;
	const facts = show.querySelector("[data-facts]");
	facts.hidden = !said;
	for (const row of facts.querySelectorAll("[data-fact]")) {
		let value = said?.[row.dataset.fact] ?? "";
		if (/^\d{4}-\d\d-\d\d$/.test(value) && row.dataset.fact !== "number") value = shownDay(value);
		if (row.dataset.fact === "code" && value.length === 10) value = `${value.slice(0, 5)}-${value.slice(5)}`;
		row.hidden = value === "";
		row.querySelector("dd").textContent = value;
	}
	const asOf = show.querySelector("[data-as-of]");
	asOf.hidden = !said;
	asOf.querySelector("span").textContent = new Date(at).toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" });
	document.querySelector("[data-found]")?.remove();
	show.focus();
}

async function read(code) {
	const [keys, list] = await Promise.all(["/kiem-tra/khoa.json", "/kiem-tra/thu-hoi.json"].map((a) => fetch(a, { cache: "no-cache" }).then((r) => r.json())));
	tell(await check(code, keys.keys, list), list.at);
}

const behind = () => decodeURIComponent(location.hash.slice(1));

// Without WebCrypto (a page that did not come over TLS) the form below asks the house.
if (show && globalThis.crypto?.subtle) {
	const begin = () => { if (behind() !== "") read(behind()); };
	addEventListener("hashchange", begin);
	begin();
	const form = document.querySelector("form[data-paste]");
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const typed = form.elements["noi-dung"].value;
		read(typed.includes("#") ? typed.slice(typed.indexOf("#") + 1) : typed);
	});
	const picture = document.querySelector("[data-picture]");
	if ("BarcodeDetector" in globalThis) {
		picture.hidden = false;
		picture.querySelector("input").addEventListener("change", async (event) => {
			const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(event.target.files[0]));
			const typed = found[0]?.rawValue ?? "";
			read(typed.includes("#") ? typed.slice(typed.indexOf("#") + 1) : typed);
		});
	}
}

if ("serviceWorker" in navigator) {
	const kept = await navigator.serviceWorker.register("/kiem-tra/sw.js", { scope: "/kiem-tra/" }).then(() => navigator.serviceWorker.ready).catch(() => null);
	const files = performance.getEntriesByType("resource").map((e) => e.name).filter((n) => new URL(n).pathname.startsWith("/static/"));
	kept?.active?.postMessage(files);
	const ready = document.querySelector("[data-ready]");
	if (kept && ready) ready.hidden = false;
}
