"use strict";
// The words of the page itself, in English and Chinese; those of the report are never touched.

const WORDS = {
  en: {
    review: "Review",
    skip: "Skip to the text",
    language: "中文",
    languageTitle: "Show this page’s own words in Chinese",
    theme: "Theme",
    themeAuto: "System", themeLight: "Light", themeDark: "Dark",
    themeTitle: (name) => `Theme: ${name}`,
    keys: "Keys",
    filters: "Filters",
    overview: "Overview",
    search: "Search",
    searchHint: "Text, id, query, answer",
    verdicts: "Verdicts",
    chapter: "Chapter",
    allChapters: "All chapters",
    rule: "Rule",
    allRules: "All rules",
    changed: (n) => `Changed since the last edition (${n})`,
    changedSince: (date) => `Compared with the edition of ${date}`,
    gone: (n) => `No longer in the report (${n})`,
    reset: "Show everything",
    contents: "Contents",
    problems: (n) => `Problems (${n})`,
    noProblems: "The check found no error and no warning.",
    notes: (n) => `Notes (${n})`,
    shown: (n, all) => (n === all ? `${all} claims` : `${n} of ${all} claims`),
    nothing: "Nothing in the report answers to these filters.",
    front: "Front matter", back: "Back matter", cover: "Cover",
    chapterNumber: (n) => `Chapter ${n}`,
    abstract: "Abstract", imprint: "Imprint", keywords: "Keywords",
    sources: "Sources", remarks: "Remarks of the ledger",
    remark: { waived: "waived, because", only: "in one language only, because", note: "note" },
    edition: (date) => `Edition of ${date}`,
    dataTo: (date) => `Data to ${date}`,
    made: (version) => `Checked by Recto ${version}`,
    clean: "The check refuses nothing.",
    refusedReport: (n) => (n === 1 ? "The check refuses this report: 1 error." : `The check refuses this report: ${n} errors.`),
    figure: (n) => `Figure ${n}`, table: (n) => `Table ${n}`,
    source: "Source",
    dataQuery: "Query of the data",
    queryRows: "Rows of the query; the exhibit itself could not be made.",
    partial: "shorter period",
    verdict: {
      "proved": "Proved", "agrees-with-source": "Agrees with source", "attributed": "Attributed",
      "waived": "Waived", "refuted": "Refuted", "broken": "Broken",
    },
    meaning: {
      "proved": "The words agree with primary data.",
      "agrees-with-source": "The words agree with data copied from a publication.",
      "attributed": "A source states it without a figure; not verified.",
      "waived": "The author takes it upon himself, with a reason.",
      "refuted": "Words and data contradict each other.",
      "broken": "There is no answer to compare with.",
    },
    exempt: {
      "period": "period", "enumerator": "enumerator", "reference": "reference", "label": "label",
      "note-mark": "note mark", "digit-string": "string of digits", "declared-name": "declared name",
      "name": "name", "identifier": "identifier", "address": "address", "version": "version",
      "telephone": "telephone number", "clock-time": "time of day", "idiom": "idiom", "pronoun": "pronoun",
      "article": "article", "word-part": "part of a word", "unit-name": "name of a unit", "vague": "no number meant",
    },
    exemptTitle: (name) => `Needs no claim: ${name}`,
    severity: { error: "error", warning: "warning", note: "note" },
    problemTitle: (n, rule) => `Problem ${n}: ${rule}`,
    close: "Close",
    previous: "Previous claim", next: "Next claim",
    claimOf: (n, all) => `Place ${n} of ${all}`,
    statement: "Statement",
    denotes: "denotes",
    holds: "holds", fails: "does not hold",
    inserted: "printed by the program",
    card: "key figure",
    answer: "Answer",
    noAnswer: "No answer",
    unit: "Unit", period: "Period", base: "Share of",
    query: "Query", register: "Row of a register",
    filtersOf: "What the rows satisfy",
    rows: "Rows read",
    rowsOf: (read, all) => (all === null ? `${read} rows read` : `${read} of ${all} rows read`),
    rowsShown: (n) => `The first ${n} are shown.`,
    neighbours: "Dimmed rows stand just before and after.",
    line: "line", row: "row",
    read: "read", neighbour: "not read",
    noRows: "The rows are not held in memory.",
    publisher: "Publisher", basis: "Basis", retrieved: "Retrieved", licence: "Licence",
    file: "File", digest: "SHA-256", address: "Address",
    basisOf: { "primary": "primary data", "transcribed": "transcribed from a publication", "cited": "cited publication" },
    attributedTo: "Attributed to", reason: "Reason",
    declared: "Declared at",
    places: "Places",
    printed: (edition, page) => `${edition}, p. ${page}`,
    change: "Changed since the last edition",
    isNew: "New in this edition",
    was: "was", is: "is", nothingBefore: "none",
    changeOf: { answer: "Answer", query: "Query", verdict: "Verdict", phrases: "Words" },
    help: "Help", details: "Details",
    atPlace: "Show in the text", noPlace: "It has no place in the text.",
    keysTitle: "Keys",
    keyList: [
      ["j  ↓  →", "next claim that is shown"], ["k  ↑  ←", "previous claim"],
      ["Enter", "open what stands behind it"], ["Esc", "close"], ["/", "search"],
      ["1 – 6", "show or hide a verdict"], ["0", "show everything"], ["?", "these keys"],
    ],
    claims: "Claims",
    only: "only",
    bodyData: "Data",
    faults: (n) => `${n} to mend`,
    newTab: "leads out of this page",
  },
  zh: {
    review: "审读",
    skip: "跳到正文",
    language: "English",
    languageTitle: "以英文显示本页界面",
    theme: "外观",
    themeAuto: "跟随系统", themeLight: "浅色", themeDark: "深色",
    themeTitle: (name) => `外观：${name}`,
    keys: "按键",
    filters: "筛选",
    overview: "总览",
    search: "搜索",
    searchHint: "正文、编号、查询、答案",
    verdicts: "判定",
    chapter: "章",
    allChapters: "全部章节",
    rule: "规则",
    allRules: "全部规则",
    changed: (n) => `上一版以来有变动（${n}）`,
    changedSince: (date) => `与${date}版相比`,
    gone: (n) => `本版已不再出现（${n}）`,
    reset: "全部显示",
    contents: "目录",
    problems: (n) => `问题（${n}）`,
    noProblems: "核查未发现错误或警告。",
    notes: (n) => `提示（${n}）`,
    shown: (n, all) => (n === all ? `共${all}项论断` : `显示${n}项，共${all}项论断`),
    nothing: "没有符合筛选条件的内容。",
    front: "前置部分", back: "附录部分", cover: "封面",
    chapterNumber: (n) => `第${n}章`,
    abstract: "摘要", imprint: "版本说明", keywords: "关键词",
    sources: "来源", remarks: "台账备注",
    remark: { waived: "豁免理由", only: "仅见于一种语言的理由", note: "备注" },
    edition: (date) => `版本日期：${date}`,
    dataTo: (date) => `数据截至${date}`,
    made: (version) => `由 Recto ${version} 核查`,
    clean: "核查没有拒绝任何内容。",
    refusedReport: (n) => `核查拒绝本报告：${n}处错误。`,
    figure: (n) => `图${n}`, table: (n) => `表${n}`,
    source: "资料来源",
    dataQuery: "数据的查询",
    queryRows: "以下为查询所得的行；图表本身未能生成。",
    partial: "时间较短",
    verdict: {
      "proved": "已证实", "agrees-with-source": "与来源一致", "attributed": "转述",
      "waived": "豁免", "refuted": "不成立", "broken": "无法核实",
    },
    meaning: {
      "proved": "文字与原始数据相符。",
      "agrees-with-source": "文字与转录自出版物的数据相符。",
      "attributed": "来源有此说法而未给出数据，未经核实。",
      "waived": "由作者负责，并说明理由。",
      "refuted": "文字与数据相矛盾。",
      "broken": "没有可供比对的答案。",
    },
    exempt: {
      "period": "时期", "enumerator": "序数", "reference": "指引", "label": "标号",
      "note-mark": "注号", "digit-string": "数字串", "declared-name": "已声明的名称",
      "name": "名称", "identifier": "代号", "address": "网址", "version": "版本号",
      "telephone": "电话号码", "clock-time": "时刻", "idiom": "习语", "pronoun": "代词",
      "article": "冠词", "word-part": "词的一部分", "unit-name": "单位名称", "vague": "不指数目",
    },
    exemptTitle: (name) => `无需论断：${name}`,
    severity: { error: "错误", warning: "警告", note: "提示" },
    problemTitle: (n, rule) => `问题${n}：${rule}`,
    close: "关闭",
    previous: "上一项", next: "下一项",
    claimOf: (n, all) => `第${n}处，共${all}处`,
    statement: "表述",
    denotes: "意为",
    holds: "成立", fails: "不成立",
    inserted: "由程序填入",
    card: "关键数据",
    answer: "答案",
    noAnswer: "没有答案",
    unit: "单位", period: "时期", base: "占比基数",
    query: "查询", register: "登记表的行",
    filtersOf: "所取的行满足",
    rows: "读取的行",
    rowsOf: (read, all) => (all === null ? `读取${read}行` : `共${all}行，读取${read}行`),
    rowsShown: (n) => `仅列出前${n}行。`,
    neighbours: "浅色的行为其前后相邻的行。",
    line: "行", row: "行",
    read: "已读取", neighbour: "未读取",
    noRows: "数据行不在内存中。",
    publisher: "发布者", basis: "性质", retrieved: "取得日期", licence: "许可",
    file: "文件", digest: "SHA-256", address: "网址",
    basisOf: { "primary": "原始数据", "transcribed": "转录自出版物", "cited": "引用出版物" },
    attributedTo: "转述自", reason: "理由",
    declared: "声明处",
    places: "出现处",
    printed: (edition, page) => `${edition}版，第${page}页`,
    change: "上一版以来的变动",
    isNew: "本版新增",
    was: "原为", is: "现为", nothingBefore: "无",
    changeOf: { answer: "答案", query: "查询", verdict: "判定", phrases: "文字" },
    help: "处理办法", details: "详情",
    atPlace: "在正文中显示", noPlace: "此问题在正文中没有位置。",
    keysTitle: "按键",
    keyList: [
      ["j  ↓  →", "下一项显示的论断"], ["k  ↑  ←", "上一项"],
      ["Enter", "查看依据"], ["Esc", "关闭"], ["/", "搜索"],
      ["1 – 6", "显示或隐藏某种判定"], ["0", "全部显示"], ["?", "本说明"],
    ],
    claims: "相关论断",
    only: "仅看",
    bodyData: "数据",
    faults: (n) => `${n}处待改`,
    newTab: "通往本页之外",
  },
};

