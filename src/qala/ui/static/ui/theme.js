// Light and dark without a reload. Without scripts the same link sets the same cookie on the server.
const link = document.querySelector("[data-theme-switch]");

const dark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const choose = (theme) => {
  document.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  document.dispatchEvent(new CustomEvent("qala:theme", { detail: theme }));
};

if (link) {
  const names = { now: link.getAttribute("aria-label"), other: link.dataset.other };
  const drawnDark = document.documentElement.dataset.theme === "dark";
  const name = () => link.setAttribute("aria-label", dark() === drawnDark ? names.now : names.other);
  name();
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose(dark() ? "light" : "dark");
    name();
  });
}
