// The page: the text, the overview beside it, and what keys and clicks do.

const report = data.report;

/** A heading with a wording in each language; `before` stands above it. */
function heading(level, title, before) {
  const kicker = before ? make("p", { class: "kicker" }, before) : null;
  return make("div", { class: "heading block" }, kicker, make(`h${level}`, {}, unit(title, "", true)));
}

function partSection(part, index) {
  const kicker = part.number ? made("span", {}, "chapterNumber", part.number) : made("span", {}, part.kind);
  const sections = part.sections.map((section) => make("section", { class: "section", id: section.id && `at-${section.id}` },
    heading(3, section.title, section.number), section.blocks.map(block)));
  return make("section", { class: "part", "data-part": String(index), id: `part-${index}` },
    part.id ? make("span", { id: `at-${part.id}` }) : null,
    heading(2, part.title, kicker),
    part.lead ? make("div", { class: "block lead" }, findings(part.lead)) : null,
    part.blocks.map(block), sections, part.closing.map(block));
}

/** Blocks that belong to no part: key figures before the parts, the glossary behind them. */
function matter(blocks) {
  return blocks.length === 0 ? null : make("section", { class: "part" }, blocks.map(block));
}

/** Findings row by row, since the lists of all languages have the same items. */
function findings(lead) {
  const scribes = lead.texts.map((text) => new Scribe(`lead-${unitNumber}-${text.lang}`));
  const lists = lead.texts.map((text) => text.blocks[0]?.list ?? []);
  if (lists.some((list) => list.length !== lists[0].length || list.length === 0)) return unit(lead);
  const column = (index) => (text, at) => make("div", { lang: text.lang, dir: "auto", class: "column" }, scribes[at].item(lists[at][index]));
  const rows = lists[0].map((_, index) => make("li", { class: "pair" }, lead.texts.map(column(index))));
  const notes = lead.texts.map((text, at) => make("div", { lang: text.lang, class: "column" }, scribes[at].notes(text.notes ?? [])));
  return [make("ul", {}, rows), lead.texts.some((text) => text.notes) ? make("div", { class: "pair" }, notes) : null, (lead.problems ?? []).map(flag)];
}

function block(block) {
  if (block.kind === "prose") return make("div", { class: "block prose" }, unit(block.text));
  if (block.kind === "passages") {
    return make("div", {}, block.texts.map((text) => make("div", { class: "block prose" }, unit(text))));
  }
  if (block.kind === "typst") {
    return make("div", { class: "block typst" }, make("pre", {}, make("code", {}, block.text)));
  }
  return block.kind === "cards" ? cards(block.cards) : exhibit(block);
}

/** Key figures: each number stands once, with its label in each language. */
function cards(list) {
  const distinct = (answer) => answer.value.filter((value, at) => answer.value.findIndex((other) => other.text === value.text) === at);
  const marked = (answer) => {
    const shown = distinct(answer).map((value) => make("span", { lang: value.lang, class: "wording" }, value.text));
    return answer.claim === null ? make("span", {}, shown) : claimMark(answer.claim, answer.place, shown, true);
  };
  const card = (card) => {
    const values = distinct(card);
    const value = marked(card);
    const counted = card.unit ? make("span", { class: "card-unit" }, unit(card.unit, "joined", true)) : null;
    return make("li", { class: "card" },
      make("p", { class: `card-value${values.length > 1 || values[0].text.length > 9 ? " long" : ""}` }, value, " ", counted),
      card.change ? make("p", { class: "card-note" }, marked(card.change), card.change.problems.map(flag)) : null,
      make("p", { class: "card-label" }, unit(card.label, "stacked", true)),
      card.note ? make("p", { class: "card-note" }, unit(card.note, "stacked", true)) : null,
      card.problems.map(flag));
  };
  return make("div", { class: "block" }, make("ul", { class: "cards" }, list.map(card)));
}

/** A figure or table: caption, the data as they are printed, source and query. */
function exhibit(exhibit) {
  const names = exhibit.sources.map((id) => make("a", { href: `#at-${id}`, class: "cite" }, `[${sourceById.get(id)?.mark ?? id}]`));
  const line = (text) => (text ? make("div", { class: "measure" }, unit(text, "", true)) : null);
  const alone = exhibit.data.length === 1;
  // With one series the unit heads the column of values.
  const unitIsHead = exhibit.data[0]?.sizes && exhibit.data[0].head.length === 2 && !JSON.stringify(exhibit.unit).includes('"problems"');
  const figure = make("figure", { class: `block exhibit ${exhibit.kind}`, id: `at-${exhibit.id}` },
    make("figcaption", {},
      made("p", { class: "kicker" }, exhibit.kind, exhibit.number),
      make("div", { class: "caption" }, unit(exhibit.caption, "", true)), line(exhibit.measure), unitIsHead ? null : line(exhibit.unit)),
    exhibit.data.length ? make("div", { class: `pair${alone ? " shared" : ""}` }, exhibit.data.map((rows) => dataTable(exhibit, rows))) : null,
    alone && exhibit.data[0].lang === null ? made("p", { class: "aside" }, "queryRows") : null,
    (exhibit.notes ?? []).map((note) => make("div", { class: "exhibit-note" }, unit(note))),
    exhibit.note ? make("div", { class: "exhibit-note" }, unit(exhibit.note)) : null,
    make("p", { class: "exhibit-source" }, made("span", {}, "source"), names.flatMap((name) => [" ", name]), exhibit.problems.map(flag)),
    make("details", {}, made("summary", {}, "dataQuery"), code(exhibit.query)));
  return figure;
}

