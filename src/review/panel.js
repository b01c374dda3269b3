// The panel: what stands behind a claim, and what a problem says.

/** What the panel shows: a claim with the place from which it was opened, a problem, or nothing. */
let opened = null;

const panel = make("section", { class: "panel", id: "panel", "aria-labelledby": "panel-title", hidden: true });

const sourceById = new Map(data.sources.map((source) => [source.id, source]));

/** A part of the panel with its heading. */
function part(key, ...children) {
  return make("section", { class: "panel-part" }, made("h3", {}, key), ...children);
}

/** A list of terms; those without a description are left out. */
function terms(entries) {
  const filled = entries.filter(([, value]) => value !== null && value !== undefined && value !== "" && value.length !== 0);
  if (filled.length === 0) return null;
  return make("dl", {}, filled.map(([key, value]) => make("div", {}, made("dt", {}, key), make("dd", {}, value))));
}

function code(text) {
  return make("pre", { class: "scroll", tabindex: "0" }, make("code", {}, text.trim()));
}

/** The badge of a verdict: its sign and its name. */
function badge(verdict) {
  return make("p", { class: `badge ${verdict}` }, make("span", { class: "sign", "aria-hidden": "true" }), made("span", {}, `verdict.${verdict}`));
}

/** The mark of a claim at one of its places. */
function markOf(index, place) {
  return marksOfClaim[index].find((mark) => Number(mark.dataset.place) === place);
}

/** Shows a claim; `place` is the one of its places from which it was opened. */
function openClaim(index, place = 0, focus = true) {
  const claim = data.claims[index];
  show({ claim: index, place }, `#claim=${encodeURIComponent(claim.id)}`, [
    badge(claim.verdict),
    make("h2", { id: "panel-title", tabindex: "-1" }, claim.id),
    made("p", { class: "meaning" }, `meaning.${claim.verdict}`),
    claimChange(claim),
    claimProblems(claim),
    part("answer", answer(claim)),
    part("statement", make("ol", { class: "places" }, claim.places.map((at, number) => claimPlace(index, at, number, number === place)))),
    ground(claim),
    claim.filters.length ? part("filtersOf", make("ul", { class: "filters" }, claim.filters.map((filter) => make("li", {}, make("code", {}, filter))))) : null,
    claim.rows.map((read) => rowsRead(claim, read)),
    claimSources(claim),
  ], focus);
}

function answer(claim) {
  const value = claim.answer === null
    ? made("p", { class: "answer none" }, "noAnswer")
    : make("p", { class: `answer${claim.answer.length > 24 ? " long" : ""}` }, claim.answer);
  const base = claim.base ? [claimLink(claim.base)] : null;
  return [value, terms([["unit", claim.unit], ["period", claim.period], ["base", base], ["declared", make("code", {}, claim.declared)]])];
}

/** A link to another claim, if it stands in the report. */
function claimLink(id) {
  const index = data.claims.findIndex((claim) => claim.id === id);
  return index < 0 ? make("code", {}, id) : make("button", { type: "button", class: "jump", onclick: () => openClaim(index) }, id);
}

function claimPlace(index, at, number, current) {
  const [before, words, after] = at.sentence ?? [];
  const sentence = at.sentence
    ? make("p", { class: "sentence", lang: at.language }, before, make("mark", {}, words), after)
    : made("p", { class: "sentence aside" }, "card");
  const kind = at.kind === "inserted" ? made("span", {}, "inserted") : null;
  const denotes = at.denotes.map((text) => make("span", {}, made("span", {}, "denotes"), " ", make("span", { class: "figure" }, text.replace(/ count$/, ""))));
  const holds = at.holds === null ? null : made("span", { class: at.holds ? "yes" : "no" }, at.holds ? "holds" : "fails");
  const link = make("button", { type: "button", class: "jump", onclick: () => jump(markOf(index, number)) }, `${at.file}:${at.line}:${at.column}`);
  const printed = at.printed.map((page) => made("span", {}, "printed", page.edition, page.page));
  const facts = [kind, ...denotes, holds, link, ...printed].filter(Boolean);
  return make("li", { "aria-current": current ? "true" : null }, sentence, make("p", { class: "facts" }, facts.flatMap((fact, place) => (place ? [" · ", fact] : [fact]))));
}

/** What settles a claim: its query, the source that it names, or the reason why it is waived. */
function ground(claim) {
  if (claim.kind === "attributed") {
    return part("attributedTo", make("p", {}, wordings(sourceById.get(claim.attributed)?.title ?? { en: claim.attributed })));
  }
  if (claim.kind === "waived") return part("reason", make("p", {}, wordings(claim.reason)));
  if (claim.query === null) return null;
  return part(claim.kind === "register" ? "register" : "query", code(claim.query));
}

