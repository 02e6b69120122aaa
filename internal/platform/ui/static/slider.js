// A number that can be drawn: a slider beside each field of a form marked for it, kept in step with the field, and
// the answer asked for when it is let go. Without this script the field and its button do the same.
for (const form of document.querySelectorAll("form[data-slider]")) {
	const field = form.querySelector("input[type=number]");
	if (!field) continue;
	const slider = document.createElement("input");
	slider.type = "range";
	slider.min = 1;
	slider.max = form.dataset.slider;
	slider.value = field.value || 1;
	slider.setAttribute("aria-label", form.querySelector(`label[for="${field.id}"]`).textContent.trim());
	slider.addEventListener("input", () => { field.value = slider.value; });
	slider.addEventListener("change", () => form.requestSubmit());
	field.addEventListener("input", () => { slider.value = field.value; });
	field.after(slider);
}