/** The data of an exhibit in one language as a table. */
function tableOf(rows) {
  const largest = Math.max(...(rows.sizes ?? []).flat().map((size) => Math.abs(size ?? 0)), 0);
  const cell = (text, column, row) => {
    const kind = rows.numeric[column] ? "number" : null;
    if (column === 0) {
      const shorter = rows.partial?.[row] ? make("span", { class: "aside" }, ` ${WORDS[/^zh/.test(rows.lang) ? "zh" : "en"].partial}`) : null;
      return make("th", { scope: "row", class: kind }, text ?? "–", shorter);
    }
    const element = make("td", { class: kind }, make("span", {}, text ?? "–"));
    const size = rows.sizes ? rows.sizes[row][column - 1] : null;
    if (size !== null && largest > 0) {
      element.classList.add("barred");
      element.style.setProperty("--size", (Math.abs(size) / largest).toFixed(4));
    }
    return element;
  };
  const row = (cells, number) => make("tr", { class: rows.partial?.[number] ? "shorter" : null }, cells.map((text, column) => cell(text, column, number)));
  // A blank corner is no heading.
  const head = rows.head.map((text, column) => (text ? make("th", { scope: "col", class: rows.numeric[column] ? "number" : null }, text) : make("td")));
  return make("table", { lang: rows.lang }, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows.rows.map(row)));
}

/** The cells of all exhibits beyond which a table is made only when it comes near: making them takes longer
    than all the rest of a large page. */
const MANY_CELLS = 12000;

/** Tables that are not made yet, by the elements that will hold them. */
const later = new Map();

const nearness = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => makeTable(entry.target)), { rootMargin: "1500px" });

window.addEventListener("beforeprint", () => [...later.keys()].forEach(makeTable));

function makeTable(holder) {
  nearness.unobserve(holder);
  if (!later.has(holder)) return;
  holder.style.removeProperty("min-height");
  holder.replaceChildren(tableOf(later.get(holder)));
  later.delete(holder);
}

function isLarge() {
  const all = data.parts.flatMap((part) => [...part.blocks, ...part.sections.flatMap((section) => section.blocks)]);
  const tables = all.flatMap((block) => block.data ?? []);
  return tables.reduce((cells, { rows, head }) => cells + rows.length * head.length, 0) > MANY_CELLS;
}

/** The place of a table of data, with the table unless that is made later. */
function dataTable(exhibit, rows) {
  const label = () => `${word(exhibit.kind, exhibit.number)}: ${word("bodyData")}${rows.lang ? ` (${rows.lang})` : ""}`;
  const holder = follow(make("div", { class: "column scroll", tabindex: "0", role: "group" }), label, "aria-label");
  if (!large) holder.append(tableOf(rows));
  else {
    holder.style.setProperty("min-height", `${2 * (rows.rows.length + 1)}rem`);
    later.set(holder, rows);
    nearness.observe(holder);
  }
  return holder;
}

const large = isLarge();

/** Gives an element a text that is made anew when the language of the page changes. */
function follow(element, text, property = "textContent") {
  const set = () => (property === "textContent" ? (element.textContent = text()) : element.setAttribute(property, text()));
  set();
  worded.set(element, [{ property, set }]);
  return element;
}

function cover() {
  const body = (key, text) => (text ? make("div", { class: "block" }, made("h2", { class: "small" }, key), unit(text)) : null);
  const dates = make("p", { class: "dates" }, made("span", {}, "edition", report.date), report["as-of"] ? made("span", {}, "dataTo", report["as-of"]) : null, made("span", {}, "made", data.recto));
  const state = data.errors ? made("p", { class: "state refused" }, "refusedReport", data.errors) : made("p", { class: "state" }, "clean");
  const legend = VERDICTS.filter((verdict) => data.tally[verdict]).map((verdict) => make("li", {},
    make("span", { class: "count" }, String(data.tally[verdict])),
    make("span", { class: `sample claim ${verdict}` }, made("span", {}, `verdict.${verdict}`)), made("span", { class: "aside" }, `meaning.${verdict}`)));
  return make("section", { class: "part cover", "data-part": "cover", id: "part-cover" },
    make("div", { class: "heading block" }, make("h1", {}, unit(report.title, "", true)), report.subtitle ? make("p", { class: "subtitle" }, unit(report.subtitle, "", true)) : null),
    make("div", { class: "block" }, make("p", { class: "publisher" }, unit(report.publisher, "", true)), dates),
    make("div", { class: "summary" }, state, make("ul", { class: "legend" }, legend)),
    body("abstract", report.abstract), body("imprint", report.imprint), body("keywords", report.keywords));
}

