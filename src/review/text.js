// The text of the report as elements. Whatever the report says becomes a text node, never markup.

const data = JSON.parse(document.getElementById("data").textContent);

/** The verdicts in the order of their keys. */
const VERDICTS = ["proved", "agrees-with-source", "attributed", "waived", "refuted", "broken"];

/** The elements of each claim on the page, in the order of the text. */
const marksOfClaim = data.claims.map(() => []);

/** Every claim mark on the page, in the order of the text. */
const marks = [];

/** The first element that shows each problem in the text. */
const flagsOfProblem = data.problems.map(() => []);

/** An element with properties and children; a string among them is text. Most of a page's time goes here. */
function make(name, properties, ...children) {
  const element = document.createElement(name);
  for (const key in properties) {
    const value = properties[key];
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  fill(element, children);
  return element;
}

/** Appends children, and those of lists among them; what is absent is left out. */
function fill(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) fill(element, child);
    else if (child !== null && child !== undefined) element.append(child);
  }
}

/** An element whose text is a wording of the page. */
function made(name, properties, key, ...values) {
  return say(make(name, properties), key, values);
}

/** The wordings of a tag-to-text object, each in its language. */
function wordings(texts) {
  const place = (lang) => data.languages.findIndex(({ tag }) => tag === lang);
  const entries = Object.entries(texts ?? {}).sort(([a], [b]) => place(a) - place(b));
  return entries.map(([lang, text]) => make("span", { lang, class: "wording" }, text));
}

/** The plain words of nodes. */
function plain(nodes) {
  const one = (node) => {
    if (typeof node === "string") return node;
    if ("text" in node) return node.text;
    return plain(node.children ?? node.code ?? node.em ?? node.strong ?? []);
  };
  return nodes.map(one).join("");
}

/** The plain words of a unit in a language, or in the first it has. */
function plainUnit(unit, lang) {
  const text = unit.texts.find((text) => text.lang === lang) ?? unit.texts[0];
  const ofBlock = (block) => plain(block.p ?? []) || (block.list ?? [block.quote ?? []]).flat().map(ofBlock).join(" ");
  return text ? text.blocks.map(ofBlock).join(" ") : "";
}

/** Writes nodes in one place of the text. */
class Scribe {
  constructor(noteBase) {
    this.noteBase = noteBase;
    this.flagged = new Set();
    this.pending = [];
    this.inLink = 0;
  }

  nodes(nodes) {
    return nodes.flatMap((node) => this.node(node));
  }

  node(node) {
    if (typeof node === "string") return [node];
    if ("text" in node) return this.marked(node);
    if (node.code) return [make("code", {}, this.nodes(node.code))];
    if (node.em) return [make("em", {}, this.nodes(node.em))];
    if (node.strong) return [make("strong", {}, this.nodes(node.strong))];
    if (node.break) return [make("br")];
    if ("note" in node) return [this.noteMark(node.note)];
    if ("claim" in node) return this.claim(node);
    return this.link(node);
  }

  marked(node) {
    let words = [node.text];
    if (node.problems) {
      const found = node.problems.map((index) => data.problems[index].severity);
      const worst = ["error", "warning", "note"].find((severity) => found.includes(severity));
      words = [make("span", { class: `fault ${worst}` }, ...words)];
    }
    if (node.exempt) {
      const element = make("span", { class: "exempt" }, ...words);
      words = [say(element, "exemptTitle", [() => word(`exempt.${node.exempt}`)], "title")];
    }
    for (const index of node.problems ?? []) {
      if (!this.flagged.has(index)) this.pending.push(index);
      this.flagged.add(index);
    }
    if (this.inLink || this.pending.length === 0) return words;
    // A flag stays on the line of the number that it is about.
    return [make("span", { class: node.text.length < 24 ? "kept" : null }, words, this.flags())];
  }

  /** The buttons of problems met since the last call. Inside of a link they would be links in a link. */
  flags() {
    return this.pending.splice(0).map(flag);
  }

