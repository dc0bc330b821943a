// A report: its lists, what hovering shows, and the way from list to text and back.
"use strict";

(() => {
  const { word, code, number, amount, element, head, table } = reporttext;
  const data = JSON.parse(document.getElementById("data").textContent);
  const LISTS = { f: "facts", e: "events", m: "mentions", c: "checks", o: "outline_checks" };
  const days = (start, end) => (start === null ? null : start === end ? start : `${start} – ${end}`);
  const figure = (value, max, unit) => (value === null ? null : `${amount(value)}${max === null ? "" : `–${amount(max)}`} ${unit ?? ""}`.trim());
  const target = (kind) => (row) => `#${kind}${row[0]}-${row[1]}`;

  // What is shown of each: head, value. The order of a row is that of SHOWN in reports.py.
  const f = { quote: 2, indicator: 3, value: 4, max: 5, unit: 6, status: 7, change: 8, base: 9, qualifier: 10, scope: 11, masked: 12, from: 13, to: 14, period: 15, kind: 16, activity: 17, actor: 18, section: 19, themes: 20, score: 21 };
  const FIELDS = {
    f: [
      ["indicator", (r) => r[f.indicator]], ["value", (r) => (r[f.masked] ? r[f.quote] : figure(r[f.value], r[f.max], r[f.unit]))], ["qualifier_text", (r) => r[f.qualifier]],
      ["status", (r) => code("status", r[f.status])], ["period_text", (r) => r[f.period]], ["", (r) => days(r[f.from], r[f.to])], ["change", (r) => code("change", r[f.change])],
      ["change_base", (r) => r[f.base]], ["scope", (r) => code("scope", r[f.scope])], ["kind", (r) => code("kind", r[f.kind])], ["activity", (r) => r[f.activity]], ["actor", (r) => r[f.actor]],
      ["section", (r) => code("section", r[f.section])], ["themes", (r) => (r[f.themes] || []).join("；") || null], ["score", (r) => (r[f.score] === null ? null : r[f.score].toFixed(2))],
    ],
    e: [["name", (r) => r[3]], ["type", (r) => code("event_type", r[4])], ["status", (r) => code("event_status", r[5])], ["", (r) => days(r[6], r[7])], ["section", (r) => code("section", r[8])]],
    m: [["label", (r) => code("label", r[3])], ["kind", (r) => code("mention_kind", r[4])], ["normalised", (r) => r[5]], ["section", (r) => code("section", r[6])]],
  };

  // --- Lists

  const link = (kind, column = 2) => ({ value: (r) => r[column], link: target(kind) });
  const COLUMNS = {
    f: [
      { head: head("facts", "quote"), ...link("f"), shade: (r) => (r[f.masked] ? "masked" : "") }, { head: head("facts", "indicator"), value: (r) => r[f.indicator] },
      { head: head("facts", "value"), number: true, amount: true, value: (r) => r[f.value] }, { head: head("facts", "unit"), value: (r) => r[f.unit] },
      { head: head("facts", "status"), value: (r) => code("status", r[f.status]) }, { head: word("period"), value: (r) => r[f.period] ?? (r[f.from] ? r[f.from].slice(0, 4) : null) },
    ],
    e: [{ head: head("events", "quote"), ...link("e") }, { head: head("events", "type"), value: (r) => code("event_type", r[4]) }, { head: head("events", "status"), value: (r) => code("event_status", r[5]) }],
    m: [{ head: head("mentions", "quote"), ...link("m") }, { head: head("mentions", "label"), value: (r) => code("label", r[3]) }, { head: head("mentions", "kind"), value: (r) => code("mention_kind", r[4]) }],
    c: [{ head: head("checks", "kind"), value: (r) => code("check", r[2]), link: target("c") }, { head: head("checks", "severity"), value: (r) => code("severity", r[3]) }, { head: head("checks", "message"), value: (r) => r[4] }],
    o: [{ head: head("outline_checks", "kind"), value: (r) => code("outline_check", r[2]), link: target("o") }, { head: head("outline_checks", "message"), value: (r) => r[3] }],
  };
  const lists = {}, panels = {}, tabs = {};
  const aside = document.getElementById("found");
  const bar = element("div", { class: "tabs", role: "tablist" });
  const choose = (kind) => Object.keys(panels).forEach((other) => {
    panels[other].hidden = other !== kind;
    tabs[other].setAttribute("aria-selected", other === kind);
    tabs[other].tabIndex = other === kind ? 0 : -1;
  });
  aside.replaceChildren(bar);
  for (const [kind, name] of Object.entries(LISTS)) {
    const rows = data[name];
    if (!rows.length && kind !== "f") continue;
    panels[kind] = element("div", { role: "tabpanel", id: `panel-${kind}`, "aria-labelledby": `tab-${kind}` });
    tabs[kind] = element("button", { type: "button", role: "tab", id: `tab-${kind}`, "aria-controls": `panel-${kind}`, onclick: () => choose(kind) }, `${head(name, "")} ${number(rows.length)}`);
    bar.append(tabs[kind]);
    aside.append(panels[kind]);
    lists[kind] = table(panels[kind], COLUMNS[kind], rows, { caption: head(name, ""), page: 100, id: `${kind}l` });
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...bar.children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    next.click();
  });
  choose("f");

  // --- From list to text and back

  const of = new Map(); // "f12" → the pieces of text that belong to fact 12
  document.querySelectorAll("article a[data-of]").forEach((piece) => {
    for (const key of piece.dataset.of.split(" ")) of.set(key, [...(of.get(key) || []), piece]);
  });
  const clear = () => document.querySelectorAll(".now").forEach((marked) => marked.classList.remove("now"));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const turnTo = (shown) => shown.scrollIntoView({ block: "center", behavior: calm });

  function toText(kind, i) {
    const row = data[LISTS[kind]][i];
    clear();
    let pieces = of.get(kind + i) || [];
    if (!pieces.length) pieces = piecesAt(row[0]);
    pieces.forEach((piece) => piece.classList.add("now"));
    const first = pieces[0];
    if (!first) return;
    first.closest(".s")?.classList.add("now");
    turnTo(first);
    first.focus({ preventScroll: true });
  }
  // A check may point at text in which nothing was found: the paragraph that holds it.
  function piecesAt(start) {
    const found = [...document.querySelectorAll("article [data-at]")].filter((paragraph) => Number(paragraph.dataset.at) <= start).at(-1);
    return found ? [found] : [];
  }
  function toList(kind, i) {
    choose(kind);
    clear();
    const row = lists[kind].reveal(data[LISTS[kind]][i]);
    row.classList.add("now");
    (of.get(kind + i) || []).forEach((piece) => piece.classList.add("now"));
    row.scrollIntoView({ block: "nearest", behavior: "auto" });
    row.querySelector("a").focus({ preventScroll: true });
  }

  document.querySelector("article").addEventListener("click", (event) => {
    const piece = event.target.closest("a[data-of]");
    if (!piece) return;
    event.preventDefault();
    const key = piece.getAttribute("href").slice(1);
    toList(key[0], Number(key.slice(2)));
  });
  function follow() {
    const sentence = /^#s\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (sentence) {
      clear();
      sentence.classList.add("now");
      turnTo(sentence);
      return;
    }
    const found = /^#([femco])(\d+)-(\d+)$/.exec(location.hash);
    if (!found) return;
    const i = data[LISTS[found[1]]].findIndex((row) => row[0] === Number(found[2]) && row[1] === Number(found[3]));
    if (i < 0) return;
    if (panels[found[1]].hidden) choose(found[1]);
    toText(found[1], i);
  }
  addEventListener("hashchange", follow);
  aside.addEventListener("click", (event) => { // the same link twice changes no address
    const link = event.target.closest("td a");
    if (link && link.hash === location.hash) { event.preventDefault(); follow(); }
  });

  // --- What hovering and focus show

  const tip = document.getElementById("tip");
  let shownFor = null;
  function show(piece) {
    if (piece === shownFor) return;
    const lines = piece.dataset.of.split(" ").flatMap((key) => {
      const row = data[LISTS[key[0]]][Number(key.slice(1))];
      const known = FIELDS[key[0]].map(([column, value]) => [column, value(row)]).filter(([, value]) => value !== null && value !== undefined && value !== "");
      return [element("strong", {}, element("bdi", {}, row[2])), element("dl", {}, ...known.map(([column, value]) => element("div", {}, element("dt", {}, column ? head(LISTS[key[0]], column) : word("period")), element("dd", {}, element("bdi", {}, String(value))))))];
    });
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const box = piece.getClientRects()[0], { offsetWidth: width, offsetHeight: height } = tip;
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    tip.style.top = `${box.bottom + height + 8 < innerHeight ? box.bottom + 6 : Math.max(8, box.top - height - 6)}px`;
    shownFor?.removeAttribute("aria-describedby");
    piece.setAttribute("aria-describedby", "tip");
    shownFor = piece;
  }
  function hide() {
    tip.hidden = true;
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
  }
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const piece = event.target.closest?.("article a[data-of]");
      if (piece) show(piece);
      else hide();
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true, capture: true });

  // --- What is coloured

  document.querySelectorAll(".show input").forEach((box) => {
    box.checked = document.body.classList.contains(`show-${box.value}`);
    box.addEventListener("change", () => document.body.classList.toggle(`show-${box.value}`, box.checked));
  });

  document.documentElement.dataset.ready = "yes";
  follow();
})();
