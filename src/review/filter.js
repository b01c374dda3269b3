// What of the report is shown: by verdict, chapter, rule, change and words.

const filter = { verdicts: new Set(VERDICTS), part: "", rule: "", changed: false, words: "" };

/** The blocks of the text with what filters ask of them; filled when the text stands. */
let blocks = [];

/** What is found in a claim beside its words. */
const haystacks = data.claims.map((claim) => [
  claim.id, claim.query, claim.answer, claim.attributed, ...claim.sources, ...Object.values(claim.reason ?? {}),
].filter(Boolean).join("\n").toLowerCase());

/** Reads the blocks off the page. */
function indexBlocks(main) {
  blocks = [...main.querySelectorAll(".block")].map((element) => {
    const claims = [...element.querySelectorAll(".claim")];
    const flags = [...element.querySelectorAll(".flag")].map((button) => Number(button.dataset.problem));
    const own = claims.flatMap((mark) => data.claims[mark.dataset.claim].problems);
    const rules = new Set([...flags, ...own].map((index) => data.problems[index].code));
    return { element, claims, rules, part: element.closest(".part")?.dataset.part ?? "", text: textOf(element) };
  });
}

/** The text of a block, with that of tables that are not made yet. */
function textOf(element) {
  const holders = later.size ? [...element.querySelectorAll(".scroll")].filter((holder) => later.has(holder)) : [];
  const cells = holders.map((holder) => [later.get(holder).head, later.get(holder).rows].flat(2).join("\n"));
  return [element.textContent, ...cells].join("\n").toLowerCase();
}

function isShown(mark, block) {
  const index = Number(mark.dataset.claim);
  const claim = data.claims[index];
  return filter.verdicts.has(claim.verdict)
    && (!filter.changed || Boolean(claim.change))
    && (!filter.rule || claim.problems.some((problem) => data.problems[problem].code === filter.rule))
    && (!filter.words || block.text.includes(filter.words) || haystacks[index].includes(filter.words));
}

/** Whether a block without a claim that is shown has what the filters ask for. */
function answers(block) {
  if (filter.verdicts.size < VERDICTS.length || filter.changed) return false;
  if (filter.rule && !block.rules.has(filter.rule)) return false;
  return (filter.words || filter.rule) && (!filter.words || block.text.includes(filter.words));
}

/** Shows what the filters leave: the blocks that have what they ask for, and their headings. */
function applyFilter() {
  const narrowed = filter.verdicts.size < VERDICTS.length || filter.rule || filter.changed || filter.words;
  const claims = new Set();
  for (const block of blocks) {
    const here = !filter.part || block.part === filter.part;
    let some = false;
    for (const mark of block.claims) {
      const shown = here && isShown(mark, block);
      mark.classList.toggle("off", !shown);
      some ||= shown;
      if (shown) claims.add(mark.dataset.claim);
    }
    block.element.hidden = !(here && (!narrowed || some || answers(block)));
  }
  const left = (element) => element.querySelector(".block:not([hidden])") !== null;
  document.getElementById("nothing").hidden = left(document.querySelector("main"));
  for (const section of document.querySelectorAll("main .section, main .part")) {
    section.hidden = Boolean(narrowed || filter.part) && !left(section);
  }
  // A heading stays with whatever of its section is left.
  for (const heading of document.querySelectorAll("main .heading[hidden]")) heading.hidden = false;
  say(document.getElementById("status"), "shown", [claims.size, data.claims.length]);
  document.getElementById("reset").hidden = !(narrowed || filter.part);
  document.body.classList.toggle("with-notes", document.getElementById("notes")?.open || data.problems.some((problem) => problem.code === filter.rule && problem.severity === "note"));
  highlight();
}

/** Underlays the words that are searched for, without touching the text. */
function highlight() {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("found");
  if (!filter.words) return;
  const ranges = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && ranges.length < 2000) {
    const node = walker.currentNode;
    const text = node.data.toLowerCase();
    if (text.length !== node.data.length) continue;
    for (let at = text.indexOf(filter.words); at >= 0; at = text.indexOf(filter.words, at + filter.words.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + filter.words.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

/** The claim marks that are shown, in the order of the text. */
function shownMarks() {
  return blocks.filter((block) => !block.element.hidden).flatMap((block) => block.claims.filter((mark) => !mark.classList.contains("off")));
}

function toggleVerdict(verdict) {
  if (!filter.verdicts.delete(verdict)) filter.verdicts.add(verdict);
  refresh();
}

function onlyVerdict(verdict) {
  filter.verdicts = new Set([verdict]);
  refresh();
}

function resetFilter() {
  Object.assign(filter, { verdicts: new Set(VERDICTS), part: "", rule: "", changed: false, words: "" });
  refresh();
}

/** Brings the controls and the text in line with the filter. */
function refresh() {
  for (const button of document.querySelectorAll(".verdict-toggle")) {
    button.setAttribute("aria-pressed", String(filter.verdicts.has(button.dataset.verdict)));
  }
  document.getElementById("filter-part").value = filter.part;
  const rule = document.getElementById("filter-rule");
  if (rule) rule.value = filter.rule;
  const changed = document.getElementById("filter-changed");
  if (changed) changed.checked = filter.changed;
  const search = document.getElementById("search");
  if (search.value.trim().toLowerCase() !== filter.words) search.value = filter.words;
  applyFilter();
}

/** Goes to the next or the previous claim that is shown. */
function step(by) {
  const list = shownMarks();
  if (list.length === 0) return;
  const current = list.findIndex((mark) => mark === document.activeElement || (opened && isAt(mark, opened)) || (!opened && mark === lastMark));
  let next = current + by;
  if (current < 0) {
    // From where the reader is.
    const below = list.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
    next = by > 0 ? Math.max(below, 0) : (below < 0 ? list.length : below) - 1;
  }
  goTo(list[Math.min(Math.max(next, 0), list.length - 1)]);
}

/** How much of the window's height the panel leaves free: on a narrow screen it lies over the text. */
function freeHeight() {
  const covers = !panel.hidden && getComputedStyle(panel).position === "fixed";
  return window.innerHeight - (covers ? panel.offsetHeight : 0);
}

/** Scrolls until `distance` is nothing: what comes into sight has its true height only after it was laid out. */
function scrollTowards(distance, frames = 5) {
  const left = distance();
  if (Math.abs(left) > 1) window.scrollBy(0, left);
  if (frames > 0) requestAnimationFrame(() => scrollTowards(distance, frames - 1));
}

/** Scrolls to an element, into the middle of what is free. */
function bring(element) {
  scrollTowards(() => {
    const { top, height } = element.getBoundingClientRect();
    return top + height / 2 - freeHeight() / 2;
  });
}

/** Scrolls to an element, its start below what stands fixed at the top. */
function reach(element) {
  scrollTowards(() => element.getBoundingClientRect().top - 72);
}

/** The claim that was last gone to. */
let lastMark = null;

function goTo(mark) {
  lastMark = mark;
  mark.focus({ preventScroll: true });
  if (opened) openClaim(Number(mark.dataset.claim), Number(mark.dataset.place), false);
  bring(mark);
}
