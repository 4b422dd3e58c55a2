// The proof page: choose, paste or drop a receipt; its path is drawn here, and nothing is sent anywhere.
import { judged } from "./receipt.js";

const form = document.querySelector("[data-proof]");
const result = document.querySelector("[data-result]");
const words = document.querySelector("[data-words]").content;
const { file, text, key } = form.elements;
// Few browsers know Kazakh numbers; they are written as Russian ones.
const SPACED = document.documentElement.lang === "en" ? "en" : "ru";
const short = (hash, signs) => `${hash.slice(0, signs)}…`;

function said(name) {
  return words.querySelector(`[data-case="${name}"]`).cloneNode(true);
}

function code(hash, signs, className = "") {
  const made = document.createElement("code");
  made.textContent = short(hash, signs);
  made.title = hash;
  made.className = className;
  return made;
}

function facts(list, told) {
  for (const [name, value] of Object.entries(told).sort()) {
    const [term, detail] = ["dt", "dd"].map((tag) => document.createElement(tag));
    for (const [cell, content] of [[term, name], [detail, typeof value === "string" ? value : JSON.stringify(value)]]) {
      cell.append(Object.assign(document.createElement("code"), { textContent: content }));
    }
    list.append(term, detail);
  }
}

// The open part in the words of the page; what has no word speaks for itself.
function open(list, header) {
  const word = (kind, name) => words.querySelector(`[data-${kind}="${CSS.escape(name)}"]`)?.textContent ?? name;
  const said = { kind: (kind) => word("kind", kind), tiyn: (tiyn) => `${(tiyn / 100).toLocaleString(SPACED, { minimumFractionDigits: 2 })} ₸` };
  for (const [name, value] of Object.entries(header).sort()) {
    list.append(
      Object.assign(document.createElement("dt"), { textContent: word("name", name) }),
      Object.assign(document.createElement("dd"), { textContent: (said[name] ?? String)(value) }),
    );
  }
}

function drawn(found) {
  const box = said("drawn");
  box.querySelector("[data-blind]").hidden = found.record !== null;
  box.querySelector("[data-opened]").hidden = found.record === null;
  if (found.isIncluded) open(box.querySelector("[data-open]"), found.header);
  else box.querySelector("[data-read]").remove();
  facts(box.querySelector("[data-closed]"), found.record ?? {});
  const [root, leaf] = ["root", "leaf"].map((end) => box.querySelector(`[data-${end}]`));
  root.classList.toggle("proof__end--right", found.isIncluded);
  root.querySelector("code").replaceWith(code(found.root, 16));
  leaf.querySelector("code").replaceWith(code(found.leaf, 16));
  for (const step of found.steps) {
    const line = document.createElement("li");
    line.className = `proof__step${step.isLeft ? " proof__step--left" : ""}`;
    line.append(code(step.beside, 8, "proof__beside"), code(step.found, 8, "proof__found"));
    root.after(line);
  }
  return box;
}

function verdict(found) {
  const box = said(!found.isIncluded ? "outside" : found.isSigned ? "signed" : found.isSigned === null ? "unable" : "unsigned");
  const words = (name) => (typeof found[name] === "number" ? found[name].toLocaleString(SPACED) : found[name]);
  for (const line of box.querySelectorAll("p")) line.textContent = line.textContent.replace(/\{(\w+)\}/g, (_all, name) => words(name));
  return box;
}

async function check() {
  const content = file.files[0] ? await file.files[0].text() : text.value;
  const own = key.value.trim();
  const keys = own ? [own] : Array.from(document.querySelectorAll("[data-key]"), (one) => one.textContent);
  try {
    const found = await judged(content, keys);
    result.replaceChildren(verdict(found), drawn(found));
  } catch {
    result.replaceChildren(said("broken"));
  }
  result.dataset.result = String(Number(result.dataset.result) + 1);
  result.focus({ preventScroll: true });
  result.scrollIntoView({ behavior: "smooth", block: "start" });
}

// WebCrypto stands only on HTTPS and on this machine; elsewhere the form goes to the server as it does without scripts.
if (globalThis.crypto?.subtle) {
  form.querySelector("[data-alone]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  file.addEventListener("change", check);
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    check();
  });
}
