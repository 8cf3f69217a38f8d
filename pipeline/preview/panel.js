// Shows the page anew when the server says that it has changed, or is back.
const shown = new URLSearchParams({ ...document.currentScript.dataset });
const source = new EventSource(`/.localepress/changes?${shown}`);
let lost = false;
source.addEventListener("changed", () => location.reload());
source.addEventListener("panel", (event) => {
  document.getElementById("localepress-panel")?.remove();
  document.body.insertAdjacentHTML("beforeend", JSON.parse(event.data));
  asChosen();
});
source.addEventListener("open", () => { if (lost) location.reload(); });
source.addEventListener("error", () => { lost = true; });
addEventListener("pagehide", () => source.close());
// Who has closed the panel, or opened it, finds it so on every page until the tab is closed.
const OPEN = "localepress-panel";
function asChosen() {
  const details = document.querySelector("#localepress-panel details");
  const chosen = sessionStorage.getItem(OPEN);
  if (details && chosen) details.open = chosen === "true";
}
addEventListener("click", (event) => {
  const details = event.target.closest?.("#localepress-panel summary")?.parentElement;
  if (details) sessionStorage.setItem(OPEN, String(!details.open));
});
asChosen();
