// How long pages that `recto review` wrote take until their text can be read, and how long a filter takes.
//
//     npm ci --prefix tests/review
//     node benches/review.mjs CHROMIUM PAGE.html...

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { REST, launch, settled } from "../tests/review/browser.mjs";

const ROUNDS = 3;

const [chromium, ...files] = process.argv.slice(2);
const quickest = (times) => Math.round(Math.min(...times));

/** The quickest of some rounds, in milliseconds, since other work of the machine only ever adds. */
async function measure(browser, file) {
  const [opens, filters] = [[], []];
  let places = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 860 });
    await page.goto(pathToFileURL(resolve(file)).href, { waitUntil: "load" });
    await settled(page);
    opens.push(await page.evaluate(() => Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd, ...performance.getEntriesByName("first-contentful-paint").map((paint) => paint.startTime))));
    places = await page.$$eval("main a.claim[data-claim]", (marks) => marks.length);
    const start = Date.now();
    await page.keyboard.press("1");
    await settled(page);
    filters.push(Date.now() - start - REST);
    await page.close();
  }
  return { places, open: quickest(opens), filter: quickest(filters) };
}

const browser = await launch(chromium);
for (const file of files) {
  const { places, open, filter } = await measure(browser, file);
  console.log(`${file}: ${places} places of claims, opens in ${open} ms, filters in ${filter} ms`);
}
await browser.close();
