// Cards: speaks to the token helper on this PC. A form with data-card hands it what is to be signed, opens its page, where
// the person looks and types the PIN, and sends itself with the signatures. data-card-read fills in the certificates of the
// card. The PIN never comes here.
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function ask(helper, path, job) {
	const answer = await fetch(helper + path, job && { method: "POST", headers: { "Content-Type": "application/json" }, body: job });
	if (!answer.ok) throw new Error(String(answer.status));
	return answer.json();
}

// nearest asks one helper after another: whoever hears this house answers.
async function nearest(helpers, path, job) {
	for (const helper of helpers.split(" ")) {
		try {
			return { helper, said: await ask(helper, path, job) };
		} catch {
			// nobody there, or somebody else's
		}
	}
	throw new Error("no helper");
}

// outcome waits until the person has signed or refused.
async function outcome(helper, id) {
	for (;;) {
		const said = await ask(helper, "/viec/" + id);
		if (said.state !== "waits") return said;
		await pause(500);
	}
}

const teller = (at) => {
	const words = JSON.parse(at.dataset.cardWords);
	return (name) => { at.querySelector("[data-card-status]").textContent = words[name]; };
};

document.querySelectorAll("[data-card]").forEach((at) => {
	const form = at.closest("form"), say = teller(at);
	form.addEventListener("submit", async (e) => {
		e.preventDefault();
		const page = window.open("about:blank", "_blank"); // at the press itself, or it would be taken for an advertisement
		try {
			const { helper, said: { id } } = await nearest(at.dataset.cardAt, "/viec", at.dataset.card);
			if (page) page.location.href = helper + "/ky/" + id;
			say("waits");
			const said = await outcome(helper, id);
			if (said.state !== "signed") return say("refused");
			for (const [request, value] of Object.entries(said.values)) {
				const field = document.createElement("input");
				field.type = "hidden";
				field.name = "value." + request;
				field.value = value;
				form.append(field);
			}
			form.submit();
		} catch {
			if (page) page.close();
			say("away");
		}
	});
});

document.querySelectorAll("[data-card-read]").forEach((at) => {
	const say = teller(at);
	at.hidden = false;
	at.querySelector("button").addEventListener("click", async () => {
		try {
			const { said: { chains } } = await nearest(at.dataset.cardRead, "/chung-thu");
			if (chains.length) at.closest("form").elements.chain.value = chains[0];
			say(chains.length ? "read" : "none");
		} catch {
			say("away");
		}
	});
});
