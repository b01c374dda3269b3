// What a browser says of pages that `recto review` wrote: nothing leaves them, keys and clicks do what the
// manual says, and axe finds no violation.
//
//     node check.mjs CHROMIUM FOLDER [SCREENSHOTS]
//
// FOLDER has flagship.html, refused.html (compared with an earlier edition), hostile.html and large.html. What is
// wrong goes to standard error, status 1. How fast the pages are is measured by `benches/review.mjs`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, settled } from "./browser.mjs";

const [chromium, folder, screenshots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1280, 390];
const THEMES = ["light", "dark"];

const faults = [];

function expect(holds, what) {
  if (!holds) faults.push(what);
}

/** Opens a page of the folder with a watch on all that it asks for and says. */
async function open(browser, name, width, theme) {
  const address = pathToFileURL(resolve(folder, `${name}.html`)).href;
  const page = await browser.newPage();
  await page.setViewport({ width, height: width < 600 ? 844 : 860 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const url = request.url();
    const own = url.split("#")[0] === address || url.startsWith("data:");
    expect(own, `${name}: asks for ${url}`);
    if (own) request.continue();
    else request.abort();
  });
  page.on("console", (message) => expect(false, `${name}: console: ${message.text()}`));
  page.on("pageerror", (error) => expect(false, `${name}: error: ${error.message}`));
  await page.goto(address, { waitUntil: "load" });
  return page;
}

