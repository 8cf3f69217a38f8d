// Returns what the browser made of the pages in the frames of this page, by the frames' names, or what
// its parser makes of some texts, by their names.
//
// A page is {mode, text, nodes}. A node is [kind, …]: ["element", name, attributes, nodes],
// ["text", data] or ["comment", data]. What is no child of an element but belongs to it, the content
// of a template and an open shadow root, comes first, as an element whose name begins with "#";
// the name of a document type begins with "!".
(texts) => {
  const PREFIXES = {
    "http://www.w3.org/1999/xhtml": "",
    "http://www.w3.org/2000/svg": "svg:",
    "http://www.w3.org/1998/Math/MathML": "math:",
  };

  const attributeOf = (a) => [a.namespaceURI ? `{${a.namespaceURI}}${a.localName}` : a.name, a.value];

  const nodesOf = (parent) => Array.from(parent.childNodes, nodeOf);

  const elementOf = (element) => {
    const nodes = nodesOf(element);
    const root = element.shadowRoot;
    if (root) {
      const options = [root.mode, root.delegatesFocus, root.clonable, root.serializable].join(" ");
      nodes.unshift(["element", `#shadow ${options}`, [], nodesOf(root)]);
    }
    if (element.localName === "template" && element.content) {
      nodes.unshift(["element", "#content", [], nodesOf(element.content)]);
    }
    const name = (PREFIXES[element.namespaceURI] ?? `{${element.namespaceURI}}`) + element.localName;
    return ["element", name, Array.from(element.attributes, attributeOf), nodes];
  };

  const nodeOf = (node) => {
    switch (node.nodeType) {
      case Node.ELEMENT_NODE:
        return elementOf(node);
      case Node.TEXT_NODE:
        return ["text", node.data];
      case Node.COMMENT_NODE:
        return ["comment", node.data];
      case Node.DOCUMENT_TYPE_NODE:
        return ["element", `!${node.name} "${node.publicId}" "${node.systemId}"`, [], []];
      default:
        return ["comment", `${node.nodeName} ${node.data}`];
    }
  };

  const pageOf = (page) => ({
    mode: page.compatMode,
    text: page.body?.innerText ?? "",
    nodes: nodesOf(page),
  });

  // Without options Chromium takes the comments away.
  const pages = texts
    ? texts.map(([name, text]) => [name, pageOf(Document.parseHTMLUnsafe(text, {}))])
    : Array.from(document.querySelectorAll("iframe"), (f) => [f.name, pageOf(f.contentDocument)]);
  return JSON.stringify(Object.fromEntries(pages));
}
