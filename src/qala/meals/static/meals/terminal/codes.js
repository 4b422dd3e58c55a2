// A code from a parent's phone, taken apart and checked here, without a network. `rules/codes.py` says the same.
import { bytesOf, decoded, hex, isSigned, joined } from "./bytes.js";

const DAY = 86_400_000;
const STEP = 60_000;
const SKEW = 600_000;

const dayFrom = (view, at) => new Date(view.getUint16(at) * DAY).toISOString().slice(0, 10);
const uuid = (raw) => hex(raw).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const words = (raw) => String.fromCharCode(...raw);
const prefix = (kind) => bytesOf(`qala/v1/${kind}\0`);

const ofCity = ([, payload, signature]) => {
  const raw = decoded(payload);
  const view = new DataView(raw.buffer);
  const begins = view.getUint32(18) * 1000;
  return {
    voucher: uuid(raw.slice(0, 16)), day: dayFrom(view, 16), service: words(raw.slice(32)), nonce: hex(raw.slice(24, 32)),
    begins, ends: begins + view.getUint16(22) * 1000, first: "", last: "9999",
    seals: [[null, joined(prefix("code"), raw), decoded(signature)]],
  };
};

const ofPhone = ([, card, vouched, payload, signature]) => {
  const phone = decoded(card);
  const raw = decoded(payload);
  const cardView = new DataView(phone.buffer);
  const view = new DataView(raw.buffer);
  const begins = view.getUint32(2) * STEP;
  return {
    voucher: uuid(phone.slice(0, 16)), day: dayFrom(view, 0), service: words(raw.slice(14)), nonce: hex(raw.slice(6, 14)),
    begins, ends: begins + STEP, first: dayFrom(cardView, 16), last: dayFrom(cardView, 18), isOffline: true,
    seals: [
      [null, joined(prefix("phone"), phone), decoded(vouched)],
      [phone.slice(20, 85), joined(prefix("step"), raw), decoded(signature)],
    ],
  };
};

export const isCode = (text) => /^Q[12]\.[\w.-]{60,590}$/.test(text);

// What a code says, or null. `isGood` tells whether city and phone signed it for this day, service and minute.
export const readCode = async (text, { keys, day, service, at }) => {
  const parts = text.split(".");
  try {
    const code = parts[0] === "Q1" && parts.length === 3 ? ofCity(parts) : parts.length === 5 ? ofPhone(parts) : null;
    if (!code) return null;
    const sealed = await Promise.all(code.seals.map(async ([key, message, signature]) => {
      const signers = key ? [key] : keys.map(decoded);
      const found = await Promise.all(signers.map((one) => isSigned(one, message, signature)));
      return found.includes(true);
    }));
    const inTime = code.begins - SKEW <= at && at <= code.ends + SKEW;
    code.isGood = !sealed.includes(false) && inTime && code.day === day && code.service === service
      && code.first <= day && day <= code.last;
    return code;
  } catch {
    return null;
  }
};
