// One press at the counter: found in the roster, signed, chained to the press before it and kept, then answered.
import { digest, sign } from "./bytes.js";
import { dayOf, now, timeOf } from "./clock.js";
import { readCode } from "./codes.js";
import { placeNow } from "./place.js";
import { get, write } from "./store.js";

const NOTHING = "0".repeat(64);
let line = Promise.resolve();

// One press after the other, in this tab and in any other that shows the terminal.
const inLine = (work) => {
  const turn = () => (navigator.locks ? navigator.locks.request("qala-press", work) : work());
  line = line.then(turn, turn);
  return line;
};

export const openService = (roster, at = now()) => {
  const time = timeOf(at);
  const services = roster?.services ?? [];
  return services.find((one) => time <= one.closes) ?? services.at(-1);
};

const finding = async (roster, kind, value) => {
  if (!roster) return null;
  const key = kind === "pupil" ? value : roster.index[(await digest(`${roster.salt}:${value}`)).slice(0, 24)];
  return key ? get("pupils", key) : null;
};

const sorted = (told) => JSON.stringify(Object.fromEntries(Object.entries(told).sort(([a], [b]) => (a < b ? -1 : 1))));

// Who stands here. `how` and `who` go into the press; the child is for the worker's eyes.
const known = async (roster, asked, seat) => {
  if (asked.kind !== "token") return { child: await finding(roster, asked.kind, asked.value) };
  const code = await readCode(asked.value, { keys: roster?.keys ?? [], ...seat, at: seat.at.getTime() });
  const spent = code && (await get("nonces", `${code.voucher} ${code.nonce}`));
  return { code, doubtful: !code?.isGood || Boolean(spent), child: code && (await finding(roster, "voucher", code.voucher)) };
};

const howOf = (asked, code) => asked.how ?? (asked.kind === "token" ? (code?.isOffline ? "qr_offline" : "qr") : asked.kind);

// asked: {kind: "card" | "pupil" | "token" | "nobody", value, how?, reason?}. Resolves once the press is on disk.
export const press = (terminal, roster, service, asked) => inLine(async () => {
  const at = now();
  const seat = { day: dayOf(at), service: service.slug, at };
  const { child, code, doubtful } = await known(roster, asked, seat);
  const last = (await get("meta", "chain")) ?? { sequence: 0, digest: NOTHING };
  const place = placeNow();
  const told = {
    at: at.toISOString(), day: seat.day, how: howOf(asked, code), previous: last.digest, reason: asked.reason ?? "",
    sequence: last.sequence + 1, service: service.slug, terminal: terminal.uid, uid: crypto.randomUUID(),
    who: { [asked.kind]: asked.value }, ...(place && { place }),
  };
  const body = sorted(told);
  const [signature, own] = await Promise.all([sign(terminal.pair, body), digest(body)]);
  const mark = child ? `${seat.day} ${seat.service} ${child.key}` : "";
  const before = mark ? await get("seats", mark) : undefined;
  const steps = [
    ["events", "put", { sequence: told.sequence, uid: told.uid, body, signature, at: told.at, name: child?.name ?? "", told: Boolean(before), waiting: 1 }],
    ["meta", "put", { sequence: told.sequence, digest: own }, "chain"],
  ];
  if (mark && !before) steps.push(["seats", "put", told.at, mark]);
  if (code) steps.push(["nonces", "put", told.at, `${code.voucher} ${code.nonce}`]);
  await write(...steps);
  return { child, before, doubtful, at: told.at, uid: told.uid, isUnknown: !child };
});
