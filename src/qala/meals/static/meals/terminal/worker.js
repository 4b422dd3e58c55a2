// Keeps the terminal's page whole on the phone. SHELL ({version, files}) stands above: the server writes it.
const KEPT = `qala-terminal-${SHELL.version}`;
const HOME = "/meals/terminal/";

const keep = async () => {
  const shelf = await caches.open(KEPT);
  await Promise.all(SHELL.files.map((file) => shelf.add(new Request(file, { cache: "reload" }))));
  await skipWaiting();
};

const clear = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("qala-terminal-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
};

const answer = async (request, path) => {
  const shelf = await caches.open(KEPT);
  return (await shelf.match(path, { ignoreVary: true })) ?? fetch(request);
};

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(clear()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith(`${HOME}api/`)) return;
  if (pathname === HOME || SHELL.files.includes(pathname)) event.respondWith(answer(request, pathname));
});
