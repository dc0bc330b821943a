// Shared by all pages: data handed over by scripts, and tables that sort, filter and page.
// Text from reports goes into the page as text only (textContent), never as markup.
"use strict";

const reporttext = (() => {
  const waiting = new Map(), have = new Map();

  // A data file calls this with its name and what it holds.
  function take(name, what) {
    have.set(name, what);
    for (const done of waiting.get(name) || []) done(what);
    waiting.delete(name);
  }

  // The data of data/NAME.js, loaded when first asked for: a script tag works from file://, fetch does not.
  function load(name, root = "") {
    if (have.has(name)) return Promise.resolve(have.get(name));
    return new Promise((done, failed) => {
      if (waiting.has(name)) return waiting.get(name).push(done);
      waiting.set(name, [done]);
      const script = document.createElement("script");
      script.src = `${root}data/${name}.js`;
      script.onerror = () => failed(new Error(`${script.src} cannot be read`));
      document.head.append(script);
    });
  }

  const word = (key, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), have.get("words").words[key]);
  const each = () => have.get("words").each; // whether there is a page a report
  const code = (group, value) => (value === null ? null : (have.get("words").codes[group] || {})[value] ?? value);
  const head = (table, column) => have.get("words").heads[table][column]; // without a column that of the table
  const figures = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 }), order = new Intl.Collator("zh-Hans-CN", { numeric: true });
  const number = (value) => figures.format(value);

  // A figure with 万 and 亿 in Chinese: a reader of 73,800,000,000 counts noughts.
  function amount(value) {
    const scale = have.get("words").lang !== "zh" ? ["", 1] : Math.abs(value) >= 1e8 ? ["亿", 1e8] : Math.abs(value) >= 1e5 ? ["万", 1e4] : ["", 1];
    return number(value / scale[1]) + scale[0];
  }

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const PAGE = 50, FEW = 30;
  const shown = (column, row) => {
    const value = column.value(row);
    if (value === null || value === undefined) return "";
    if (typeof value !== "number" || column.plain) return String(value);
    return column.amount ? amount(value) : number(value);
  };

  function compare(a, b) {
    if (a === b) return 0;
    if (a === null || a === undefined) return 1; // what is not there comes last
    if (b === null || b === undefined) return -1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    return order.compare(String(a), String(b));
  }

  // Draw a table in `place`. A column has head, value(row), and may have link(row), plain (no thousands), filter (false: none).
  function table(place, columns, rows, { caption = "", note = "", page = PAGE, onRow = null, id = "" } = {}) {
    let sorted = null, up = true, at = 0, found = rows;
    const filters = columns.map(() => "");
    let everywhere = "";
    const texts = new Map(); // what a row shows in lower case, made when first searched

    const heads = columns.map((column, i) => {
      const button = element("button", { type: "button", onclick: () => sort(i), "aria-label": word("sort_by") + column.head }, column.head);
      return element("th", { scope: "col", class: column.number ? "number" : null }, button);
    });
    const fields = columns.map((column, i) => {
      if (column.filter === false) return element("td");
      const label = word("filter_column") + column.head;
      const set = (event) => { filters[i] = event.target.value; at = 0; choose(); };
      const values = column.number && !column.plain ? [] : [...new Set(rows.map((row) => shown(column, row)))];
      if (values.length && values.length <= FEW) {
        const options = values.filter((value) => value).sort(compare).map((value) => element("option", { value: `=${value}` }, value));
        return element("td", {}, element("select", { "aria-label": label, onchange: set }, element("option", { value: "" }, word("all")), ...options));
      }
      return element("td", {}, element("input", { type: "search", "aria-label": label, oninput: set, size: 6 }));
    });
    const body = element("tbody");
    const status = element("span", { "aria-live": "polite", class: "rows" });
    const back = element("button", { type: "button", onclick: () => { at -= 1; draw(); } }, word("previous"));
    const forth = element("button", { type: "button", onclick: () => { at += 1; draw(); } }, word("next"));
    const search = element("input", { type: "search", oninput: (event) => { everywhere = event.target.value.trim().toLowerCase(); at = 0; choose(); } });
    place.replaceChildren(
      element("div", { class: "controls" }, element("label", {}, `${word("filter")} `, search), status, back, forth),
      element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
        element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...heads), element("tr", { class: "filters" }, ...fields)), body)),
      note ? element("p", { class: "note" }, note) : "",
    );

    function text(row) {
      if (!texts.has(row)) texts.set(row, columns.map((column) => shown(column, row)).join("\n").toLowerCase());
      return texts.get(row);
    }
    function passes(row) {
      return (!everywhere || text(row).includes(everywhere)) && columns.every((column, i) => {
        const wanted = filters[i];
        if (!wanted) return true;
        const value = shown(column, row);
        return wanted[0] === "=" ? value === wanted.slice(1) : value.toLowerCase().includes(wanted.trim().toLowerCase());
      });
    }
    function choose() {
      found = rows.filter(passes);
      if (sorted !== null) {
        const value = columns[sorted].value;
        const missing = (a) => a === null || a === undefined;
        found.sort((a, b) => (missing(value(a)) || missing(value(b)) ? 1 : up ? 1 : -1) * compare(value(a), value(b)));
      }
      draw();
    }
    function sort(i) {
      up = sorted === i ? !up : true;
      sorted = i;
      heads.forEach((head, other) => (other === i ? head.setAttribute("aria-sort", up ? "ascending" : "descending") : head.removeAttribute("aria-sort")));
      at = 0;
      choose();
    }
    function cell(column, row) {
      const value = shown(column, row);
      const target = column.link && column.link(row);
      const inner = target ? element("a", { href: target }, value || "–") : value;
      return element("td", { class: [column.number ? "number" : "", column.shade ? column.shade(row) : ""].join(" ").trim() || null }, element("bdi", {}, inner));
    }
    function draw() {
      const pages = Math.max(1, Math.ceil(found.length / page));
      at = Math.min(Math.max(at, 0), pages - 1);
      body.replaceChildren(...found.slice(at * page, (at + 1) * page).map((row) => {
        const made = element("tr", { id: id ? id + rows.indexOf(row) : null }, ...columns.map((column) => cell(column, row)));
        if (onRow) onRow(made, row);
        return made;
      }));
      status.textContent = found.length ? word("rows_shown", number(found.length), at + 1, pages) : word("no_rows");
      back.disabled = at === 0;
      forth.disabled = at === pages - 1;
    }
    // Turn to the page a row is on; filters that hide it are lifted.
    function reveal(row) {
      if (!found.includes(row)) {
        everywhere = search.value = "";
        filters.fill("");
        fields.forEach((field) => { if (field.firstChild) field.firstChild.value = ""; });
        choose();
      }
      at = Math.floor(found.indexOf(row) / page);
      draw();
      return body.children[found.indexOf(row) % page];
    }
    choose();
    return { reveal };
  }

  return { take, load, each, word, code, head, number, amount, element, table };
})();
