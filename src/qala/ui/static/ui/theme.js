// Light and dark without a reload. Without scripts the same links set the same cookie on the server.
for (const link of document.querySelectorAll("[data-theme-switch]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const theme = link.dataset.themeSwitch;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.documentElement.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
    link.parentElement.querySelector(`[data-theme-switch="${theme === "dark" ? "light" : "dark"}"]`)?.focus();
    document.dispatchEvent(new CustomEvent("qala:theme", { detail: theme }));
  });
}
