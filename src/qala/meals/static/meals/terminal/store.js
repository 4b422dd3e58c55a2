// What the phone keeps: its key, the roster, every press until the city has it. One database, five drawers.
const NAME = "qala-terminal";
const DRAWERS = { meta: {}, pupils: { keyPath: "key" }, events: { keyPath: "sequence" }, seats: {}, nonces: {} };
let opening;

const open = () => {
  opening ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, shape] of Object.entries(DRAWERS)) asked.result.createObjectStore(name, shape);
      asked.transaction.objectStore("events").createIndex("waiting", "waiting");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opening;
};

const answered = (asked) => new Promise((done, failed) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});

export const get = async (drawer, key) => answered((await open()).transaction(drawer).objectStore(drawer).get(key));
export const all = async (drawer) => answered((await open()).transaction(drawer).objectStore(drawer).getAll());

// The keys of a drawer whose words are told to be over.
export const stale = async (drawer, isOver) => {
  const shelf = (await open()).transaction(drawer).objectStore(drawer);
  const [keys, told] = await Promise.all([answered(shelf.getAllKeys()), answered(shelf.getAll())]);
  return keys.filter((_key, at) => isOver(told[at]));
};

// Several writes that stand or fall together: [drawer, "put" | "delete" | "clear", ...arguments]. Done means on disk.
export const write = async (...steps) => {
  const base = await open();
  const names = [...new Set(steps.map(([drawer]) => drawer))];
  return new Promise((done, failed) => {
    const change = base.transaction(names, "readwrite", { durability: "strict" });
    change.oncomplete = () => done();
    change.onerror = change.onabort = () => failed(change.error);
    for (const [drawer, verb, ...told] of steps) change.objectStore(drawer)[verb](...told);
  });
};

// The presses that still wait, in the order they happened.
export const waiting = async (most) => {
  const drawer = (await open()).transaction("events").objectStore("events");
  return answered(drawer.index("waiting").getAll(1, most));
};

export const countWaiting = async () =>
  answered((await open()).transaction("events").objectStore("events").index("waiting").count(1));