async function audit(page, what) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.map(({ id, nodes }) => `${id} at ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
  violations.forEach((violation) => expect(false, `${what}: axe: ${violation}`));
}

async function shoot(page, name) {
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const count = (page, selector) => page.$$eval(selector, (elements) => elements.filter((element) => element.checkVisibility()).length);

/** Each page in both themes and widths, with the panel closed and open. */
async function looks(browser) {
  for (const name of ["flagship", "refused"]) {
    for (const width of WIDTHS) {
      for (const theme of THEMES) {
        const what = `${name}-${width}-${theme}`;
        const page = await open(browser, name, width, theme);
        await settled(page);
        await audit(page, what);
        await shoot(page, what);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide <= 0, `${what}: ${wide} px wider than the window`);
        if (width < 600) {
          await page.click("#more");
          expect(await count(page, "#search") === 1, `${what}: the filters do not open`);
          await audit(page, `${what} with filters`);
          await shoot(page, `${what}-filters`);
          await page.click("#more");
        }
        await page.$eval("a.claim[data-claim]", (mark) => bring(mark));
        await settled(page);
        await page.click("a.claim[data-claim]");
        await settled(page);
        expect(await count(page, "#panel") === 1, `${what}: a click opens no panel`);
        const covered = await page.evaluate(() => {
          const { left, top } = document.querySelector("a.claim.current").getClientRects()[0];
          return !document.elementFromPoint(left + 2, top + 4)?.closest("a.claim.current");
        });
        expect(!covered, `${what}: the panel covers the claim`);
        await audit(page, `${what} with panel`);
        await shoot(page, `${what}-panel`);
        await page.close();
      }
    }
  }
}

/** What a reviewer does with the page of a report that is refused. */
async function uses(browser) {
  const page = await open(browser, "refused", 1280, "light");
  const panelIs = async (id, what) => expect(await text(page, "#panel-title") === id, `${what}: the panel shows ${await text(page, "#panel-title")}`);

  await page.click("a.claim.refuted[data-claim]");
  await panelIs("half-year", "click");
  const panel = await text(page, "#panel");
  for (const words of ["SELECT documents FROM policies", "13", "chapters/01.toml:", "2018", "data/policies.csv", "claim-refuted"]) {
    expect(panel.includes(words), `the panel lacks \`${words}\``);
  }
  const rows = await page.$$eval("#panel tr.read, #panel tr.neighbour", (rows) => rows.map((row) => `${row.className.split(" ")[0]} ${row.cells[1].textContent}`));
  expect(rows.join(", ") === "neighbour 2018, read 2019H1", `rows read and their neighbours: ${rows.join(", ")}`);
  expect(await count(page, "#panel .change") === 1, "the panel does not say that the answer changed");
  expect((await text(page, "#panel .change")).includes("12"), "the panel does not show the answer before");
  await page.keyboard.press("Escape");
  expect(await count(page, "#panel") === 0, "Escape does not close the panel");
  expect(await page.evaluate(() => document.activeElement.matches("a.claim")), "the focus does not return to the claim");

  // By keys alone.
  await page.reload();
  await page.keyboard.press("j");
  const first = await page.evaluate(() => document.activeElement.dataset.claim + "." + document.activeElement.dataset.place);
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.dataset.claim + "." + document.activeElement.dataset.place);
  await page.keyboard.press("ArrowUp");
  const third = await page.evaluate(() => document.activeElement.dataset.claim + "." + document.activeElement.dataset.place);
  expect(first !== second && first === third, `j, right, up: ${first}, ${second}, ${third}`);
  await page.keyboard.press("Enter");
  await panelIs("half-year", "Enter");
  await page.keyboard.press("j");
  await panelIs("share", "j with the panel open");
  await page.keyboard.press("k");
  await panelIs("half-year", "k with the panel open");
  await page.keyboard.press("Escape");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  expect(ring === "solid", `the focus shows as \`${ring}\``);

  // Verdicts.
  const before = await count(page, "main .block");
  for (const key of ["1", "2", "3", "4", "6"]) await page.keyboard.press(key);
  const marks = await page.$$eval("main .block a.claim:not(.off)", (marks) => marks.filter((mark) => mark.checkVisibility()).map((mark) => mark.className));
  expect(marks.length > 0 && marks.every((name) => name.includes("refuted")), `refuted alone: ${marks.join(", ")}`);
  expect(await count(page, "main .block") < before, "a filter hides no block");
  expect((await text(page, "#status")).includes("3"), `refuted alone: ${await text(page, "#status")}`);
  await shoot(page, "refused-filtered");
  await page.keyboard.press("0");
  expect(await count(page, "main .block") === before, "0 does not show everything");

  // Change, rule, chapter.
  await page.click("#filter-changed");
  const changed = await page.$$eval("main a.claim:not(.off)", (marks) => marks.map((mark) => mark.dataset.claim));
  expect(changed.length > 0 && changed.length < await page.$$eval("main a.claim", (marks) => marks.length), `changed: ${changed.length} places`);
  await page.keyboard.press("0");
  await page.click("#reset").catch(() => {});
  await page.select("#filter-rule", "unbacked-number");
  expect(await count(page, "main .flag.error") === 2 && await count(page, "main .block.prose") === 1, "the rule `unbacked-number` shows its one block");
  await page.click("main .flag.error");
  expect((await text(page, "#panel")).includes("no claim backs `47`"), "a flag does not show its problem");
  await page.keyboard.press("Escape");
  await page.click("#reset");
  await page.select("#filter-part", "sources");
  expect(await count(page, "main .source") > 0 && await count(page, "main .prose") === 0, "the chapter filter");
  await page.click("#reset");

  // Words.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  await page.keyboard.type("PARKS");
  const found = await page.$$eval("main .block", (blocks) => blocks.filter((block) => block.checkVisibility() && !block.classList.contains("heading")).map((block) => block.textContent.includes("parks")));
  expect(found.length > 0 && found.every(Boolean), `search: ${found}`);
  expect(await page.evaluate(() => CSS.highlights.get("found").size) > 0, "search underlays nothing");
  await page.keyboard.press("Escape");
  await page.keyboard.press("0");

  await page.keyboard.press("?");
  expect(await count(page, "dialog") === 1, "? shows no keys");
  await audit(page, "keys");
  await shoot(page, "refused-keys");
  await page.keyboard.press("Escape");

  // A place of a claim leads to it, also when it is filtered away.
  await page.click("a.claim.refuted[data-claim]");
  await page.keyboard.press("5");
  await page.click("#panel .places li:nth-child(2) .jump");
  expect(await page.evaluate(() => document.activeElement.matches("a.claim.current") && document.activeElement.dataset.place === "1"), "a place does not lead to its words");
  await page.keyboard.press("Escape");

  // Language and theme of the page.
  const passages = () => page.$$eval("main .column[lang]", (columns) => columns.map((column) => column.lang + column.textContent).join("\n"));
  const words = await passages();
  expect(await page.evaluate(() => document.documentElement.lang.startsWith("zh")), "the lead language is not that of the page");
  await page.click("#language");
  expect(await page.evaluate(() => document.documentElement.lang) === "en", "the page does not speak English");
  expect((await text(page, "#status")).includes("claims"), "the status is not English");
  expect(await passages() === words, "the language of the page changed the report");
  await page.click("#language");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.click("#theme");
  await page.click("#theme");
  expect(await ground() !== light, "the theme does not change");
  await page.click("#theme");

  // Print: no controls, claims still marked, no address.
  await page.emulateMediaType("print");
  expect(await count(page, "button, input, select") === 0, "controls are printed");
  expect(await page.$eval("main a.claim.refuted", (mark) => getComputedStyle(mark).textDecorationStyle) === "wavy", "print does not mark claims");
  expect(!/https?:/.test(await page.evaluate(() => document.body.innerText)), "addresses are printed");
  await page.close();
}

