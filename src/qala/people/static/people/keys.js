// A passkey that was not shown, or is not known, is told on the page instead of in the console.
const trouble = document.getElementById("key-trouble");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "center" });
});
