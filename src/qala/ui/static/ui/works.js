// Looks again every three seconds while something on the page is still being made. Without scripts there is a link.
const works = document.getElementById("works");

async function look() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("works");
    if (!now) return location.reload();
    if (!works.contains(document.activeElement)) works.replaceChildren(...now.childNodes);
  }
  if (works.querySelector("[data-look]")) setTimeout(look, 3000);
}

if (works?.querySelector("[data-look]")) setTimeout(look, 3000);
