// The terminal: what comes in (card reader, camera, fingers), what goes out (screen, sound, the city).
import { dayOf, minutesOff, now, wind } from "./clock.js";
import { isCode } from "./codes.js";
import { openService, press } from "./counter.js";
import { watchPlace } from "./place.js";
import * as screen from "./screen.js";
import * as sound from "./sound.js";
import { all, countWaiting, get } from "./store.js";
import { enrol, enrolled, fetchRoster, forget, handIn, tidy } from "./sync.js";
import { speak, word } from "./words.js";

const CARD = /^[0-9A-Za-z-]{4,64}$/;
const WARNS_AFTER = 3_000;
const SOON = 1_500;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
const ROSTER_EVERY = 2 * 3_600_000;
const spot = (id) => document.getElementById(id);

let terminal;
let roster;
let service;
let stopCamera;
let pause = FIRST_PAUSE;
let timer;
let isTalking = false;
let isReached = navigator.onLine;

const count = async () => screen.queue(await countWaiting(), isReached);
const menu = () => roster?.menus?.find((one) => one.day === dayOf(now()) && one.service === service?.slug);

// The child passes first. What the worker should know comes when the child has gone on.
const serve = async (asked) => {
  roster = await forget(roster, dayOf(now()));
  service = openService(roster ?? terminal);
  try {
    const served = await press(terminal, roster, service, asked);
    screen.passed(served, roster, service, menu());
    sound.pass();
    const name = served.child ? `${served.child.name}, ${served.child.class}` : word("somebody");
    screen.note(name, "quiet", now());
    const warning = served.before ? word("twice", { name }) : served.doubtful ? word("doubtful", { name }) : served.isUnknown && asked.kind !== "nobody" ? word("unknown") : "";
    if (warning) setTimeout(() => { screen.note(warning, "attention", now()); sound.look(); }, WARNS_AFTER);
    plan(SOON);
  } catch (fault) {
    screen.trouble(word("not_kept"));
    sound.look();
    console.warn(fault);
  }
  await count();
};

const scanned = (text) => {
  if (isCode(text)) return serve({ kind: "token", value: text });
  if (CARD.test(text)) return serve({ kind: "card", value: text });
  screen.note(word("no_code"), "attention", now());
  return undefined;
};

// A USB or Bluetooth reader types the card's figures and presses Enter.
let typed = "";
let typedAt = 0;
const listen = (event) => {
  sound.wake();
  if (!terminal || event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.timeStamp - typedAt > 1_000) typed = "";
  typedAt = event.timeStamp;
  if (event.key === "Enter" && typed.length > 3) {
    event.preventDefault();
    scanned(typed);
    typed = "";
  } else if (event.key.length === 1 && event.key !== " ") typed += event.key;
};

const plan = (after) => {
  clearTimeout(timer);
  timer = setTimeout(talk, after);
};

const refreshRoster = async () => {
  const stale = !roster || Date.now() - (roster.fetched ?? 0) > ROSTER_EVERY || dayOf(now()) !== roster.fetched_on;
  if (!stale) return;
  roster = await fetchRoster(terminal);
  Object.assign(roster, { fetched: Date.now(), fetched_on: dayOf(now()) });
  screen.note(word("roster_here", { count: roster.count }), "quiet", now());
};

const heard = (said) => {
  const twice = said.filter((one) => one.answer.outcome === "duplicate" && !one.told);
  const refused = said.filter((one) => one.answer.outcome === "refused");
  for (const one of twice) screen.note(word("twice_elsewhere", { name: one.name || word("somebody") }), "attention", now());
  if (refused.length) screen.note(word("refused", { count: refused.length }), "attention", now());
};

// Nothing this phone signs is taken in any more. What still waits goes onto the paper sheet, then a new code may come.
const switchedOff = async () => {
  screen.trouble(word("revoked", { count: await countWaiting() }));
  for (const one of (await all("events")).filter((press) => press.waiting)) screen.note(one.name || word("somebody"), "attention", new Date(one.at));
  spot("again").hidden = false;
};

