// Puts the language that the visitor's browser asks for first. Nobody is sent anywhere.
(() => {
  const items = [...document.querySelectorAll(".root nav li")];
  const tagOf = (item) => item.querySelector("a").hreflang.toLowerCase();
  const languageOf = (tag) => tag.split("-")[0];
  for (const wanted of navigator.languages.map((tag) => tag.toLowerCase())) {
    const found =
      items.find((item) => tagOf(item) === wanted) ??
      items.find((item) => languageOf(tagOf(item)) === languageOf(wanted));
    if (found) {
      found.classList.add("suggested");
      found.parentElement.prepend(found);
      return;
    }
  }
})();
