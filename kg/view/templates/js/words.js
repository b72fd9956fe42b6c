/* The words of the interface in Chinese and English. */

/** @type {Object<string, [string, string]>} */
const WORDS = {
  title: ["新闻知识图谱", "News knowledge graph"],
  search: ["搜索名称、别名、拼音、关系或原文", "Search names, aliases, pinyin, relations, evidence"],
  graph: ["图谱", "Graph"],
  table: ["表格", "Table"],
  timeline: ["时间线", "Timeline"],
  sparql: ["SPARQL", "SPARQL"],
  filters: ["筛选", "Filters"],
  download: ["下载", "Download"],
  link: ["复制链接", "Copy link"],
  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  theme: ["深浅配色", "Light or dark"],
  language: ["English", "中文"],
  help: ["快捷键", "Keys"],
  close: ["关闭", "Close"],
  details: ["详情", "Details"],
  cls: ["类别", "Class"],
  rel: ["关系", "Relation"],
  art: ["来源文章", "Article"],
  prov: ["地区", "Province"],
  time: ["时期", "Period"],
  sup: ["独立来源", "Support"],
  conf: ["置信度", "Confidence"],
  mod: ["语气", "Modality"],
  words: ["原文含", "Evidence says"],
  asserted: ["已然", "asserted"],
  planned: ["计划", "planned"],
  former: ["曾任", "former"],
  denied: ["否认", "denied"],
  desired: ["愿望", "desired"],
  hypothetical: ["假设", "hypothetical"],
  sources0: ["无独立来源", "no asserted source"],
  sources1: ["1 个来源", "1 source"],
  sources2: ["2 个来源", "2 sources"],
  sources3: ["3 个及以上", "3 or more"],
  unstated: ["未注明", "not stated"],
  from: ["起始日期", "From"],
  to: ["截止日期", "To"],
  clear: ["清除", "Clear"],
  clearAll: ["清除全部筛选", "Clear all filters"],
  periodNote: ["按事件日期；未注明时按文章日期", "By date of the event, else of the article"],
  entities: ["实体", "entities"],
  facts: ["事实", "facts"],
  articles: ["文章", "articles"],
  claims: ["陈述", "claims"],
  shown: ["显示 {0} / {1} 个实体，{2} / {3} 条事实", "{0} of {1} entities, {2} of {3} facts"],
  more: ["再显示 {0} 个", "Show {0} more"],
  fit: ["适合窗口", "Fit"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  edgeLabels: ["关系名", "Edge labels"],
  whole: ["返回全图", "Whole graph"],
  canvas: [
    "关系图。方向键在相邻实体间移动，回车打开详情；“表格”是同一内容的文字版。",
    "Graph. Arrow keys walk to neighbours, Enter opens the details; the table holds the same content as text.",
  ],
  overview: ["这里有什么", "What is in here"],
  period: ["时间范围", "Period"],
  mainEntities: ["主要实体", "Main entities"],
  mainEvents: ["主要事件", "Main events"],
  hint: [
    "点击实体或连线查看事实与原文证据，双击展开邻居。",
    "Click an entity or a line for its facts and evidence; double click grows its neighbours.",
  ],
  left: [
    "图谱较大：本页只收录关联最多的实体，另有 {0} 个实体、{1} 条事实未收录。",
    "A large graph: this page holds the best connected part; {0} entities and {1} facts are left out.",
  ],
  aliases: ["名称", "Names"],
  alsoKnown: ["又称", "Also"],
  learnt: ["见于", "learnt from"],
  lexicon: ["词库", "lexicon"],
  inside: ["所在", "In"],
  same: ["外部链接", "Links"],
  focus: ["只看邻域", "Neighbourhood"],
  hops: ["{0} 步", "{0} steps"],
  expand: ["展开邻居", "Grow neighbours"],
  path: ["到……的路径", "Path to …"],
  pathPrompt: ["选择另一个实体", "Choose the other entity"],
  pathTitle: ["{0} 到 {1}", "{0} to {1}"],
  paths: ["最短路径 {0} 条，{1} 步", "{0} shortest paths, {1} steps"],
  noPath: ["在当前筛选下没有路径。", "No path under the current filters."],
  step: ["第 {0} 步", "Step {0}"],
  noFacts: ["当前筛选下没有事实。", "No facts under the current filters."],
  noEvidence: ["此关系没有原文出处。", "No sentence backs this relation."],
  subject: ["主体", "Subject"],
  predicate: ["谓词", "Predicate"],
  object: ["客体", "Object"],
  speaker: ["称", "says"],
  when: ["时间", "When"],
  where: ["地点", "Where"],
  elsewhere: ["{0}见另一句：", "{0} stands in another sentence:"],
  elsewhereAt: ["{0}见原文第 {1}–{2} 字", "{0}: characters {1}–{2} of the article"],
  incoming: ["← {0}", "← {0}"],
  outgoing: ["{0} →", "{0} →"],
  moreClaims: ["另有 {0} 处", "{0} more"],
  moreValues: ["其余 {0} 项", "{0} more"],
  moreFacts: ["其余 {0} 条", "{0} more"],
  asking: ["正在询问服务器……", "Asking the server …"],
  noServer: ["服务器没有回答（{0}）", "The server does not answer ({0})"],
  onServer: ["在服务器上查找“{0}”", "Search the server for “{0}”"],
  fromServer: ["从服务器补全", "Complete from the server"],
  fullSentence: ["全句", "Whole sentence"],
  fewer: ["收起", "Fewer"],
  wholeMonth: ["全月", "all month"],
  wholeYear: ["全年", "all year"],
  filteredOut: ["筛选隐藏 {0} 条", "{0} hidden by filters"],
  date: ["日期", "Date"],
  modality: ["语气", "Modality"],
  support: ["独立来源", "Support"],
  confidence: ["置信度", "Conf."],
  article: ["文章", "Article"],
  showAll: ["全部显示（{0}）", "Show all ({0})"],
  noEvents: ["当前筛选下没有有日期的条目。", "Nothing dated under the current filters."],
  sparqlNote: [
    "与当前筛选等价的查询，可用于 kg query 或任何 SPARQL 1.1 端点。",
    "The query of the current selection, for kg query or any SPARQL 1.1 endpoint.",
  ],
  evidenceHits: ["原文 {0} 句", "{0} sentences"],
  noHits: ["没有结果", "Nothing found"],
  hits: ["{0} 条结果", "{0} results"],
  ttl: ["Turtle（RDF）", "Turtle (RDF)"],
  csv: ["CSV 表格", "CSV table"],
  png: ["PNG 图片", "PNG picture"],
  svg: ["SVG 矢量图", "SVG picture"],
  keys: [
    "/ 搜索　Esc 返回　0 适合窗口　+ − 缩放　方向键 相邻实体　Enter 详情　1–4 切换视图",
    "/ search   Esc back   0 fit   + − zoom   arrows neighbours   Enter details   1–4 views",
  ],
};

/** @type {"zh" | "en"} */
let lang = "zh";

/** The word for `key` in the interface's language, its {0}, {1} filled in. @param {string} key @param {...(string | number)} values */
function t(key, ...values) {
  const word = WORDS[key] ? WORDS[key][lang === "zh" ? 0 : 1] : key;
  return word.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
}

/** @param {number} value */
const count = (value) => value.toLocaleString("en-US");

/** Fills every element that names its word. */
function translate() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.getAttribute("data-t") || "");
  for (const element of document.querySelectorAll("[data-label]"))
    element.setAttribute("aria-label", t(element.getAttribute("data-label") || ""));
  for (const element of document.querySelectorAll("[data-tip]")) element.setAttribute("title", t(element.getAttribute("data-tip") || ""));
  $("#query").setAttribute("placeholder", t("search"));
}