const complain = (problem) => {
  if (problem.code === "revoked") switchedOff();
  else if (problem.code) screen.note(word("city_says", { why: problem.message || problem.code }), "attention", now());
};

// Hand in and look for a newer roster; where the city is not reached, wait twice as long each time, at most five minutes.
const talk = async () => {
  if (!terminal || isTalking) return;
  isTalking = true;
  try {
    roster = await forget(roster, dayOf(now()));
    await tidy();
    if (!navigator.onLine) throw new TypeError("no network");
    heard(await handIn(terminal));
    await refreshRoster();
    [isReached, pause] = [true, FIRST_PAUSE];
    plan(60_000);
  } catch (problem) {
    isReached = Boolean(problem.status);
    complain(problem);
    plan(pause * (0.8 + Math.random() * 0.4));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  } finally {
    isTalking = false;
  }
  if (Math.abs(minutesOff()) > 5) screen.note(word("clock", { minutes: minutesOff() }), "attention", now());
  await count();
};

const camera = async () => {
  if (stopCamera) {
    stopCamera();
    stopCamera = undefined;
  } else {
    try {
      stopCamera = await watch(spot("video"), scanned);
    } catch {
      screen.note(word("no_camera"), "attention", now());
    }
  }
  spot("camera").setAttribute("aria-pressed", String(Boolean(stopCamera)));
  spot("picture").hidden = !stopCamera;
};

const watch = async (...told) => (await import("./camera.js")).watch(...told);

const openCounter = async () => {
  roster = await forget(await get("meta", "roster"), dayOf(now()));
  service = openService(roster ?? terminal);
  spot("school").textContent = terminal.name;
  screen.show("counter");
  screen.ready(service);
  watchPlace();
  await count();
  plan(0);
};

const enrolling = async (event) => {
  event.preventDefault();
  spot("enrol-why").textContent = "";
  try {
    terminal = await enrol(spot("enrol-code").value.trim(), spot("enrol-name").value.trim());
    await navigator.storage?.persist?.();
    await openCounter();
  } catch (problem) {
    spot("enrol-why").textContent = problem.message && problem.code ? problem.message : word("no_network");
  }
};

const choose = async () => {
  screen.classList(await all("pupils"), (child) => {
    screen.show("counter");
    serve({ kind: "pupil", value: child.key, how: "teacher", reason: "class_list" });
  });
  screen.show("list");
};

const bind = () => {
  addEventListener("pointerdown", sound.wake);
  addEventListener("keydown", listen);
  addEventListener("online", () => plan(0));
  addEventListener("offline", () => { isReached = false; count(); });
  for (const button of document.querySelectorAll("[data-language]"))
    button.addEventListener("click", () => { speak(button.dataset.language); if (terminal) { screen.ready(service); count(); } });
  spot("enrol").addEventListener("submit", enrolling);
  spot("camera").addEventListener("click", camera);
  spot("choose").addEventListener("click", choose);
  spot("nobody").addEventListener("click", () => { screen.show("counter"); serve({ kind: "nobody", value: "", how: "teacher", reason: "unknown" }); });
  spot("close").addEventListener("click", () => screen.show("counter"));
  spot("again").addEventListener("click", () => screen.show("enrolment"));
};

const begin = async () => {
  speak();
  bind();
  await wind();
  terminal = await enrolled();
  if (terminal) await openCounter();
  else screen.show("enrolment");
  const worker = await navigator.serviceWorker?.register("/meals/terminal/worker.js", { scope: "/meals/terminal/" }).catch(() => null);
  setInterval(() => navigator.onLine && worker?.update().catch(() => {}), 3_600_000);
  if (terminal) navigator.wakeLock?.request("screen").catch(() => {});
};

begin().catch((fault) => {
  screen.trouble(word("cannot_run"));
  console.warn(fault);
});
