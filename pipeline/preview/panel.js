// Shows the page anew when the server says that it has changed, or is back.
{
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
  const name = "localepress-panel";
  const asChosen = () => {
    const details = document.querySelector(`#${name} details`);
    const chosen = sessionStorage.getItem(name);
    if (details && chosen) details.open = chosen === "true";
  };
  addEventListener("click", (event) => {
    const details = event.target.closest?.(`#${name} summary`)?.parentElement;
    if (details) sessionStorage.setItem(name, String(!details.open));
  });
  asChosen();
}