function sourcesPart() {
  const entry = (source) => make("div", { class: "block source", id: `at-${source.id}` },
    make("h3", {}, make("span", { class: "mark" }, `[${source.mark}]`), source.heading ? unit(source.heading, "", true) : source.id),
    source.by ? make("p", { class: "by" }, unit(source.by, "", true)) : null,
    sourceTerms({ ...source, publisher: null }),
    source.note ? make("div", { class: "exhibit-note" }, unit(source.note)) : null,
    (source.problems ?? []).map(flag));
  return make("section", { class: "part", "data-part": "sources", id: "part-sources" },
    make("div", { class: "heading" }, made("h2", {}, "sources")), data.sources.map(entry));
}

function remarksPart() {
  if (data.remarks.length === 0) return null;
  const entry = (remark) => make("div", { class: "block remark" },
    make("p", { class: "kicker" }, remark.claim === null ? make("code", {}, remark.id) : claimLink(remark.id), " ", made("span", {}, `remark.${remark.kind}`)),
    unit(remark.text));
  return make("section", { class: "part", "data-part": "remarks", id: "part-remarks" },
    make("div", { class: "heading" }, made("h2", {}, "remarks")), data.remarks.map(entry));
}

function follows(hash) {
  const [, kind, value] = /^#(claim|problem)=(.+)$/.exec(hash) ?? [];
  if (kind === "claim") {
    const index = data.claims.findIndex(({ id }) => id === decode(value));
    if (index < 0) return false;
    openClaim(index, 0);
    if (marksOfClaim[index][0]) bring(marksOfClaim[index][0]);
  } else if (kind === "problem" && data.problems[value - 1]) openProblem(value - 1);
  else return false;
  return true;
}

/** Goes to a part of the page by its id. */
function goToPart(hash) {
  const target = document.getElementById(decode(hash.slice(1)));
  if (!target) return;
  if (target.closest("[hidden]")) resetFilter();
  openOverview(false);
  setHash(hash);
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  reach(target);
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Goes to an element of the text, even if filters hide it. */
function jump(element) {
  if (!element) return;
  if (element.closest("[hidden]") || element.classList.contains("off")) resetFilter();
  if (element.classList.contains("claim")) {
    lastMark = element;
    openClaim(Number(element.dataset.claim), Number(element.dataset.place), false);
  }
  element.focus({ preventScroll: true });
  bring(element);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const mark = event.target.closest("a.claim");
  const button = event.target.closest("button[data-problem]");
  const link = event.target.closest("a[href^='#']");
  if (mark) {
    event.preventDefault();
    lastMark = mark;
    openClaim(Number(mark.dataset.claim), Number(mark.dataset.place));
    if (mark.getBoundingClientRect().bottom > freeHeight()) bring(mark);
  } else if (button) openProblem(Number(button.dataset.problem));
  else if (link) {
    event.preventDefault();
    const hash = link.getAttribute("href");
    if (!follows(hash)) goToPart(hash);
  }
});

window.addEventListener("hashchange", () => follows(location.hash) || goToPart(location.hash));

const KEYS = {
  j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
  "?": () => help.showModal(), 0: resetFilter,
  "/": () => {
    close();
    openOverview(true);
    document.getElementById("search").focus();
  },
  Escape: () => (opened ? close() : openOverview(false)),
};

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || help.open) return;
  const at = document.activeElement;
  if (at?.matches("input[type='search'], select")) {
    if (event.key === "Escape") at.blur();
    return;
  }
  // Arrows scroll what scrolls; up and down turn pages unless a claim has the focus.
  const scrolls = event.key.startsWith("Arrow") && at?.closest(".scroll");
  let action = scrolls ? null : KEYS[event.key];
  if (at?.matches("a.claim")) action = { ArrowDown: KEYS.j, ArrowUp: KEYS.k }[event.key] ?? action;
  if (/^[1-6]$/.test(event.key)) action = () => toggleVerdict(VERDICTS[event.key - 1]);
  if (!action) return;
  event.preventDefault();
  action();
});

/** What a language calls itself, where the browser knows it. */
function languageName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

function build() {
  document.documentElement.style.setProperty("--languages", String(data.languages.length));
  const columns = data.languages.map(({ tag }) => make("span", { lang: tag, class: "column" }, languageName(tag)));
  const text = make("div", { class: "text" }, cover(), matter(data.before), data.parts.map(partSection), matter(data.after), sourcesPart(), remarksPart(), made("p", { id: "nothing", class: "aside", hidden: true }, "nothing"));
  const main = make("main", { id: "text", tabindex: "-1" }, make("div", { class: "pair languages", "aria-hidden": "true" }, columns), text);
  const meanings = make("div", { hidden: true }, VERDICTS.map((verdict) => made("span", { id: `meaning-${verdict}` }, `verdict.${verdict}`)));
  const side = make("div", { class: "side" });
  document.body.append(made("a", { class: "skip", href: "#text" }, "skip"), make("div", { class: "frame" }, side, main), help, meanings);
  indexBlocks(main);
  side.append(bar(), overview(), panel);
  nameLanguage();
  refresh();
  if (!follows(location.hash)) goToPart(location.hash);
}

build();
