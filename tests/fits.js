// Returns what of a page's text is cut off, runs into other text, or makes the page wider than its window.
() => {
  const faults = [];
  const wide = document.documentElement.clientWidth;
  const inner = document.documentElement.scrollWidth;
  if (inner > wide) faults.push(`the page is ${inner} wide in a window of ${wide}`);

  const unseen = ".lp-hidden, .skip, script, style, svg";
  const shown = (element) =>
    !element.closest(unseen) && element.checkVisibility({ visibilityProperty: true });
  const around = (element) => (element ? [element, ...around(element.parentElement)] : []);
  const scrolls = (element) =>
    around(element).some((each) => /auto|scroll/.test(getComputedStyle(each).overflowX));
  const named = (node) => `"${node.data.trim().slice(0, 30)}"`;

  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const free = !scrolls(node.parentElement);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if (free && (box.left < -0.5 || box.right > wide + 0.5)) faults.push(`cut off: ${named(node)}`);
      lines.push([box, node]);
    }
  }

  for (const element of document.body.querySelectorAll("*")) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const across = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
    const down = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (shown(element) && (across || down)) faults.push(`cut off: all that <${element.localName}> has no room for`);
  }

  const common = (a, b, start, end) => Math.min(a[end], b[end]) - Math.max(a[start], b[start]);
  lines.sort(([a], [b]) => a.top - b.top);
  lines.forEach(([a, one], place) => {
    for (const [b, other] of lines.slice(place + 1)) {
      if (b.top > a.bottom) break;
      const half = Math.min(a.height, b.height) / 2;
      if (common(a, b, "left", "right") > 1 && common(a, b, "top", "bottom") > half)
        faults.push(`one over the other: ${named(one)} and ${named(other)}`);
    }
  });
  return faults;
};
