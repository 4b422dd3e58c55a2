// The city's time on a phone whose clock may be wrong. What the city last told stands beside the phone's own clock.
import { get, write } from "./store.js";

export const ZONE = "Asia/Almaty";
let offset = 0;

export const wind = async () => { offset = (await get("meta", "offset")) ?? 0; };

export const learn = async (seconds) => {
  const fresh = seconds * 1000 - Date.now();
  // Half a minute is the way there and back; only a clock that is really off is corrected.
  offset = Math.abs(fresh) > 30_000 ? fresh : 0;
  await write(["meta", "put", offset, "offset"]);
};

export const now = () => new Date(Date.now() + offset);
export const minutesOff = () => Math.round(offset / 60_000);

const day = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });

export const dayOf = (instant) => day.format(instant);
export const timeOf = (instant) => clock.format(instant);