function claimProblems(claim) {
  if (claim.problems.length === 0) return null;
  return make("ul", { class: "problem-list boxed" }, claim.problems.map((index) => make("li", {}, problemButton(index))));
}

function claimChange(claim) {
  const change = claim.change;
  if (!change) return null;
  if (change.new) return make("div", { class: "change" }, made("p", {}, "isNew"));
  const side = (key, value, show) => [made("dt", {}, key), make("dd", {}, value === null || value === undefined ? made("span", { class: "aside" }, "nothingBefore") : show(value))];
  const pair = (label, [before, now], show) => make("div", {}, label, make("dl", {}, side("was", before, show), side("is", now, show)));
  const text = (value) => make("span", {}, value);
  const list = Object.entries(change).filter(([name]) => name !== "phrases").map(([name, both]) => {
    const show = name === "query" ? (value) => make("code", {}, value.trim()) : name === "verdict" ? (value) => made("span", {}, `verdict.${value}`) : text;
    return pair(made("h4", {}, `changeOf.${name}`), both, show);
  });
  for (const [lang, both] of Object.entries(change.phrases ?? {})) {
    list.push(pair(made("h4", {}, "changeOf.phrases"), both, (phrases) => make("span", { lang }, phrases.join(" · "))));
  }
  return make("div", { class: "change" }, made("h3", {}, "change"), list);
}

/** The rows of one source that a claim read, each with its neighbours. */
function rowsRead(claim, read) {
  const source = sourceById.get(read.source);
  if (!source) return null;
  const counted = made("p", { class: "aside" }, "rowsOf", read.rows.length, source.rows);
  const held = new Map(source.lines.map((line) => [line[0], line]));
  const shownRows = read.rows.slice(0, 20).filter((row) => held.has(row));
  if (shownRows.length === 0) return part("rows", counted, made("p", { class: "aside" }, "noRows"));
  const isRead = new Set(read.rows);
  const near = new Set(shownRows.flatMap((row) => [row - 1, row, row + 1]));
  const rows = [...near].filter((row) => held.has(row)).sort((a, b) => a - b);
  const place = source.text ? "line" : "row";
  const row = (number, index) => {
    const [, line, ...cells] = held.get(number);
    const state = isRead.has(number) ? "read" : "neighbour";
    const gap = index > 0 && number !== rows[index - 1] + 1 ? " gap" : "";
    const head = make("th", { scope: "row" }, String(line ?? number), made("span", { class: "unseen" }, state));
    return make("tr", { class: state + gap }, head, cells.map((cell, column) => make("td", { class: kinds[column] }, cell ?? "–")));
  };
  const cellsOf = (column) => rows.map((number) => held.get(number)[column + 2]).filter((cell) => cell !== null);
  const kinds = source.columns.map((_, column) => (cellsOf(column).every(isNumber) ? "number" : null));
  const heads = source.columns.map((name, column) => make("th", { scope: "col", class: kinds[column] }, name));
  const table = make("table", {},
    make("caption", {}, make("code", {}, source.id), " ", source.file ? make("span", { class: "aside" }, source.file) : null),
    make("thead", {}, make("tr", {}, made("th", { scope: "col" }, place), heads)),
    make("tbody", {}, rows.map(row)));
  const scroller = say(make("div", { class: "scroll", tabindex: "0", role: "group" }, table), "rows", [], "aria-label");
  const hints = [];
  if (read.rows.length > shownRows.length) hints.push(made("p", { class: "aside" }, "rowsShown", shownRows.length));
  if (rows.some((number) => !isRead.has(number))) hints.push(made("p", { class: "aside" }, "neighbours"));
  return part("rows", counted, scroller, hints);
}

function isNumber(cell) {
  return /^-?\d+(\.\d+)?$/.test(cell);
}

function claimSources(claim) {
  const ids = claim.sources.length ? claim.sources : claim.attributed ? [claim.attributed] : [];
  return ids.map((id) => {
    const source = sourceById.get(id);
    if (!source) return null;
    return part("source", make("p", { class: "source-title" }, make("a", { href: `#at-${id}`, class: "cite" }, `[${source.mark}]`), " ", wordings(source.title)), sourceTerms(source));
  });
}

/** What is known of where a source comes from. */
function sourceTerms(source) {
  const basis = source.data ? source.basis : "cited";
  return terms([
    ["publisher", wordings(source.publisher)],
    ["basis", made("span", {}, `basisOf.${basis}`)],
    ["retrieved", source.retrieved],
    ["licence", wordings(source.licence)],
    ["file", source.file && make("code", {}, source.file)],
    ["digest", source.sha256 && make("code", { class: "digest" }, source.sha256)],
    ["address", source.url && outside(source.url, source.url)],
  ]);
}

