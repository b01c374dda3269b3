// Beside the text: filters, contents, problems, and how the page itself looks and speaks.

/** The parts that can be chosen: a value, and a name that follows the language of the page. */
function partList() {
  const lang = () => data.languages.find(({ chinese }) => chinese === (interfaceLanguage === "zh"))?.tag;
  const named = data.parts.map((part, index) => [String(index), () => plainUnit(part.title, lang()), part.number]);
  const list = [["cover", () => word("cover")], ...named, ["sources", () => word("sources")]];
  return data.remarks.length ? [...list, ["remarks", () => word("remarks")]] : list;
}

function overview() {
  const aside = make("aside", { class: "overview", id: "overview" }, filters(), changes(), contents(), problemList());
  return say(aside, "overview", [], "aria-label");
}

function filters() {
  const parts = make("select", { id: "filter-part", onchange: (event) => choose("part", event.target.value) },
    made("option", { value: "" }, "allChapters"),
    partList().map(([value, name, number]) => follow(make("option", { value }), () => `${number ? `${number}  ` : ""}${name()}`)));
  const codes = [...new Set(data.problems.map((problem) => problem.code))].sort();
  const rule = make("select", { id: "filter-rule", onchange: (event) => choose("rule", event.target.value) },
    made("option", { value: "" }, "allRules"), codes.map((code) => make("option", { value: code }, code)));
  const search = make("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", oninput: (event) => {
    filter.words = event.target.value.trim().toLowerCase();
    applyFilter();
  } });
  say(search, "searchHint", [], "placeholder");
  const field = (id, key, control) => make("div", { class: "field" }, made("label", { for: id }, key), control);
  return make("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    make("div", { class: "field" }, made("label", { for: "search", class: "unseen" }, "search"), search),
    make("fieldset", {}, made("legend", {}, "verdicts"), make("ul", { class: "verdicts" }, VERDICTS.map(verdictRow))),
    data.since ? changedOnly() : null,
    field("filter-part", "chapter", parts),
    codes.length ? field("filter-rule", "rule", rule) : null,
    make("div", { class: "result" }, make("p", { id: "status", role: "status" }), made("button", { type: "button", id: "reset", class: "quiet", hidden: true, onclick: resetFilter }, "reset")));
}

function choose(name, value) {
  filter[name] = value;
  refresh();
  const first = document.querySelector("main .block:not([hidden])");
  if (first) reach(first);
}

function verdictRow(verdict, index) {
  const count = data.tally[verdict] ?? 0;
  const name = () => word(`verdict.${verdict}`);
  const toggle = make("button", { type: "button", class: "verdict-toggle", "data-verdict": verdict, "aria-pressed": "true", onclick: () => toggleVerdict(verdict) },
    make("span", { class: "key", "aria-hidden": "true" }, String(index + 1)),
    make("span", { class: `sample claim ${verdict}` }, follow(make("span"), name)), make("span", { class: "count" }, String(count)));
  const only = make("button", { type: "button", class: "only", onclick: () => onlyVerdict(verdict) }, made("span", {}, "only"), follow(make("span", { class: "unseen" }), () => ` ${name()}`));
  return make("li", { class: count === 0 ? "empty" : null }, toggle, only);
}

function changedOnly() {
  const count = data.claims.filter((claim) => claim.change).length;
  const box = make("input", { type: "checkbox", id: "filter-changed", onchange: (event) => choose("changed", event.target.checked) });
  return make("div", { class: "field check" }, box, made("label", { for: "filter-changed" }, "changed", count));
}

function changes() {
  const since = data.since;
  if (!since) return null;
  const gone = since.gone.map((claim) => make("li", {}, make("code", {}, claim.id), " ", make("span", { class: "aside" }, claim.answer ?? "")));
  return make("section", { class: "changes" }, made("p", { class: "aside" }, "changedSince", since.date),
    gone.length ? [made("h2", { class: "small" }, "gone", gone.length), make("ul", {}, gone)] : null);
}

