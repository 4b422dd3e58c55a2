// The form comes alive: suggestions while typing, the draft kept, small photos, a place, sending without a connection.
// Everything here is a convenience; without it the form is an ordinary form.
import { drop, all, keep, kept, sendAll, waitFor } from "./kept.js";
import { placeOf, smaller } from "./photo.js";

const form = document.getElementById("intake");
const box = form.elements.text;
const told = document.getElementById("offline");
const page = location.pathname;
const quiet = () => {};

const later = (work, pause) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, pause);
  };
};

const tell = (words, link) => {
  told.hidden = false;
  told.textContent = words;
  if (!link) return;
  const anchor = Object.assign(document.createElement("a"), { href: link.address, textContent: `№ ${link.number}` });
  told.append(" ", anchor);
};

// ---- suggestions: categories and twins, as a fragment of the server ------------------------------------------
const suggestions = document.getElementById("suggestions");
let asked = "";
let asking = null;

const askFor = (address, names) => {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", ...names]) body.append(name, new FormData(form).get(name) ?? "");
  if (form.dataset.code) body.append("code", form.dataset.code);
  asking?.abort();
  asking = new AbortController();
  return fetch(address, { method: "POST", body, signal: asking.signal });
};

const suggest = async () => {
  const text = box.value.trim();
  if (text === asked || !navigator.onLine) return;
  asked = text;
  const answer = await askFor(form.dataset.suggest, ["text", "category", "place", "point"]);
  if (answer.status === 204) suggestions.replaceChildren();
  else if (answer.ok) suggestions.innerHTML = await answer.text();
};
const suggestLater = later(() => suggest().catch(quiet), 600);

// ---- the placard's funnel: somebody began to write -----------------------------------------------------------
const begun = () => {
  const { opened } = form.elements;
  if (!form.dataset.opened || opened.value) return;
  if (navigator.sendBeacon?.(form.dataset.opened)) opened.value = "1";
};

// ---- the draft ------------------------------------------------------------------------------------------------
const keepDraft = later(() => {
  const row = { key: page, text: box.value, uid: form.elements.uid.value, place: form.elements.place_text?.value ?? "" };
  (row.text.trim() ? keep("drafts", row) : drop("drafts", page)).catch(quiet);
}, 300);

const restore = async () => {
  const row = await kept("drafts", page);
  if (!row || box.value.trim()) return;
  box.value = row.text;
  if (row.uid) form.elements.uid.value = row.uid;
  if (row.place && form.elements.place_text) form.elements.place_text.value = row.place;
  tell(told.dataset.draft);
};

// ---- photos ---------------------------------------------------------------------------------------------------
const photo = document.getElementById("photo");
const photoPlace = document.getElementById("photo-place");
const photoPin = document.getElementById("photo-pin");
let taken = null;
let shrinking = Promise.resolve();

const shrink = async () => {
  const files = [...photo.files].slice(0, 3);
  const places = await Promise.all(files.map(placeOf));
  taken = places.find(Boolean) ?? null;
  photoPlace.hidden = !taken;
  photoPin.checked = false;
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(await smaller(file));
  photo.files = carrier.files;
};
photo?.addEventListener("change", (event) => {
  if (!event.isTrusted) return;
  shrinking = shrink().catch(quiet);
});

// ---- the point: the phone's own place, the photo's, or a tap on the map ------------------------------------------
const point = document.getElementById("point");
const state = document.getElementById("pin-state");
const unpin = document.getElementById("unpin");

const showPin = () => {
  if (!state) return;
  state.textContent = point.value ? state.dataset.set : "";
  unpin.hidden = !point.value;
};
const setPin = ([longitude, latitude]) => {
  point.value = `${longitude.toFixed(6)},${latitude.toFixed(6)}`;
  showPin();
};
document.getElementById("pin-tools")?.removeAttribute("hidden");
photoPin?.addEventListener("change", () => {
  if (photoPin.checked && taken) setPin(taken);
  else point.value = "";
  showPin();
});
point?.addEventListener("change", showPin);
unpin?.addEventListener("click", () => {
  point.value = "";
  if (photoPin) photoPin.checked = false;
  showPin();
});
document.getElementById("locate")?.addEventListener("click", () => {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => setPin([coords.longitude, coords.latitude]),
    () => { state.textContent = state.dataset.off; },
    { enableHighAccuracy: true, timeout: 10_000 },
  );
});
document.getElementById("show-map")?.addEventListener("click", ({ currentTarget }) => {
  const island = document.createElement("div");
  island.className = "map map-island";
  island.append(document.getElementById("map-island").content.cloneNode(true));
  currentTarget.parentElement.after(island);
  currentTarget.remove();
});

// ---- the place by name ------------------------------------------------------------------------------------------
const places = document.getElementById("places");
form.elements.place_text?.addEventListener("input", later(async () => {
  if (form.elements.place_text.value.trim().length < 3 || !navigator.onLine) return;
  const answer = await askFor(form.dataset.find, ["place_text"]).catch(quiet);
  if (answer?.ok) places.innerHTML = await answer.text();
}, 500));

// ---- sending ------------------------------------------------------------------------------------------------------
const sendWaiting = async () => {
  for (const result of await sendAll()) {
    if (result.number) tell(told.dataset.sent, result);
    else if (result.refused) await restore();
  }
};

const keepForLater = async () => {
  await shrinking;
  await waitFor(form.action || location.href, new FormData(form), page);
  await drop("drafts", page).catch(quiet);
  const worker = await navigator.serviceWorker?.ready;
  await worker?.sync?.register("qala-send").catch(quiet);
  form.reset();
  // The next message from this page is another one.
  form.elements.uid.value = crypto.randomUUID();
  suggestions.replaceChildren();
  tell(told.dataset.kept);
  told.scrollIntoView({ block: "center" });
};

let waited = false;
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name === "find" || button?.hasAttribute("formaction")) return;
  if (!navigator.onLine && box.value.trim()) {
    event.preventDefault();
    keepForLater().catch(quiet);
  } else if (photo?.files.length && !waited) {
    // The small photos first, then the same button once more: in a turn of its own, for while the browser still
    // tells of this submission it takes no other.
    event.preventDefault();
    waited = true;
    shrinking.finally(() => setTimeout(() => form.requestSubmit(button ?? undefined)));
  }
});

box.addEventListener("input", () => {
  begun();
  keepDraft();
  suggestLater();
});
addEventListener("online", () => sendWaiting().catch(quiet));
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.number) tell(told.dataset.sent, data);
});

const start = async () => {
  if (location.hash === "#kept") tell(told.dataset.kept);
  const waits = await all("waiting");
  if (location.hash === "#kept") {
    // The worker kept what this page could not send: its words are safe, its key is used, the box is free.
    await drop("drafts", page).catch(quiet);
    form.elements.uid.value = crypto.randomUUID();
  } else {
    await restore().catch(quiet);
  }
  if (navigator.onLine && waits.length) await sendWaiting();
  const registration = await navigator.serviceWorker?.register("/sw.js", { scope: "/", type: "module" });
  if (!registration) return;
  const worker = (await navigator.serviceWorker.ready).active;
  const files = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(`${location.origin}/static/`));
  worker?.postMessage({ keep: [location.href, ...files] });
};
start().catch(quiet);
