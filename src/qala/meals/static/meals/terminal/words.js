// The words of the page in three languages, as the server gave them; switching needs no network.
const WORDS = JSON.parse(document.getElementById("words").content.textContent);
const KEPT = "qala-terminal-language";
let language = localStorage.getItem(KEPT) ?? document.documentElement.lang;

export const word = (name, filled = {}) =>
  Object.entries(filled).reduce((text, [mark, value]) => text.replace(`{${mark}}`, value), WORDS[language][name] ?? name);

export const inLanguage = (texts) => texts?.[language] || texts?.kk || texts?.ru || texts?.en || "";

export const speak = (wanted = language) => {
  language = WORDS[wanted] ? wanted : "kk";
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  document.title = word("title");
  for (const spot of document.querySelectorAll("[data-word]")) spot.textContent = word(spot.dataset.word);
  for (const spot of document.querySelectorAll("[data-label]")) spot.setAttribute("aria-label", word(spot.dataset.label));
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
};
