// Passkeys: a form that carries options for the browser's authenticator in data-passkey-options asks it,
// puts the answer into its field and sends itself. Everything stays on the page when that fails; without
// script the form says so and the other ways of signing in remain.
const decode = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list ?? []).map((k) => ({ ...k, id: decode(k.id) }));

async function create(o) {
  const publicKey = { ...o, challenge: decode(o.challenge), user: { ...o.user, id: decode(o.user.id) }, excludeCredentials: keys(o.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  return { response: { clientDataJSON: encode(made.response.clientDataJSON), attestationObject: encode(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [] }, made };
}

async function get(o) {
  const publicKey = { ...o, challenge: decode(o.challenge), allowCredentials: keys(o.allowCredentials) };
  const made = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
  return { response: { clientDataJSON: encode(clientDataJSON), authenticatorData: encode(authenticatorData), signature: encode(signature),
    ...(userHandle && { userHandle: encode(userHandle) }) }, made };
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const say = (name) => form.querySelectorAll("[data-passkey-says]").forEach((p) => { p.hidden = p.dataset.passkeySays !== name; });
  const button = form.querySelector("[data-passkey-go]");
  if (!window.PublicKeyCredential) { say("unable"); return; }
  if (location.hostname !== form.dataset.passkeyHost) { say("elsewhere"); return; }
  say("ready");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { response, made } = await (form.dataset.passkey === "create" ? create : get)(JSON.parse(form.dataset.passkeyOptions));
      form.elements["tra-loi"].value = JSON.stringify({ id: made.id, rawId: encode(made.rawId), type: made.type, response,
        authenticatorAttachment: made.authenticatorAttachment ?? undefined, clientExtensionResults: {} });
      form.submit();
    } catch {
      say("failed");
      button.disabled = false;
    }
  });
});