/** Marks that differ by more than their hue, and languages that are told. */
async function marked(browser) {
  const page = await open(browser, "refused", 1280, "light");
  const lines = await page.$$eval(".verdicts .sample", (samples) => samples.map((sample) => {
    const style = getComputedStyle(sample);
    return `${style.textDecorationStyle} ${style.textDecorationThickness} ${getComputedStyle(sample, "::after").content}`;
  }));
  expect(lines.length === 6 && new Set(lines).size === 6, `lines of the verdicts: ${lines.join(", ")}`);
  const untold = await page.$$eval("main .column", (columns) => columns.filter((column) => !/^(zh|en)$/.test(column.lang || column.querySelector("table")?.lang)).length);
  expect(untold === 0, `${untold} passages do not tell their language`);
  const titles = await page.$$eval(".exempt", (numerals) => numerals.filter((numeral) => numeral.title === "").length);
  expect(titles === 0, `${titles} numerals without their class`);
  await page.close();
}

/** A report whose texts look like markup and scripts. */
async function hostile(browser) {
  const page = await open(browser, "hostile", 1280, "light");
  expect(await page.evaluate(() => window.broken === undefined), "text of the report ran");
  expect(await page.$$eval("script", (scripts) => scripts.length) === 2, "text of the report became a script");
  expect(await page.$$eval("main img, main iframe, a[href^='javascript']", (found) => found.length) === 0, "text of the report became markup");
  expect((await text(page, "main")).includes("</script><script>window.broken=true</script>"), "text is not shown as it is");
  await page.close();
}

/** A large page makes its tables when they come near; the search finds their cells all the same. */
async function large(browser) {
  const page = await open(browser, "large", 1280, "light");
  const places = await page.$$eval("main a.claim[data-claim]", (marks) => marks.length);
  expect(places > 2 * 1500, `${places} places of claims`);
  const made = () => page.$$eval("main .exhibit table", (tables) => tables.length);
  const all = await page.$$eval("main .exhibit .scroll.column", (holders) => holders.length);
  expect(await made() < all / 2, `${await made()} of ${all} tables are made at once`);
  const cell = await page.$$eval("main .exhibit", (exhibits) => later.get(exhibits[exhibits.length - 1].querySelector(".scroll")).rows[0][1]);
  await page.keyboard.press("/");
  await page.keyboard.type(cell);
  const found = await page.$$eval("main .exhibit", (exhibits) => exhibits.filter((exhibit) => exhibit.checkVisibility()).length);
  expect(found >= 1 && found < all / 4, `search for ${cell} finds ${found} exhibits`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("0");
  // Far away is not yet laid out, and is reached all the same.
  const top = (selector) => page.$eval(selector, (element) => element.getBoundingClientRect().top);
  await page.evaluate(() => [...document.querySelectorAll("main a.claim[data-claim]")].at(-1).focus({ preventScroll: true }));
  await page.keyboard.press("k");
  await settled(page);
  const claim = await page.evaluate(() => document.activeElement.getBoundingClientRect().top);
  expect(Math.abs(claim - 430) < 40, `the claim stands at ${claim} px`);
  await page.click(".contents li:nth-child(100) a");
  await settled(page);
  expect(Math.abs(await top('.part[data-part="98"]') - 72) < 4, `the chapter stands at ${await top('.part[data-part="98"]')} px`);
  await page.evaluate(() => document.querySelectorAll("main .exhibit")[30].scrollIntoView());
  await settled(page);
  expect(await page.$$eval("main .exhibit", (exhibits) => exhibits[30].querySelector("table") !== null), "a table that comes near is not made");
  await page.close();
}

const browser = await launch(chromium);
try {
  await large(browser);
  await marked(browser);
  await hostile(browser);
  await uses(browser);
  await looks(browser);
} catch (error) {
  faults.push(error.stack);
} finally {
  await browser.close();
}
faults.forEach((fault) => console.error(fault));
process.exit(faults.length ? 1 : 0);
