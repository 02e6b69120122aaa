// Keeps the page that checks squares, its keys and its list, for when there is no network. What is kept is what
// anybody gets: it is fetched without cookies, so that no name of who was signed in lies in the cache.
const KEPT = "kiem-tra-1";
const PAGE = "/kiem-tra/qr";
const DATA = ["/kiem-tra/khoa.json", "/kiem-tra/thu-hoi.json"];

async function keep(addresses) {
	const cache = await caches.open(KEPT);
	await Promise.all(addresses.map(async (address) => {
		const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
		if (answer.ok) await cache.put(address, answer);
	}));
}

self.addEventListener("install", (event) => event.waitUntil(keep([PAGE, ...DATA]).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page names its styles, fonts and scripts, whose addresses change with what is in them: it is kept anew with them.
self.addEventListener("message", (event) => {
	const own = (address) => new URL(address, self.location.origin).origin === self.location.origin;
	event.waitUntil(keep([PAGE, ...event.data.filter(own)]).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
	const address = new URL(event.request.url);
	if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
	event.respondWith((async () => {
		try {
			const answer = await fetch(event.request);
			if (answer.ok && DATA.includes(address.pathname)) await (await caches.open(KEPT)).put(address.pathname, answer.clone());
			return answer;
		} catch (offline) {
			const kept = await caches.match(event.request.mode === "navigate" ? address.pathname : event.request.url, { ignoreVary: true })
				|| await caches.match(address.pathname, { ignoreVary: true });
			if (kept) return kept;
			throw offline;
		}
	})());
});
