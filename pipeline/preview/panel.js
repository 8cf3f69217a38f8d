// Shows the page anew when the server says that it has changed, or is back.
const shown = new URLSearchParams({ ...document.currentScript.dataset });
const source = new EventSource(`/.localepress/changes?${shown}`);
let lost = false;
source.addEventListener("changed", () => location.reload());
source.addEventListener("panel", (event) => {
  document.getElementById("localepress-panel")?.remove();
  document.body.insertAdjacentHTML("beforeend", JSON.parse(event.data));
});
source.addEventListener("open", () => { if (lost) location.reload(); });
source.addEventListener("error", () => { lost = true; });
addEventListener("pagehide", () => source.close());
