// The archive view: one part is shown at a time, and drawn when it is first shown.
"use strict";

(() => {
  const { load, each, word, code, number, amount, element, table } = reporttext;
  const COLOURS = ["#1b6ca8", "#c8553d", "#2f855a", "#8e5ea2", "#b7791f", "#0f8b8d", "#c2417c", "#5a6b7b", "#7a9e1f", "#3f51b5", "#8d5524", "#d1495b"];
  const DRAWN = 8;
  const $ = (selector) => document.querySelector(selector);
  const charts = new Map();

  Chart.defaults.animation = false;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  Chart.defaults.color = "#333";
  // A browser that is told to darken all pages darkens what styles say, not what is drawn: the letters need their paper.
  Chart.register({
    id: "paper",
    beforeDraw: ({ ctx, width, height }) => {
      ctx.save();
      ctx.fillStyle = "#fff";
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
    },
  });

  // Draw a chart in `place`; screen readers are told its name and that the table below has the figures.
  function chart(place, name, configuration, height = 360) {
    charts.get(place)?.destroy();
    const canvas = element("canvas", { role: "img", "aria-label": `${word("chart_of")}${name} ${word("chart_table")}` });
    place.style.height = `${height}px`;
    place.replaceChildren(canvas);
    const options = { responsive: true, maintainAspectRatio: false, ...configuration.options };
    options.plugins = { title: { display: true, text: name }, legend: { position: "bottom", ...(configuration.data.datasets.length < 2 ? { display: false } : {}) }, ...options.plugins };
    charts.set(place, new Chart(canvas, { ...configuration, options }));
  }

  const axes = (unit, more = {}) => ({ x: { grid: { display: false } }, y: { title: { display: !!unit, text: unit || "" } }, ...more });
  const span = (years) => (years.length ? Array.from({ length: Math.max(...years) - Math.min(...years) + 1 }, (_, i) => Math.min(...years) + i) : []);

  function lines(place, name, unit, years, series, options = {}) {
    const datasets = [...series].map(([label, values], i) => ({
      label, data: years.map((year) => values.get(year) ?? null), borderColor: COLOURS[i % COLOURS.length], backgroundColor: COLOURS[i % COLOURS.length],
      borderWidth: 2, pointRadius: 3, spanGaps: true, ...options,
      segment: { borderDash: (part) => (part.p0.skip || part.p1.skip || part.p1DataIndex - part.p0DataIndex > 1 ? [2, 5] : undefined) }, // years without a figure
    }));
    chart(place, name, { type: "line", data: { labels: years, datasets }, options: { scales: axes(unit, { y: { title: { display: !!unit, text: unit || "" }, ticks: { callback: amount } } }), interaction: { mode: "nearest", intersect: false }, plugins: { tooltip: { callbacks: { label: (at) => `${at.dataset.label} ${amount(at.parsed.y)} ${unit || ""}` } } } } });
  }

  function percent(place, name, labels, values) {
    chart(place, name, {
      type: "bar",
      data: { labels, datasets: [{ label: name, data: values.map((value) => value * 100), backgroundColor: COLOURS[0] }] },
      options: { indexAxis: "y", scales: { x: { title: { display: true, text: "%" } }, y: { ticks: { autoSkip: false } } } },
    }, 80 + 24 * labels.length);
  }

  const grouped = (rows, label, year, value) => {
    const found = new Map();
    for (const row of rows) {
      if (row[year] === null) continue;
      if (!found.has(row[label])) found.set(row[label], new Map());
      found.get(row[label]).set(row[year], row[value]);
    }
    return found;
  };

  // --- Reports and places

  const R = { id: 0, title: 1, place: 2, year: 3, type: 4, level: 5, placeName: 12, copy: 13 };

  async function overview() {
    const { rows } = await load("reports");
    const counts = new Map();
    for (const row of rows) if (row[R.year] !== null && !row[R.copy]) counts.set(row[R.year], (counts.get(row[R.year]) || 0) + 1);
    if (!counts.size) return;
    const years = span([...counts.keys()]);
    chart($("#view-overview .chart"), `${word("reports")} · ${word("by_year")}`, {
      type: "bar", data: { labels: years, datasets: [{ label: word("reports"), data: years.map((year) => counts.get(year) || 0), backgroundColor: COLOURS[0] }] },
      options: { scales: axes("", { y: { ticks: { precision: 0 } } }) },
    }, 260);
  }

  async function reports() {
    const { heads, rows } = await load("reports");
    const plain = new Set([R.year]);
    const columns = heads.map((head, i) => ({
      head, value: (row) => row[i], plain: plain.has(i), number: i === R.year || (i > 5 && i < 11),
      link: i === R.title ? (row) => `reports/${row[R.id]}.html` : null,
    })).slice(1);
    columns.splice(1, 0, { head: word("copy"), value: (row) => (row[R.copy] ? word("yes") : null) });
    table($("#view-reports .table"), columns, rows, { caption: word("reports") });
  }

  async function matrix() {
    const { rows } = await load("reports");
    const places = new Map();
    for (const row of rows) {
      if (row[R.year] === null) continue;
      if (!places.has(row[R.placeName])) places.set(row[R.placeName], { name: row[R.placeName], years: new Map() });
      const years = places.get(row[R.placeName]).years;
      years.set(row[R.year], [...(years.get(row[R.year]) || []), row]);
    }
    const years = span(rows.map((row) => row[R.year]).filter((year) => year !== null));
    const columns = [{ head: word("place"), value: (row) => row.name }, { head: word("reports"), number: true, value: (row) => [...row.years.values()].reduce((sum, found) => sum + found.length, 0), filter: false }];
    for (const year of years) {
      columns.push({
        head: String(year), number: true, filter: false, value: (row) => row.years.get(year)?.length ?? null,
        shade: (row) => (row.years.has(year) ? "has" : "hasnot"),
        link: (row) => (row.years.get(year)?.length === 1 ? `reports/${row.years.get(year)[0][R.id]}.html` : null),
      });
    }
    const several = (made, row) => years.forEach((year, i) => {
      const found = row.years.get(year) || [];
      if (found.length < 2) return;
      const open = () => $("#view-matrix .several").replaceChildren(`${word("several")}${row.name} ${year} `, ...found.flatMap((one) => [element("a", { href: `reports/${one[R.id]}.html` }, one[R.title]), " · "]).slice(0, -1));
      made.children[i + 2].replaceChildren(element("button", { type: "button", onclick: open }, String(found.length)));
    });
    table($("#view-matrix .table"), columns, [...places.values()].sort((a, b) => a.name.localeCompare(b.name, "zh-Hans-CN")), { caption: word("matrix"), page: 100, onRow: several });
    $("#view-matrix .table").classList.add("matrix");
  }

  // --- Indicators

  const C = { place: 0, year: 1, value: 2, max: 3, cell: 4, quote: 5, qualifier: 6, conflict: 7, fact: 8 };
  const link = (id) => { const [report, at] = id.split(":"); return each() ? `reports/${report}.html#f${at}` : null; };

  async function indicators() {
    const listed = await load("indicators");
    const choice = $("#view-indicators .indicator"), kinds = $("#view-indicators .series"), places = $("#view-indicators .place");
    if (!listed.length) return $("#view-indicators .table").replaceChildren(element("p", { class: "note" }, word("no_rows")));
    choice.replaceChildren(...listed.map(([, name, cells], i) => element("option", { value: i }, `${name}（${number(cells)} ${word("cells")}）`)));
    let data = null, series = null, name = "";
    const drawn = () => {
      const chosen = [...places.selectedOptions].map((option) => option.value);
      const rows = series.rows.filter((row) => chosen.includes(row[C.place]) && row[C.value] !== null);
      const all = grouped(rows, C.place, C.year, C.value);
      lines($("#view-indicators .chart"), `${name} · ${kinds.selectedOptions[0].textContent}`, series.key[3], span(rows.map((row) => row[C.year])), new Map(chosen.filter((place) => all.has(place)).map((place) => [place, all.get(place)])), chosen.length > 12 ? { borderWidth: 1, pointRadius: 1 } : {});
    };
    const show = () => {
      series = data[kinds.value];
      const sizes = new Map();
      for (const row of series.rows) if (row[C.value] !== null) sizes.set(row[C.place], (sizes.get(row[C.place]) || 0) + 1);
      const first = new Set([...sizes].sort((a, b) => b[1] - a[1]).slice(0, DRAWN).map(([place]) => place));
      places.replaceChildren(...[...sizes.keys()].sort((a, b) => a.localeCompare(b, "zh-Hans-CN")).map((place) => {
        const option = element("option", { value: place }, place);
        option.selected = first.has(place);
        return option;
      }));
      drawn();
      const columns = [
        { head: word("place"), value: (row) => row[C.place] }, { head: word("year"), value: (row) => row[C.year], plain: true, number: true },
        { head: word("value"), number: true, amount: true, value: (row) => (row[C.cell] === "masked" ? null : row[C.value]) }, { head: word("value_max"), number: true, amount: true, value: (row) => row[C.max] },
        { head: word("unit"), value: () => series.key[3], filter: false }, { head: word("qualifier"), value: (row) => row[C.qualifier] },
        { head: word("quote"), value: (row) => row[C.quote], link: (row) => link(row[C.fact]), shade: (row) => (row[C.cell] === "masked" ? "masked" : "") },
        { head: word("conflict"), value: (row) => (row[C.conflict] ? word("yes") : null) },
      ];
      table($("#view-indicators .table"), columns, series.rows, { caption: name, note: series.of > series.rows.length ? word("cut", number(series.rows.length), number(series.of)) : "" });
    };
    const pick = async () => {
      name = listed[choice.value][1];
      data = await load(`indicator-${choice.value}`);
      kinds.replaceChildren(...data.map(({ key: [status, scope, measure, unit], of }, i) => element("option", { value: i },
        `${code("status", status)} · ${code("measure", measure)} · ${unit ?? "–"}${scope === "total" ? "" : ` · ${code("scope", scope)}`}（${number(of)}）`)));
      show();
    };
    choice.addEventListener("change", pick);
    kinds.addEventListener("change", show);
    places.addEventListener("change", drawn);
    await pick();
  }

  // --- Themes, words, checks, problems

  async function themes() {
    const data = await load("themes");
    for (const of of ["theme", "section"]) {
      const { all, years } = data[of];
      if (of === "theme") percent($('[data-chart="theme"]'), `${word("theme")} · ${word("top_of_all")}`, all.slice(0, 25).map((row) => row[0]), all.slice(0, 25).map((row) => row[2]));
      const top = new Set(all.slice(0, DRAWN).map((row) => row[0]));
      const rows = years.filter((row) => top.has(row[1])).map(([year, value, share]) => [year, value, share * 100]);
      const series = grouped(rows, 1, 0, 2);
      lines($(`[data-chart="${of}-years"]`), `${word(of)} · ${word("by_year")}`, "%", span(rows.map((row) => row[0]).filter((year) => year !== null)), new Map([...top].filter((value) => series.has(value)).map((value) => [value, series.get(value)])));
      table($(`[data-table="${of}"]`), [
        { head: word(of), value: (row) => row[0] }, { head: word("reports"), number: true, value: (row) => row[1] },
        { head: `${word("share")} %`, number: true, value: (row) => Math.round(row[2] * 1e4) / 100 },
      ], all, { caption: word(of) });
    }
  }

  async function trends() {
    const rows = await load("trends");
    lines($("#view-trends .chart"), word("trends"), word("per_10000"), span(rows.map((row) => row[0]).filter((year) => year !== null)), grouped(rows, 1, 0, 2));
    const round = (value) => (value === null ? null : Math.round(value * 100) / 100);
    table($("#view-trends .table"), [
      { head: word("year"), plain: true, number: true, value: (row) => row[0] }, { head: word("word"), value: (row) => row[1] },
      { head: word("per_10000"), number: true, value: (row) => round(row[2]) }, { head: `${word("reports_share")} %`, number: true, value: (row) => round(row[3] * 100) },
      { head: word("count"), number: true, value: (row) => row[4] }, { head: word("reports"), number: true, value: (row) => row[5] },
    ], rows, { caption: word("trends") });
  }

  const cut = ({ of, rows }) => (of > rows.length ? word("cut", number(rows.length), number(of)) : "");

  // Where a check leads in its report, and what its kind is a code of; that of a figure that others contradict is words.
  const CHECKS = { checks: ["c", "check"], outline_checks: ["o", "outline_check"], facts: ["f", "check"] };

  async function checks() {
    const found = await load("checks");
    table($("#view-checks .table"), [
      { head: word("reports"), value: (row) => row[1], link: (row) => (each() ? `reports/${row[0]}.html${row[7] === null ? "" : `#${CHECKS[row[4]][0]}${row[7]}-${row[8]}`}` : null) }, { head: word("place"), value: (row) => row[2] },
      { head: word("year"), plain: true, number: true, value: (row) => row[3] }, { head: word("kind"), value: (row) => code(CHECKS[row[4]][1], row[5]) },
      { head: word("severity"), value: (row) => code("severity", row[6]) }, { head: word("message"), value: (row) => row[9] },
    ], found.rows.map(([id, title, place, year, of, kind, severity, message, start, end]) => [id, title, place, year, of, kind, severity, start, end, message]), { caption: word("checks"), note: cut(found) });
  }

  async function problems() {
    const found = await load("errors");
    table($("#view-problems .table"), [
      { head: word("severity"), value: (row) => code("severity", row[0]) }, { head: word("stage"), value: (row) => code("stage", row[1]) },
      { head: word("kind"), value: (row) => code("problem", row[2]) }, { head: word("source"), value: (row) => row[3] }, { head: word("message"), value: (row) => row[4] },
    ], found.rows, { caption: word("problems"), note: cut(found) });
  }

  // --- Which part is shown

  const parts = { overview, reports, matrix, indicators, themes, trends, checks, problems };
  const made = new Set();

  async function turn() {
    const asked = location.hash.slice(1);
    const now = Object.hasOwn(parts, asked) ? asked : "overview";
    for (const name of Object.keys(parts)) document.getElementById(`view-${name}`).hidden = name !== now;
    document.querySelectorAll(".tabs a").forEach((tab) => (tab.hash === `#${now}` ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current")));
    if (!made.has(now)) {
      made.add(now);
      try {
        await parts[now]();
        document.getElementById(`view-${now}`).dataset.ready = "yes";
      } catch (error) {
        document.getElementById(`view-${now}`).append(element("p", { class: "note" }, String(error.message)));
        throw error;
      }
    }
  }
  addEventListener("hashchange", (event) => { if (location.hash !== "#main") turn(event); });
  turn();
})();
