// Boxes drawn on the picture by mouse, finger or keyboard. The fields of numbers stay the one truth: what is drawn is
// written there, what is typed there is drawn. So the form sent is the same with and without this script.
const STEP = 1, LEAST = 1, CORNER = 14;
const SIDES = ["left", "top", "width", "height"];
const SVG = "http://www.w3.org/2000/svg";

const cover = document.querySelector("[data-cover]");
if (cover) begin(cover);

function begin(frame) {
  const plane = frame.querySelector("svg");
  const layer = plane.querySelector(".cover__boxes");
  const body = document.querySelector(".cover__numbers tbody");
  const removing = document.querySelector("[data-remove]");
  let chosen = -1;
  let drag = null;

  const fields = (row) => SIDES.map((side) => row.querySelector(`[name=box_${side}]`));
  const rows = () => [...body.rows];
  const read = (row) => fields(row).map((field) => Number.parseFloat(field.value.replace(",", ".")));
  const isEmpty = (row) => fields(row).every((field) => !field.value.trim());
  const boxes = () => rows().map(read);
  const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
  const tidy = (value) => String(Math.round(value * 10) / 10);

  const write = (at, box) => {
    const [left, top, width, height] = box;
    const w = clamp(width, LEAST, 100), h = clamp(height, LEAST, 100);
    const values = [clamp(left, 0, 100 - w), clamp(top, 0, 100 - h), w, h];
    fields(rows()[at]).forEach((field, side) => { field.value = tidy(values[side]); });
    draw();
  };

  const freeRow = () => {
    const at = rows().findIndex(isEmpty);
    if (at >= 0) return at;
    const row = rows().at(-1).cloneNode(true);
    const number = String(rows().length + 1);
    fields(row).forEach((field) => {
      field.value = "";
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, number));
    });
    body.append(row);
    return rows().length - 1;
  };

  const remove = (at) => {
    if (at < 0) return;
    fields(rows()[at]).forEach((field) => { field.value = ""; });
    choose(-1);
    draw();
    plane.querySelector("rect")?.focus() ?? document.querySelector("[data-add]").focus();
  };

  const choose = (at) => {
    chosen = at;
    removing.disabled = at < 0;
    for (const rect of layer.children) rect.classList.toggle("is-chosen", Number(rect.dataset.at) === at);
  };

  const words = (at, box) => frame.dataset.box.replace(/\{([nxywh])\}/g, (_all, letter) =>
    ({ n: at + 1, x: Math.round(box[0]), y: Math.round(box[1]), w: Math.round(box[2]), h: Math.round(box[3]) })[letter]);

  // A box keeps its element while it is dragged: replacing it would lose the focus and the pointer.
  function draw() {
    const kept = new Map([...layer.children].map((rect) => [Number(rect.dataset.at), rect]));
    boxes().forEach((box, at) => {
      const known = kept.get(at);
      if (box.some(Number.isNaN) || box[2] <= 0 || box[3] <= 0) return;
      kept.delete(at);
      const rect = known ?? layer.appendChild(document.createElementNS(SVG, "rect"));
      const attributes = { x: `${box[0]}%`, y: `${box[1]}%`, width: `${box[2]}%`, height: `${box[3]}%`, tabindex: "0", role: "button", "aria-label": words(at, box) };
      for (const [name, value] of Object.entries(attributes)) rect.setAttribute(name, value);
      rect.dataset.at = at;
      rect.classList.toggle("is-chosen", at === chosen);
    });
    for (const rect of kept.values()) rect.remove();
  }

  const point = (event) => {
    const area = plane.getBoundingClientRect();
    return [100 * (event.clientX - area.left) / area.width, 100 * (event.clientY - area.top) / area.height];
  };

  const takes = (rect, event) => {
    const area = rect.getBoundingClientRect();
    return event.clientX > area.right - CORNER && event.clientY > area.bottom - CORNER;
  };

  plane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const start = point(event);
    const rect = event.target.closest("rect");
    if (rect) {
      const at = Number(rect.dataset.at);
      drag = { at, start, box: boxes()[at], how: takes(rect, event) ? "size" : "move" };
      choose(at);
      rect.focus();
    } else {
      drag = { at: -1, start, how: "new" };
      choose(-1);
    }
    plane.setPointerCapture(event.pointerId);
    event.preventDefault();
  });

  plane.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const now = point(event).map((value) => clamp(value, 0, 100));
    const [dx, dy] = [now[0] - drag.start[0], now[1] - drag.start[1]];
    if (drag.how === "move") write(drag.at, [drag.box[0] + dx, drag.box[1] + dy, drag.box[2], drag.box[3]]);
    else if (drag.how === "size") write(drag.at, [drag.box[0], drag.box[1], drag.box[2] + dx, drag.box[3] + dy]);
    else if (Math.abs(dx) >= LEAST && Math.abs(dy) >= LEAST) {
      if (drag.at < 0) drag.at = freeRow();
      write(drag.at, [Math.min(drag.start[0], now[0]), Math.min(drag.start[1], now[1]), Math.abs(dx), Math.abs(dy)]);
    }
  });

  const end = () => {
    if (drag?.how === "new" && drag.at >= 0) choose(drag.at);
    drag = null;
  };
  plane.addEventListener("pointerup", end);
  plane.addEventListener("pointercancel", end);

  layer.addEventListener("focusin", (event) => choose(Number(event.target.dataset.at)));
  layer.addEventListener("keydown", (event) => {
    const at = Number(event.target.dataset.at);
    const move = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (move) {
      const [left, top, width, height] = boxes()[at];
      if (event.shiftKey) write(at, [left, top, Math.min(width + move[0], 100 - left), Math.min(height + move[1], 100 - top)]);
      else write(at, [left + move[0], top + move[1], width, height]);
    } else if (event.key === "Delete" || event.key === "Backspace") remove(at);
    else return;
    event.preventDefault();
  });

  const add = () => {
    const at = freeRow();
    write(at, [40, 40, 20, 20]);
    layer.querySelector(`[data-at="${at}"]`).focus();
  };
  document.querySelector("[data-add]").addEventListener("click", add);
  removing.addEventListener("click", () => remove(chosen));
  body.addEventListener("input", draw);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog[open]");
    if (event.code !== "KeyN" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    add();
    event.preventDefault();
  });

  frame.classList.add("cover--drawn");
  document.querySelector(".cover__tools").hidden = false;
  document.querySelector(".cover__scripts").hidden = false;
  document.querySelector(".cover__numbers").open = Boolean(document.querySelector("#cover .errorlist"));
  layer.replaceChildren();
  draw();
}
