// What the worker and the child see. The big field says one thing; the strip below is for the worker alone.
import { timeOf } from "./clock.js";
import { inLanguage, word } from "./words.js";

const spot = (id) => document.getElementById(id);
const SHOWN = 2_500;
const LISTED = 12;
let back;

const fill = (state, title, lines = []) => {
  const field = spot("field");
  field.hidden = false;
  field.dataset.state = state;
  spot("field-title").textContent = title;
  spot("field-lines").replaceChildren(...lines.filter(Boolean).map(([text, kind]) => {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    return line;
  }));
};

export const ready = (service) => fill("ready", word("ready"), [service && [inLanguage(service.titles), "field__soft"]]);

// The same for every child, known or not, whoever pays. Only the name, class, portion and allergens differ.
export const passed = ({ child }, roster, service, menu) => {
  const band = child && inLanguage(roster?.bands?.[child.band]);
  const without = (child?.allergens ?? []).map((one) => word(`allergen_${one}`));
  const today = (child?.allergens ?? []).some((one) => menu?.allergens?.includes(one));
  fill("pass", word("pass"), [
    child && [child.name, "field__name"],
    child && [[child.class, band && word("portion", { band })].filter(Boolean).join(" · "), "field__soft"],
    without.length && [word(today ? "allergen_today" : "without", { list: without.join(", ") }), "field__without"],
  ]);
  clearTimeout(back);
  back = setTimeout(() => ready(service), SHOWN);
};

export const trouble = (text) => {
  fill("trouble", word("look"), [[text, "field__soft"]]);
  clearTimeout(back);
};

// One line in the worker's list; `quiet` lines carry no warning.
export const note = (text, tone = "quiet", at = new Date()) => {
  const line = document.createElement("li");
  line.dataset.tone = tone;
  line.textContent = `${timeOf(at)} · ${text}`;
  spot("log").prepend(line);
  while (spot("log").children.length > LISTED) spot("log").lastChild.remove();
};

export const queue = (count, online) => {
  spot("queue").textContent = count ? word("waiting", { count }) : word("all_sent");
  spot("queue").dataset.waiting = count;
  spot("network").textContent = word(online ? "online" : "offline");
  spot("network").dataset.online = online;
};

export const show = (name) => {
  spot("field").hidden = name === "enrolment";
  for (const part of document.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
};

const big = (text, pressed) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tile";
  button.textContent = text;
  button.addEventListener("click", pressed);
  return button;
};

// Class, then child. `chosen` gets the child.
export const classList = (pupils, chosen) => {
  const byClass = Map.groupBy ? Map.groupBy(pupils, (one) => one.class) : pupils.reduce((map, one) => map.set(one.class, [...(map.get(one.class) ?? []), one]), new Map());
  const titles = [...byClass.keys()].sort((a, b) => a.localeCompare(b, "kk", { numeric: true }));
  const box = spot("classes");
  const children = (title) => box.replaceChildren(...byClass.get(title).sort((a, b) => a.name.localeCompare(b.name, "kk")).map((one) => big(one.name, () => chosen(one))));
  box.replaceChildren(...titles.map((title) => big(title, () => children(title))));
};
