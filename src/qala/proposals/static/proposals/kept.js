// What must survive a lost connection: drafts while typing, messages waiting to go out. One small IndexedDB.
// Used by the form's page and, by import, by the service worker.
const open = () => new Promise((done, fail) => {
  const ask = indexedDB.open("qala", 1);
  ask.onupgradeneeded = () => {
    for (const name of ["drafts", "waiting", "arrived"]) ask.result.createObjectStore(name, { keyPath: "key" });
  };
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => fail(ask.error);
});

const within = async (name, mode, work) => {
  const base = await open();
  try {
    return await new Promise((done, fail) => {
      const deal = base.transaction(name, mode);
      const ask = work(deal.objectStore(name));
      deal.oncomplete = () => done(ask?.result);
      deal.onerror = () => fail(deal.error);
      deal.onabort = () => fail(deal.error);
    });
  } finally {
    base.close();
  }
};

export const keep = (name, row) => within(name, "readwrite", (store) => store.put(row));
export const kept = (name, key) => within(name, "readonly", (store) => store.get(key));
export const all = (name) => within(name, "readonly", (store) => store.getAll());
export const drop = (name, key) => within(name, "readwrite", (store) => store.delete(key));

const ENDED = new Set([400, 404, 413, 422]);

const posted = (row, more = []) => {
  const body = new FormData();
  for (const [name, value] of row.fields) {
    // A message that waited is sent as it is: nobody is there to be asked about twins.
    if (name !== "different" && !more.some(([other]) => other === name)) body.append(name, value);
  }
  for (const [name, value] of [...more, ["different", "1"]]) body.append(name, value);
  return fetch(row.action, { method: "POST", body, credentials: "same-origin", redirect: "follow" });
};

// The page's own token may have gone with its cookie: ask the form for a new one and send the same key again.
const freshToken = async (action) => {
  const page = await fetch(action, { credentials: "same-origin", cache: "no-store" });
  return (await page.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
};

// Sends one waiting message. The same key gives the same number, however often it goes out.
const sendOne = async (row) => {
  let answer = await posted(row);
  if (answer.status === 403) {
    const token = await freshToken(row.action);
    answer = await posted(row, token ? [["csrfmiddlewaretoken", token]] : []);
  }
  if (answer.redirected && answer.ok) {
    const number = new URL(answer.url).pathname.split("/")[2];
    await keep("arrived", { key: row.key, number, address: answer.url, at: Date.now() });
    await drop("waiting", row.key);
    await drop("drafts", row.page).catch(() => {});
    return { key: row.key, number, address: answer.url };
  }
  if (ENDED.has(answer.status)) {
    // It cannot be taken as it is: back into the box, where a person can mend it.
    await keep("drafts", { key: row.page, text: row.text, uid: row.key, place: row.place ?? "" });
    await drop("waiting", row.key);
    return { key: row.key, refused: true };
  }
  throw new Error(`not yet: ${answer.status}`);
};

export const sendAll = async () => {
  const results = [];
  for (const row of (await all("waiting")).sort((a, b) => a.at - b.at)) {
    // One lock per message: the page and the service worker never send the same one at once.
    const send = () => sendOne(row).catch(() => ({ key: row.key, waits: true }));
    results.push(await (navigator.locks ? navigator.locks.request(`qala-${row.key}`, { ifAvailable: true }, (lock) => (lock ? send() : { key: row.key, waits: true })) : send()));
  }
  return results;
};

export const waitFor = async (action, form, page) => {
  const fields = [...form.entries()].filter(([, value]) => typeof value === "string" || value.size);
  const text = form.get("text") ?? "";
  const row = { key: form.get("uid"), action, page, fields, text, place: form.get("place_text") ?? "", at: Date.now() };
  await keep("waiting", row);
  return row;
};
