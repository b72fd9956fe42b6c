"use strict";
/* Results as a table whose things lead to their pages, as a graph, on a timeline, and on a map; drawn by ECharts, as SVG. */

const results = (() => {
  const { root, lang, words: told } = document.getElementById("yasgui").dataset;
  const words = JSON.parse(told);
  // So many things are drawn; what is left out is told.
  const MOST = 300;
  const pageOf = (iri) => `${root}page?iri=${encodeURIComponent(iri)}&lang=${lang}`;
  const isIri = (term) => term?.type === "uri";
  // What no IRI holds, so that no query is made of it.
  const NO_IRI = /[\x00-\x20<>"{}|^`\\]/;
  const localName = (iri) => completion.shorten(iri) || iri;

  function make(tag, attributes, ...children) {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  }

  function register(Yasr) {
    /** Things lead to their pages here, under the prefixes of the graph; words stand without tag and type, which the pointer shows. */
    class LinkedTable extends Yasr.plugins.table {
      getUriLinkFromBinding(term) {
        return make("a", { className: "iri", href: pageOf(term.value), target: "_blank", title: term.value }, localName(term.value)).outerHTML;
      }
      /** What is sorted and searched is text, which nothing takes for markup. */
      getColumns() {
        return super.getColumns().map((column) => ({
          ...column,
          render: (term, type, ...rest) => (["filter", "sort"].includes(type) && term.type ? term.value.replace(/[<&]/g, " ") : column.render(term, type, ...rest)),
        }));
      }
      formatLiteral(term) {
        const title = term["xml:lang"] ? `@${term["xml:lang"]}` : term.datatype ? localName(term.datatype) : "";
        return make("span", { title }, term.value).outerHTML;
      }
    }
    Yasr.registerPlugin("table", LinkedTable);
    for (const [name, plugin] of Object.entries({ graph: GraphView, timeline: TimelineView, map: MapView })) Yasr.registerPlugin(name, plugin);
    Yasr.defaults.pluginOrder = ["table", "graph", "timeline", "map", "response"];
    Yasr.defaults.errorRenderers = [showError];
  }

  /** Our errors are JSON that says what is wrong in both languages; shown is the one that the page speaks. */
  async function showError(error) {
    let told;
    try {
      told = JSON.parse(error.text);
    } catch {
      return undefined;
    }
    return make("p", { className: "told", textContent: `${told.status}  ${told[`error_${lang}`] || told.error}` });
  }

  let library;
  const loadECharts = () =>
    (library ??= new Promise((done, fail) => {
      document.head.append(make("script", { src: `${root}static/echarts/echarts.min.js`, onload: () => done(window.echarts), onerror: fail }));
    }));

  /** What all drawings share: `suits` says for which rows, `describe` gives ECharts its options and the number of things left out. */
  class View {
    constructor(yasr) {
      this.yasr = yasr;
      this.priority = 1;
    }
    getIcon() {
      return make("span", { textContent: this.sign });
    }
    get rows() {
      return this.yasr.results?.getBindings() ?? [];
    }
    canHandleResults() {
      return this.rows.some((row) => Object.values(row).some((term) => this.suits(term)));
    }
    async draw() {
      const echarts = await loadECharts(),
        { options, height, left } = await this.describe(echarts);
      const note = make("p", { className: "left" }, left ? words.left.replace("{left}", left) : "");
      const box = make("div", { className: `drawn drawn_${this.name}`, style: `height:${height}px` });
      this.yasr.resultsEl.replaceChildren(note, box);
      this.chart = echarts.init(box, null, { renderer: "svg" });
      this.chart.setOption({ animation: false, tooltip: { confine: true }, ...options });
      this.chart.on("click", (event) => event.data?.iri && window.open(pageOf(event.data.iri), "_blank", "noopener"));
    }
    destroy() {
      this.chart?.dispose();
      this.chart = undefined;
    }
  }

  /** Label by IRI, of the first so many. */
  async function labelsOf(iris) {
    const rows = await askAbout(iris, "?thing", "?label", `?thing rdfs:label ?label`);
    const labels = new Map();
    for (const row of rows) if (!labels.has(row.thing.value) || row.label["xml:lang"] === lang) labels.set(row.thing.value, row.label.value);
    return (iri) => labels.get(iri) ?? localName(iri).replace(/^[^:]*:/, "");
  }

  async function askAbout(iris, ...words) {
    const values = [...iris]
        .slice(0, MOST)
        .filter((iri) => !NO_IRI.test(iri))
        .map((iri) => `<${iri}>`)
        .join(" "),
      body = words.pop();
    return values ? completion.ask(`SELECT DISTINCT ${words.join(" ")} { VALUES ?thing { ${values} } ${body} }`) : [];
  }

  class GraphView extends View {
    name = "graph";
    label = words.graph;
    sign = "⁂";
    suits(term) {
      return isIri(term);
    }
    /** The first thing of a row is tied to each other one; a relation between them says how, else the name of the column. */
    async describe() {
      const links = new Map(),
        sizes = new Map();
      for (const row of this.rows) {
        const cells = Object.entries(row).filter(([, term]) => isIri(term)),
          how = row.predicate ?? row.relation ?? row.p;
        const [subject, ...others] = cells.filter(([, term]) => term !== how);
        if (subject) sizes.set(subject[1].value, (sizes.get(subject[1].value) ?? 0) + 1);
        for (const [variable, term] of others) {
          sizes.set(term.value, (sizes.get(term.value) ?? 0) + 1);
          const label = how ? localName(how.value) : variable;
          links.set([subject[1].value, term.value, label].join(" "), { source: subject[1].value, target: term.value, value: label });
        }
      }
      const shown = new Set([...sizes.keys()].slice(0, MOST)),
        nameOf = await labelsOf(shown);
      const nodes = [...shown].map((iri) => ({ id: iri, iri, name: nameOf(iri), symbolSize: 8 + 4 * Math.sqrt(sizes.get(iri)) }));
      const series = {
        type: "graph",
        layout: "force",
        roam: true,
        draggable: true,
        force: { repulsion: 150, edgeLength: 80, layoutAnimation: false },
        label: { show: true, position: "right" },
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 6,
        edgeLabel: { show: links.size <= 60, formatter: (edge) => edge.data.value, fontSize: 10 },
        data: nodes,
        links: [...links.values()].filter((link) => shown.has(link.source) && shown.has(link.target)),
      };
      return { options: { series: [series] }, height: 560, left: sizes.size - shown.size };
    }
  }

  const DATES = ["date", "dateTime", "gYear", "gYearMonth"].map((name) => `http://www.w3.org/2001/XMLSchema#${name}`);
  const isDate = (term) => term && DATES.includes(term.datatype);

  /** First moment and last of a day, month or year. */
  function spanOf(word) {
    const [, year, month, day] = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(word) ?? [];
    if (!year) return null;
    const from = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
    return [from, day ? from + 864e5 : month ? Date.UTC(year, month, 1) : Date.UTC(Number(year) + 1, 0, 1)];
  }

  class TimelineView extends View {
    name = "timeline";
    label = words.timeline;
    sign = "⟼";
    suits(term) {
      return isDate(term) || isIri(term);
    }
    /** One bar for each row with dates; where no row has any, for each thing whose dates the graph knows. */
    async entries() {
      const dated = this.rows.filter((row) => Object.values(row).some(isDate));
      if (dated.length) {
        const nameOf = await labelsOf(new Set(dated.flatMap((row) => Object.values(row).filter(isIri).map((term) => term.value))));
        return dated.map((row) => {
          const terms = Object.values(row),
            thing = terms.find(isIri),
            words = terms.find((term) => !isIri(term) && !isDate(term));
          return { name: words?.value ?? (thing ? nameOf(thing.value) : ""), iri: thing?.value, dates: terms.filter(isDate).map((term) => term.value) };
        });
      }
      const things = new Set(this.rows.flatMap((row) => Object.values(row).filter(isIri).map((term) => term.value)));
      const found = await askAbout(things, "?thing", "?first", "?last", "?thing kg:earliest ?first OPTIONAL { ?thing kg:latest ?last }");
      const nameOf = await labelsOf(things);
      return found.map((row) => ({ name: nameOf(row.thing.value), iri: row.thing.value, dates: [row.first.value, row.last?.value ?? row.first.value] }));
    }
    async describe(echarts) {
      const all = (await this.entries()).map((entry) => ({ ...entry, spans: entry.dates.map(spanOf).filter(Boolean) })).filter((one) => one.spans.length);
      const shown = all
        .map((one) => ({ ...one, from: Math.min(...one.spans.map((span) => span[0])), to: Math.max(...one.spans.map((span) => span[1])) }))
        .sort((a, b) => a.from - b.from || a.to - b.to)
        .slice(0, MOST);
      const data = shown.map((one, n) => ({ name: one.name, iri: one.iri, dates: one.dates, value: [one.from, one.to, n] }));
      const bar = (_, api) => {
        const [x, y] = api.coord([api.value(0), api.value(2)]),
          [end] = api.coord([api.value(1), api.value(2)]);
        return {
          type: "rect",
          shape: { x, y: y - 7, width: Math.max(6, end - x), height: 14, r: 2 },
          style: { fill: api.visual("color") },
          textContent: { style: { text: data[api.value(2)].name, fill: "#222" } },
          textConfig: { position: "right" },
        };
      };
      const early = Math.min(...shown.map((one) => one.from)),
        late = Math.max(...shown.map((one) => one.to));
      const options = {
        grid: { left: 20, right: 30, top: 30, bottom: 10 },
        // Room for the words beside the last bar.
        xAxis: { type: "time", position: "top", axisLine: { onZero: false }, min: early, max: late + (late - early) * 0.35, splitLine: { show: true } },
        yAxis: { type: "value", min: -1, max: shown.length, inverse: true, show: false },
        tooltip: { confine: true, formatter: (point) => echarts.format.encodeHTML(`${point.data.dates.join(" – ")} ${point.data.name}`) },
        dataZoom: [{ type: "inside" }],
        series: [{ type: "custom", renderItem: bar, encode: { x: [0, 1], y: 2 }, data }],
      };
      return { options, height: 80 + 22 * shown.length, left: all.length - shown.length };
    }
  }

  let chart;
  const readMap = () =>
    (chart ??= Promise.all(["china", "divisions"].map((name) => fetch(`${root}static/maps/${name}.json`).then((answer) => answer.json()))));

  class MapView extends View {
    name = "map";
    label = words.map;
    sign = "◎";
    suits(term) {
      return isIri(term);
    }
    /** Each place in China that is in the rows, or where a thing of the rows is; its size tells how many are there. */
    async describe(echarts) {
      const things = new Set(this.rows.flatMap((row) => Object.values(row).filter(isIri).map((term) => term.value)));
      const [[outlines, seats], found] = await Promise.all([
        readMap(),
        askAbout(
          things,
          "?thing",
          "?place",
          "?code",
          "{ ?thing kg:divisionCode ?code BIND(?thing AS ?place) } UNION { ?thing ?how ?at . ?at kg:inPlace* ?place . ?place kg:divisionCode ?code FILTER(?how != kg:inPlace) }",
        ),
      ]);
      echarts.registerMap("china", outlines);
      const here = new Map();
      for (const { thing, place, code } of found) {
        const seat = seats[code.value.padEnd(6, "0")];
        if (seat) here.set(place.value, { seat, things: new Set([...(here.get(place.value)?.things ?? []), thing.value]) });
      }
      const nameOf = await labelsOf(new Set([...things, ...here.keys()]));
      const data = [...here].map(([iri, { seat, things: all }]) => ({ name: nameOf(iri), iri, value: [...seat, all.size], things: [...all].map(nameOf) }));
      const placed = new Set([...here.values()].flatMap((one) => [...one.things]));
      const options = {
        geo: { map: "china", roam: true, itemStyle: { areaColor: "#f3f3ee", borderColor: "#aaa" }, emphasis: { disabled: true }, silent: true },
        tooltip: { confine: true, formatter: (point) => echarts.format.encodeHTML(`${point.name}: ${point.data.things?.slice(0, 20).join("、")}`) },
        series: [
          {
            type: "scatter",
            coordinateSystem: "geo",
            symbolSize: (value) => 8 + 4 * Math.sqrt(value[2]),
            label: { show: true, position: "right", formatter: "{b}" },
            labelLayout: { hideOverlap: true },
            data,
          },
        ],
      };
      return { options, height: 600, left: things.size - placed.size };
    }
  }

  return { register };
})();
