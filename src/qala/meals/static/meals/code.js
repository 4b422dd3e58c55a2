// The parent's code: a fresh picture from the city, and, without a network, one that this phone signs itself.
import { bytesOf, coded, joined, makeKey, pointOf, sign } from "/static/meals/terminal/bytes.js";

const box = document.getElementById("code");
const picture = document.getElementById("picture");
const state = document.getElementById("state");
const EVERY = Number(box?.dataset.refresh) * 1000;
const STEP = 60_000;
const DRAWER = "keys";
const zone = (options) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Almaty", ...options });
const dayOf = (instant) => zone({ year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
const timeOf = (instant) => zone({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);

const open = () => new Promise((done, failed) => {
  const asked = indexedDB.open("qala-code", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(DRAWER);
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
const drawer = async (mode, work) => {
  const asked = work((await open()).transaction(DRAWER, mode).objectStore(DRAWER));
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
};
const kept = () => drawer("readonly", (keys) => keys.get(box.dataset.voucher));
const keep = (phone) => drawer("readwrite", (keys) => keys.put(phone, box.dataset.voucher));

// The city vouches for this phone's key, a school week at a time. Weeks that are over are thrown away.
const prepare = async () => {
  const phone = (await kept()) ?? { pair: await makeKey(), cards: [] };
  const form = new FormData(document.getElementById("prepare"));
  form.set("key", coded(await pointOf(phone.pair)));
  const answer = await fetch(box.dataset.phone, { method: "POST", body: form, headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const card = await answer.json();
  const today = dayOf(new Date());
  phone.cards = [...phone.cards.filter((one) => one.last >= today && one.first !== card.first), card];
  await keep(phone);
  const until = document.getElementById("until");
  until.dateTime = card.last;
  until.textContent = JSON.parse(box.dataset.days)[card.last] ?? card.last;
  document.getElementById("prepared").hidden = false;
};

const ownCode = async () => {
  const phone = await kept();
  const at = new Date();
  const [day, time] = [dayOf(at), timeOf(at)];
  const card = phone?.cards.find((one) => one.first <= day && day <= one.last);
  const services = JSON.parse(box.dataset.services);
  const service = services.find((one) => time <= one.closes) ?? services.at(-1);
  if (!card || !service) return null;
  const head = new DataView(new ArrayBuffer(14));
  head.setUint16(0, Date.parse(day) / 86_400_000);
  head.setUint32(2, Math.floor(at.getTime() / STEP));
  crypto.getRandomValues(new Uint8Array(head.buffer, 6));
  const payload = joined(new Uint8Array(head.buffer), bytesOf(service.slug));
  return ["Q2", card.card, coded(payload), await sign(phone.pair, joined(bytesOf("qala/v1/step\0"), payload))].join(".");
};

const drawn = (svg) => {
  const page = new DOMParser().parseFromString(svg, "image/svg+xml");
  if (page.documentElement.localName === "svg") picture.replaceChildren(document.importNode(page.documentElement, true));
};

const drawOwn = async () => {
  const code = await ownCode();
  state.textContent = code ? state.dataset.offline : state.dataset.none;
  if (!code) return;
  const { encodeQR } = await import("/static/vendor/qr.mjs");
  drawn(encodeQR(code, "svg", { ecc: "low", border: 4 }));
};

const refresh = async () => {
  try {
    const answer = await fetch(box.dataset.picture, { headers: { Accept: "image/svg+xml" }, redirect: "error", signal: AbortSignal.timeout(8_000) });
    if (!answer.ok) throw new Error(answer.statusText);
    drawn(await answer.text());
    state.textContent = state.dataset.online;
  } catch {
    await drawOwn();
  }
};

if (box) {
  state.textContent = state.dataset.online;
  setInterval(() => document.hidden || refresh(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  addEventListener("offline", drawOwn);
  addEventListener("online", refresh);
  import("/static/vendor/qr.mjs").catch(() => {}); // while there is a network
  prepare().catch((fault) => console.info(fault));
}