/** The language of the page's own words. */
let interfaceLanguage = document.documentElement.lang === "zh" ? "zh" : "en";

/** A wording in the present language; with arguments where the wording wants them. */
function word(key, ...values) {
  const found = key.split(".").reduce((words, part) => words && words[part], WORDS[interfaceLanguage]);
  return typeof found === "function" ? found(...values) : found ?? key.split(".").pop();
}

/** What sets the wordings of elements anew when the language changes. */
const worded = new Map();

/** Gives an element a wording that follows the language; `property` is where it goes. */
function say(element, key, values = [], property = "textContent") {
  const set = () => {
    const text = word(key, ...values.map((value) => (typeof value === "function" ? value() : value)));
    if (property in element) element[property] = text;
    else element.setAttribute(property, text);
  };
  set();
  if (!worded.has(element)) worded.set(element, []);
  const list = worded.get(element).filter((entry) => entry.property !== property);
  list.push({ property, set });
  worded.set(element, list);
  return element;
}

/** Changes the language of the page's own words. */
function speak(language) {
  interfaceLanguage = language;
  nameLanguage();
  forgetRemoved();
  for (const list of worded.values()) list.forEach((entry) => entry.set());
}

/** Says which language the page itself is in. */
function nameLanguage() {
  document.documentElement.lang = interfaceLanguage === "zh" ? "zh-Hans" : "en";
}

/** Lets go of the wordings of elements that were taken off the page. */
function forgetRemoved() {
  for (const element of worded.keys()) {
    if (!element.isConnected) worded.delete(element);
  }
}