/** A problem in a line, with a button that shows it whole. */
function problemButton(index) {
  const problem = data.problems[index];
  const at = problem.labels[0];
  return make("button", { type: "button", class: `problem ${problem.severity}`, "data-problem": index },
    make("span", { class: "problem-head" }, made("span", { class: "severity" }, `severity.${problem.severity}`), " ", make("code", {}, problem.code)),
    make("span", { class: "problem-message", lang: "en" }, problem.message),
    at ? make("span", { class: "problem-place" }, `${at.file}:${at.line}:${at.column}`) : null);
}

/** Shows a problem. */
function openProblem(index, focus = true) {
  const problem = data.problems[index];
  const where = (label) => make("li", {},
    make("p", { class: "facts" }, make("span", {}, `${label.file}:${label.line}:${label.column}`), label.label ? [" · ", make("span", { lang: "en" }, label.label)] : null),
    label.text && label.text.length < 600 ? make("blockquote", {}, label.text) : null);
  const claims = data.claims.filter((claim) => claim.problems.includes(index));
  const place = placeOfProblem(index)
    ? make("p", {}, made("button", { type: "button", class: "jump words", onclick: () => jump(placeOfProblem(index)) }, "atPlace"))
    : made("p", { class: "aside" }, "noPlace");
  show({ problem: index }, `#problem=${index + 1}`, [
    make("p", { class: `badge ${problem.severity}` }, made("span", { class: "severity" }, `severity.${problem.severity}`)),
    make("h2", { id: "panel-title", tabindex: "-1" }, problem.code),
    make("p", { class: "message", lang: "en" }, problem.message),
    place,
    part("places", make("ol", { class: "places" }, problem.labels.map(where))),
    problem.notes.length ? part("details", problem.notes.map((note) => make("pre", { class: "scroll", tabindex: "0", lang: "en" }, note))) : null,
    problem.help.length ? part("help", problem.help.map((help) => make("p", { lang: "en" }, help))) : null,
    claims.length ? part("claims", make("ul", { class: "filters" }, claims.map((claim) => make("li", {}, claimLink(claim.id))))) : null,
  ], focus);
}

/** The element that shows a problem in the text, or a claim that it concerns. */
function placeOfProblem(index) {
  if (flagsOfProblem[index].length) return flagsOfProblem[index][0];
  const claim = data.claims.findIndex((claim) => claim.problems.includes(index));
  return claim < 0 ? null : marksOfClaim[claim][0] ?? null;
}

function show(what, hash, content, focus) {
  if (!opened && panel.hidden) returnTo = document.activeElement;
  opened = what;
  const control = (key, sign, action, id) => say(say(make("button", { type: "button", class: "icon", id, onclick: action }, make("span", { "aria-hidden": "true" }, sign)), key, [], "aria-label"), key, [], "title");
  const steps = "claim" in what ? [control("previous", "↑", () => step(-1)), control("next", "↓", () => step(1))] : [];
  panel.replaceChildren(
    make("div", { class: "panel-bar" }, make("p", { class: "panel-count" }, counter(what)), steps, control("close", "✕", close, "close")),
    make("div", { class: "panel-body" }, content.flat(Infinity).filter(Boolean)));
  forgetRemoved();
  panel.hidden = false;
  document.body.classList.add("with-panel");
  setHash(hash);
  point(what);
  if (focus) panel.querySelector("#panel-title").focus({ preventScroll: true });
}

/** Which of the claims shown this is. */
function counter(what) {
  if (!("claim" in what)) return [];
  const list = shownMarks();
  const at = list.findIndex((mark) => isAt(mark, what));
  return at < 0 ? [] : [made("span", {}, "claimOf", at + 1, list.length)];
}

/** Where the focus goes when the panel closes. */
let returnTo = null;

function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("with-panel");
  const mark = document.querySelector(".claim.current");
  const target = mark ?? returnTo;
  opened = null;
  setHash(" ");
  if (target?.isConnected) target.focus({ preventScroll: true });
}

function setHash(hash) {
  history.replaceState(null, "", hash === " " ? location.pathname + location.search : hash);
}

function isAt(mark, what) {
  return Number(mark.dataset.claim) === what.claim && Number(mark.dataset.place) === what.place;
}

/** Marks the claim that the panel shows, and its other places. */
function point(what) {
  document.querySelectorAll(".claim.current, .claim.same").forEach((mark) => mark.classList.remove("current", "same"));
  if (!("claim" in what)) return;
  for (const mark of marksOfClaim[what.claim]) mark.classList.add(isAt(mark, what) ? "current" : "same");
}
