// The signing program of the Government Cipher Committee on this PC (VGCA Sign Service) signs whole files. A form with
// data-plugin has it sign one file after the other, each shown and confirmed there, and sends itself when some are signed: the
// files themselves go from the program to the house.
function asked(program, what) {
	return new Promise((done, failed) => {
		const line = new WebSocket(program);
		line.onopen = () => line.send(JSON.stringify(what));
		line.onmessage = (e) => {
			try {
				done(JSON.parse(e.data));
			} catch (wrong) {
				failed(wrong);
			}
			line.close();
		};
		line.onclose = () => failed(new Error("no answer")); // after an answer nobody hears it
	});
}

async function ask(address) {
	const said = await fetch(address, { method: "POST" });
	if (!said.ok) return null;
	const job = await said.json();
	for (const name of ["FileName", "FileUploadHandler"]) job[name] = new URL(job[name], location.href).href;
	return job;
}

document.querySelectorAll("[data-plugin]").forEach((at) => {
	const form = at.closest("form"), words = JSON.parse(at.dataset.pluginWords);
	const say = (name, more = "") => { at.querySelector("[data-plugin-status]").textContent = words[name] + " " + more; };

	// one signs one file; what is told is why not.
	async function one(address) {
		const job = await ask(address).catch(() => null);
		if (!job) return say("lost"), false;
		const answer = await asked(at.dataset.pluginAt, job).catch(() => null);
		if (!answer) return say("away"), false;
		if (answer.Status !== 0) return say("refused", answer.Message), false;
		return true;
	}

	let busy = false;
	form.addEventListener("submit", async (e) => {
		e.preventDefault();
		if (busy) return;
		busy = true;
		say("waits");
		let signed = 0;
		for (const address of at.dataset.plugin.split(" ")) {
			if (!await one(address)) break;
			signed++;
		}
		busy = false;
		if (signed) form.submit();
	});
});
