// Looks again every three seconds while something is still being made. Without scripts there is a link.
const works = document.getElementById("works");

async function look() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    works.replaceChildren(...page.getElementById("works").childNodes);
  }
  if (works.querySelector("a")) setTimeout(look, 3000);
}

if (works) setTimeout(look, 3000);
