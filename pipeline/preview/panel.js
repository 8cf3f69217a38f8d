// Shows the page anew when the server says that it has changed, or is back.
const page = document.currentScript.dataset.page;
const source = new EventSource(`/.localepress/changes?page=${encodeURIComponent(page)}`);
let lost = false;
source.addEventListener("changed", () => location.reload());
source.addEventListener("open", () => { if (lost) location.reload(); });
source.addEventListener("error", () => { lost = true; });
addEventListener("pagehide", () => source.close());
