// The browser that reads pages of `recto review`, for what checks them and for what measures them.

import { accessSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

/** How long a page is waited for after its next frame, in milliseconds. */
export const REST = 250;

/** The path of a program. */
function found(program) {
  const paths = process.env.PATH.split(delimiter).map((place) => join(place, program));
  return [program, ...paths].find((path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts Chromium, given by its path or by a name on the path of programs. */
export const launch = (chromium) => puppeteer.launch({ executablePath: found(chromium), args: ["--no-sandbox", "--disable-gpu"] });

/** Until what a key or a click began has ended. */
export const settled = (page) => page.evaluate((rest) => new Promise((done) => requestAnimationFrame(() => setTimeout(done, rest))), REST);
