// On the talon: the draft has arrived and may go; the talon can be printed.
import { all, drop } from "./kept.js";

const uid = document.getElementById("accepted")?.dataset.uid;
const forget = async () => {
  for (const row of await all("drafts")) if (row.uid === uid) await drop("drafts", row.key);
  await drop("waiting", uid);
};
if (uid) forget().catch(() => {});

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
}
