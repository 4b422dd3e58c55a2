// j and k walk the rows, Enter opens one, / goes to the search, ? shows the keys. Letters typed into a field stay there.
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
let at = -1;

const walk = (by) => {
  const all = rows();
  if (!all.length) return;
  const open = all.findIndex((row) => row.matches("[aria-current], .is-current"));
  at = Math.min(all.length - 1, Math.max(0, (at < 0 ? open : at) + by));
  const row = all[at];
  const link = row.matches("a") ? row : row.querySelector("a[href]");
  (link ?? row).focus();
  row.scrollIntoView({ block: "nearest" });
};

const typing = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // By place as well as by letter: on a Kazakh or Russian layout the key j types «о».
  const key = event.key === "?" ? "?" : event.code === "Slash" && event.shiftKey ? "?" : { KeyJ: "j", KeyK: "k", Slash: "/" }[event.code];
  const keys = document.getElementById("keys");
  if (keys?.open) return;
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "/") document.querySelector("[data-search], input[type=search]")?.focus();
  else if (key === "?") keys?.showModal();
  else return;
  event.preventDefault();
});
