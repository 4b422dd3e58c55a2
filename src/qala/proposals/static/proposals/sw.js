// Watches over the form: its page opens without a connection, and a message that could not leave goes out later.
import { sendAll, waitFor } from "/static/proposals/kept.js";

const SHELL = "qala-shell-1";
const FORM = /^\/(new|p\/[^/]+)\/$/;
const quiet = () => {};

addEventListener("install", (event) => event.waitUntil(caches.open(SHELL).then((shell) => shell.add("/offline/")).catch(quiet).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(caches.keys()
  .then((names) => Promise.all(names.filter((name) => name.startsWith("qala-shell-") && name !== SHELL).map((name) => caches.delete(name))))
  .then(() => clients.claim())));

const put = async (request, answer) => {
  if (answer.ok && !answer.redirected) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
};

const keepAll = async (addresses) => {
  const shell = await caches.open(SHELL);
  for (const address of addresses) {
    if (!(await shell.match(address, { ignoreVary: true }))) await shell.add(address).catch(quiet);
  }
};

// A form's page: the network's where there is one, else the last one seen, on which a message can be written and kept.
// Any placard's shell will do for a stop never scanned before; its own address stays in the bar and takes the message.
const formPage = async (request) => {
  try {
    return await put(request, await fetch(request));
  } catch {
    const shell = await caches.open(SHELL);
    return (await shell.match(request, { ignoreSearch: true, ignoreVary: true })) ?? (await shell.match("/new/", { ignoreVary: true })) ?? (await shell.match("/offline/")) ?? Response.error();
  }
};

// A message on its way: where it cannot leave, it is kept whole and the form comes back.
const send = async (request) => {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const form = await copy.formData();
    if (!String(form.get("text") ?? "").trim() || form.has("find") || form.has("turn_to")) return (await formPage(new Request(request.url)));
    await waitFor(request.url, form, new URL(request.url).pathname);
    await registration.sync?.register("qala-send").catch(quiet);
    return Response.redirect(`${new URL(request.url).pathname}#kept`, 303);
  }
};

const still = async (request) => (await caches.match(request, { ignoreVary: true })) ?? put(request, await fetch(request));

// Not named by its content: shown at once, brought up to date behind.
const fresh = async (event) => {
  const known = await caches.match(event.request, { ignoreVary: true });
  const asked = fetch(event.request).then((answer) => put(event.request, answer));
  if (!known) return asked;
  event.waitUntil(asked.catch(quiet));
  return known;
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const isPage = request.mode === "navigate" && FORM.test(url.pathname);
  if (isPage && request.method === "POST") event.respondWith(send(request));
  else if (isPage && request.method === "GET") event.respondWith(formPage(request));
  else if (request.method === "GET" && url.pathname.startsWith("/static/") && !request.headers.has("range")) {
    event.respondWith(/\.[0-9a-f]{12}\./.test(url.pathname) ? still(request) : fresh(event));
  }
});

const sendAndTell = async () => {
  const results = await sendAll();
  for (const client of await clients.matchAll({ type: "window" })) {
    for (const result of results.filter(({ number }) => number)) client.postMessage(result);
  }
  if (results.some(({ waits }) => waits)) throw new Error("some messages still wait");
};

addEventListener("sync", (event) => {
  if (event.tag === "qala-send") event.waitUntil(sendAndTell());
});
addEventListener("message", ({ data }) => {
  if (Array.isArray(data?.keep)) keepAll(data.keep).catch(quiet);
});