function contents() {
  const entry = ([value, name, number]) => {
    const faults = document.querySelectorAll(`.part[data-part="${value}"] :is(.claim.refuted, .claim.broken, .flag.error)`);
    const wrong = [...faults].filter((fault) => !fault.classList.contains("sample")).length;
    const link = make("a", { href: `#part-${value}` }, make("span", { class: "number" }, number ? String(number) : ""), follow(make("span"), name));
    const badge = wrong ? made("span", { class: "faults" }, "faults", wrong) : null;
    return make("li", {}, link, badge);
  };
  const nav = make("nav", { class: "contents" }, made("h2", { class: "small" }, "contents"), make("ol", {}, partList().map(entry)));
  return say(nav, "contents", [], "aria-label");
}

/** Errors and warnings; notes on demand, since they remark on what is not wrong. */
function problemList() {
  const chosen = (note) => data.problems.flatMap((problem, index) => ((problem.severity === "note") === note ? [index] : []));
  const list = (indexes) => make("ul", { class: "problem-list" }, indexes.map((index) => make("li", {}, problemButton(index))));
  const [grave, notes] = [chosen(false), chosen(true)];
  const body = grave.length ? list(grave) : made("p", { class: "aside" }, "noProblems");
  const rest = make("details", { id: "notes" }, made("summary", {}, "notes", notes.length));
  rest.addEventListener("toggle", () => {
    if (rest.children.length === 1) rest.append(list(notes));
    applyFilter();
  });
  return make("section", { class: "problems" }, made("h2", { class: "small" }, "problems", grave.length), body, notes.length ? rest : null);
}

const THEMES = { auto: ["◐", "themeAuto"], light: ["○", "themeLight"], dark: ["●", "themeDark"] };

function bar() {
  const quiet = (id, key, action) => made("button", { type: "button", id, class: "quiet", onclick: action }, key);
  const more = quiet("more", "filters", () => openOverview());
  more.setAttribute("aria-expanded", "false");
  more.setAttribute("aria-controls", "overview");
  const language = say(quiet("language", "language", () => speak(interfaceLanguage === "zh" ? "en" : "zh")), "languageTitle", [], "title");
  const keys = make("button", { type: "button", id: "keys", class: "icon", onclick: () => help.showModal() }, make("span", { "aria-hidden": "true" }, "?"));
  say(say(keys, "keys", [], "aria-label"), "keys", [], "title");
  const brand = make("p", { class: "brand" }, make("strong", { lang: "en" }, "Recto"), made("span", {}, "review"));
  return make("header", { class: "bar" }, brand, more, language, themeSwitch(), keys);
}

function themeSwitch() {
  const present = () => document.documentElement.dataset.theme ?? "auto";
  const sign = make("span", { "aria-hidden": "true" }, THEMES.auto[0]);
  const button = make("button", { type: "button", id: "theme", class: "icon", onclick: () => {
    const names = Object.keys(THEMES);
    document.documentElement.dataset.theme = names[(names.indexOf(present()) + 1) % names.length];
    sign.textContent = THEMES[present()][0];
    title();
  } }, sign);
  const title = () => ["aria-label", "title"].forEach((property) => say(button, "themeTitle", [() => word(THEMES[present()][1])], property));
  title();
  return button;
}

/** On a narrow screen the overview lies above the text and opens on demand. */
function openOverview(open = !document.body.classList.contains("with-overview")) {
  document.body.classList.toggle("with-overview", open);
  document.getElementById("more").setAttribute("aria-expanded", String(open));
}

const help = make("dialog", { "aria-labelledby": "keys-title" },
  made("h2", { id: "keys-title" }, "keysTitle"),
  make("dl", { class: "keys" }, WORDS.en.keyList.map(([keys], index) => make("div", {},
    make("dt", {}, keys.split(/ {2,}/).flatMap((key) => [make("kbd", {}, key), " "])), follow(make("dd"), () => WORDS[interfaceLanguage].keyList[index][1])))),
  made("button", { type: "button", class: "quiet", onclick: () => help.close() }, "close"));
