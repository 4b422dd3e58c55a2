// Talking with the city: enrol once, fetch the roster, hand in what waits. Every request is signed by this phone.
import { bytesOf, coded, decoded, digest, isSigned, joined, makeKey, pointOf, sign } from "./bytes.js";
import { dayOf, learn, now } from "./clock.js";
import { all, get, stale, waiting, write } from "./store.js";

const API = "/meals/terminal/api";
const BATCH = 50;
const KEPT_DAYS = 14;
const PATIENCE = 20_000;

export class Problem extends Error {
  constructor(status, code, title) {
    super(title);
    Object.assign(this, { status, code });
  }
}

const ask = async (path, options) => {
  const answer = await fetch(path, {
    credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...options,
    headers: { Accept: "application/json", "Content-Type": "application/json", ...options.headers },
  });
  const told = await answer.json();
  if (Number.isInteger(told.now)) await learn(told.now);
  if (!answer.ok) throw new Problem(answer.status, told.code, told.title);
  return told;
};

// A clock that was wrong is right after the first refusal: ask once more.
const signed = async (terminal, method, path, body = "") => {
  for (const last of [false, true]) {
    const time = Math.floor(now().getTime() / 1000);
    const message = ["qala/v1/request", method, path, time, await digest(body)].join("\n");
    const headers = { Authorization: `Qala ${terminal.uid}:${time}:${await sign(terminal.pair, message)}` };
    try {
      return await ask(path, { method, headers, ...(body && { body }) });
    } catch (problem) {
      if (last || problem.code !== "clock") throw problem;
    }
  }
};

export const enrol = async (code, name) => {
  const pair = await makeKey();
  const body = {
    code, name, key: coded(await pointOf(pair)), proof: await sign(pair, `qala/v1/enrol\n${code}`),
  };
  const told = await ask(`${API}/enrol/`, { method: "POST", body: JSON.stringify(body) });
  const terminal = { uid: told.terminal, name: told.name, school: told.school, keys: told.keys, services: told.services, pair };
  await write(
    ["meta", "put", terminal, "terminal"], ["meta", "delete", "chain"], ["meta", "delete", "roster"],
    ["pupils", "clear"], ["events", "clear"], ["seats", "clear"],
  );
  return terminal;
};

const indexOf = (pupils) =>
  Object.fromEntries(pupils.flatMap((one) => [...one.cards, ...one.codes].map((mark) => [mark, one.key])));

// The roster is believed only with the signature of a key this phone already knows.
export const fetchRoster = async (terminal) => {
  const told = await signed(terminal, "GET", `${API}/roster/`);
  const message = joined(bytesOf("qala/v1/roster\0"), bytesOf(told.roster));
  const held = await Promise.all(terminal.keys.map((key) => isSigned(decoded(key), message, decoded(told.signature))));
  const read = JSON.parse(told.roster);
  if (!held.includes(true) || read.terminal !== terminal.uid) throw new Problem(0, "roster", "");
  const { pupils, ...roster } = read;
  roster.index = indexOf(pupils);
  roster.count = pupils.length;
  Object.assign(terminal, { keys: roster.keys, school: roster.school, services: roster.services });
  await write(
    ["meta", "put", roster, "roster"], ["meta", "put", terminal, "terminal"],
    ["pupils", "clear"], ...pupils.map((one) => ["pupils", "put", one]),
  );
  return roster;
};

// Names do not stay on a phone longer than the roster is good for.
export const forget = async (roster, day) => {
  if (!roster || roster.valid_until >= day) return roster;
  await write(["meta", "delete", "roster"], ["pupils", "clear"]);
  return null;
};

// Hand in what waits, fifty at a time. Returns what the city said of each; throws where it could not be asked.
export const handIn = async (terminal) => {
  const said = [];
  for (let batch = await waiting(BATCH); batch.length; batch = await waiting(BATCH)) {
    const body = JSON.stringify({ events: batch.map((one) => [one.body, one.signature]) });
    const { answers, revoked } = await signed(terminal, "POST", `${API}/events/`, body);
    const heard = new Map(answers.map((answer) => [answer.uid, answer]));
    // What was pressed after the city switched this phone off stays here, to be written on paper.
    const taken = batch.filter((one) => heard.get(one.uid)?.reason !== "revoked");
    const done = taken.map((one) => ({ ...one, answer: heard.get(one.uid) ?? { outcome: "refused", reason: "unreadable" } }));
    // Answered, a press needs no name any more, and no card's number: the city has what was signed.
    const left = done.map(({ waiting: _waiting, name: _name, body: _body, signature: _signature, ...rest }) => rest);
    if (left.length) await write(...left.map((one) => ["events", "put", one]));
    said.push(...done);
    if (revoked && (taken.length < batch.length || !(await waiting(1)).length)) throw new Problem(403, "revoked", "");
  }
  return said;
};

// What the city has had for two weeks need not stay on the phone, nor who ate and which codes were spent before today.
export const tidy = async () => {
  const today = dayOf(now());
  const until = new Date(now().getTime() - KEPT_DAYS * 86_400_000).toISOString();
  const old = (await all("events")).filter((one) => !one.waiting && one.at < until);
  const over = (at) => dayOf(new Date(at)) < today;
  const [seats, nonces] = await Promise.all([stale("seats", over), stale("nonces", over)]);
  await write(
    ["meta", "put", until, "tidied"], ...old.map((one) => ["events", "delete", one.sequence]),
    ...seats.map((key) => ["seats", "delete", key]), ...nonces.map((key) => ["nonces", "delete", key]),
  );
};

export const enrolled = () => get("meta", "terminal");
