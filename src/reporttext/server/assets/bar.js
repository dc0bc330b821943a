// In front of every view of the page, where a server shows it: the way to what only the server has.
reporttext.load("bar").then((words) => {
  const prefix = location.pathname.split("/archive/")[0];
  const { element } = reporttext;
  document.querySelector("header").prepend(element("nav", { "aria-label": words.parts, class: "bar" },
    element("a", { href: prefix || "/" }, words.home), element("a", { href: `${prefix}/search` }, words.search)));
});