  /** What the check says of a claim stands in its panel, so that its words need no flag beside them. */
  claim(node) {
    this.inLink += 1;
    const children = this.nodes(node.children);
    this.inLink -= 1;
    const mark = claimMark(node.claim, node.place, children, node.inserted);
    const own = data.claims[node.claim].problems;
    this.pending.filter((index) => own.includes(index)).forEach((index) => flagsOfProblem[index].push(mark));
    this.pending = this.pending.filter((index) => !own.includes(index));
    return [mark, ...this.flags()];
  }

  link(node) {
    this.inLink += 1;
    const children = this.nodes(node.children);
    this.inLink -= 1;
    let element;
    if (node.unknown) element = make("span", { class: "unknown" }, children);
    else if ("url" in node) element = node.url ? outside(node.url, children) : make("span", {}, children);
    else element = make("a", { href: `#at-${node.to}`, class: node.cite ? "cite" : "reference" }, children);
    return [element, ...this.flags()];
  }

  noteMark(index) {
    return make("sup", { class: "note-mark" }, make("a", { href: `#${this.noteBase}-${index}`, id: `${this.noteBase}-${index}-mark` }, String(index + 1)));
  }

  blocks(blocks) {
    return blocks.map((block) => {
      if (block.p) return make("p", {}, this.nodes(block.p));
      if (block.quote) return make("blockquote", {}, this.blocks(block.quote));
      return make(block.ordered ? "ol" : "ul", {}, block.list.map((item) => make("li", {}, this.item(item))));
    });
  }

  /** An item of one paragraph needs no paragraph. */
  item(blocks) {
    return blocks.length === 1 && blocks[0].p ? this.nodes(blocks[0].p) : this.blocks(blocks);
  }

  notes(notes) {
    if (notes.length === 0) return null;
    const item = (blocks, index) => make("li", { id: `${this.noteBase}-${index}` }, this.item(blocks));
    return make("ol", { class: "notes" }, notes.map(item));
  }
}

/** A claim's words in the text; a link to what stands behind them. */
function claimMark(claim, place, children, inserted) {
  const record = data.claims[claim];
  const states = [
    record.verdict, inserted && "inserted", record.change && "changed",
    // Words that are true of the answer, of a claim that other words refute.
    record.verdict === "refuted" && record.places[place].holds && "sound",
  ];
  const element = make("a", {
    class: `claim ${states.filter(Boolean).join(" ")}`,
    href: `#claim=${encodeURIComponent(record.id)}`,
    "aria-describedby": `meaning-${record.verdict}`,
    "data-claim": claim,
    "data-place": place,
  }, children);
  marks.push(element);
  marksOfClaim[claim].push(element);
  return element;
}

/** A button that shows a problem. */
function flag(index) {
  const problem = data.problems[index];
  const element = make("button", { type: "button", class: `flag ${problem.severity}`, "data-problem": index });
  element.append(make("span", { "aria-hidden": "true" }, problem.severity === "note" ? "i" : "!"));
  say(element, "problemTitle", [index + 1, problem.code], "aria-label");
  say(element, "problemTitle", [index + 1, problem.code], "title");
  flagsOfProblem[index].push(element);
  return element;
}

/** A link that leads out of the page. */
function outside(url, children) {
  const element = make("a", { href: url, class: "outside", rel: "noreferrer noopener", target: "_blank" }, children);
  return say(element, "newTab", [], "title");
}

let unitNumber = 0;

/** A unit with its languages side by side; `line` says that it is one paragraph inside of something else. */
function unit(unit, className = "", line = false) {
  unitNumber += 1;
  const column = (text) => {
    const scribe = new Scribe(`note-${unitNumber}-${text.lang}`);
    const single = line && text.blocks.length === 1 && text.blocks[0].p;
    const body = single ? scribe.nodes(text.blocks[0].p) : scribe.blocks(text.blocks);
    return make(line ? "span" : "div", { lang: text.lang, dir: "auto", class: "column" }, body, scribe.notes(text.notes ?? []));
  };
  const columns = unit.texts.map(column);
  const flags = (unit.problems ?? []).map(flag);
  const kind = `pair ${className}${columns.length === 1 ? " shared" : ""}`;
  return make(line ? "span" : "div", { class: kind }, columns, flags.length ? make("span", { class: "flags" }, flags) : null);
}
