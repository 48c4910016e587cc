// Opens pages in Debian's Chromium and notes everything that should not happen on any of them.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });
}

/** Complaints of one page: requests that leave the instance, refused by policy, faults of scripts. */
export function watch(page, origin, complaints) {
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(origin) && !/^(data|blob|about):/.test(address)) {
      complaints.push(`asked for ${address}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    const isPolicy = /Content.Security.Policy/i.test(text);
    // A page that is an error answers with one: the browser says so, and is right.
    const isStatus = /Failed to load resource/.test(text);
    if (isPolicy || (message.type() === 'error' && !isStatus)) {
      complaints.push(`console: ${text}`);
    }
  });
}

/** What axe finds on the page as it is now. Run outside the page's policy, as an extension would. */
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.map(
    ({ id, help, nodes }) =>
      `axe ${id}: ${help}\n` +
      nodes.slice(0, 5).map((node) => `      ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`).join('\n'),
  );
}

export async function logIn(context, origin, name, password) {
  const page = await context.newPage();
  await page.goto(`${origin}/login`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
  await page.close();
}
