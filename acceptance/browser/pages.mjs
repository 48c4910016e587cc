// Looks at every page, in both themes, on a phone and on a desktop: axe finds nothing, nothing
// leaves the instance, nothing is refused by the policy, nothing overflows. With SHOTS=folder it
// takes pictures too. Ends with 1 if there was any complaint.
//
//   node pages.mjs ADDRESS NAME PASSWORD
import { mkdir } from 'node:fs/promises';
import { findings, launch, logIn, watch } from './browser.mjs';

const [origin, name, password] = process.argv.slice(2);
const shots = process.env.SHOTS;
const only = process.env.ONLY;
const WIDTHS = (process.env.WIDTHS ?? '390,1440').split(',').map(Number);
/** Generous, since other work may keep the machine busy. */
const WAIT = { timeout: 120_000 };
const THEMES = (process.env.THEMES ?? 'light,dark').split(',');

const browser = await launch();
const complaints = [];

async function itemPages(context) {
  const answer = await context.request.get(`${origin}/api/v1/items?limit=100`);
  const { items } = await answer.json();
  const firsts = new Map();
  for (const item of items) {
    const key = `${item.type}-${item.state}`;
    if (!firsts.has(key) || item.title.length > 120 || /[<\u0600-\u06ff]/.test(item.title)) {
      firsts.set(firsts.has(key) ? `${key}-${item.id}` : key, item.id);
    }
  }
  return [...firsts].map(([key, id]) => [`item-${key}`, `/items/${id}`]);
}

/** Who says what of some items; all that can be opened is open. */
async function saidPages(context) {
  const answer = await context.request.get(`${origin}/api/v1/items?limit=100`);
  const { items } = await answer.json();
  const types = new Map(items.filter((item) => item.state === 'published').map((item) => [item.type, item.id]));
  return [...types].map(([type, id]) => [`said-${type}`, `/items/${id}/metadata`]);
}

/** Those of what libraries hold, if there is anything. */
async function shelfPages(context) {
  const pages = [];
  for (const [list, name] of [['albums', 'albums'], ['artists', 'artists'], ['series', 'series'], ['photos', 'months']]) {
    const answer = await context.request.get(`${origin}/api/v1/${list}?limit=200`);
    const found = (await answer.json())[name] ?? [];
    if (found.length > 0) {
      const longest = found.reduce((one, other) => ((other.tracks ?? other.episodes ?? 0) > (one.tracks ?? one.episodes ?? 0) ? other : one));
      pages.push([`shelf-${list}`, `/${list}`], [`shelf-${list}-one`, `/${list}/${longest.id ?? longest.month}`]);
    }
  }
  return pages.length > 0 ? [...pages, ['shelf-genres', '/genres'], ['shelf-years', '/years']] : [];
}

/** What people put together, if there is anything, and what they say of it and of themselves. */
async function peoplesPages(context) {
  const answer = await context.request.get(`${origin}/api/v1/collections?limit=20`);
  const { collections = [] } = await answer.json();
  const pages = [];
  for (const { id, owner } of collections) {
    const { items } = await (await context.request.get(`${origin}/api/v1/collections/${id}`)).json();
    pages.push([items.length > 0 ? `people-collection-${id}` : 'people-collection-empty', `/collections/${id}`]);
    if (items.length > 0) {
      pages.push(['people-item', `/items/${items[0].item.id}`]);
    }
    if (owner) {
      pages.push(['people-profile', `/users/${owner}`], ['people-collections', `/users/${owner}/collections`]);
    }
  }
  return [...new Map(pages).entries()];
}

const forVisitors = [
  ['home', '/'],
  ['home-audio', '/?type=audio'],
  ['search', '/search?q=gremlins'],
  ['search-none', '/search?q=zzzz'],
  ['search-empty', '/search'],
  ['tag', '/tags/concert'],
  ['user', `/users/${name}`],
  ['login', '/login'],
  ['missing', '/items/doesnotexist0'],
  ['admin-refused', '/admin/jobs'],
];
const forMembers = [
  ['m-home', '/'],
  ['m-user', `/users/${name}`],
  ['m-trash', '/trash'],
  ['m-upload', '/upload'],
  ['m-account', '/account'],
  ['m-jobs', '/admin/jobs'],
  ['m-jobs-failed', '/admin/jobs?state=failed'],
  ['m-status', '/admin/status'],
  ['m-users', '/admin/users'],
  ['m-libraries', '/admin/libraries'],
  ['m-descriptions', '/admin/metadata'],
  ['m-extensions', '/admin/extensions'],
  ['m-machines', '/admin/machines'],
  ['m-installation', '/install'],
  ['m-folders', '/libraries'],
];

async function look(context, theme, width, pages) {
  for (const [label, path] of pages) {
    if (only && !new RegExp(only).test(label)) {
      continue;
    }
    const page = await context.newPage();
    const found = [];
    watch(page, origin, found);
    const answer = await page.goto(origin + path, { waitUntil: 'load' });
    if (answer.status() >= 500 || (answer.status() >= 400 && !/missing|refused/.test(label))) {
      found.push(`answers ${answer.status()}`);
    }
    await page.waitForFunction(() => document.documentElement.classList.contains('has-script'), null, WAIT);
    await page.evaluate(() => document.fonts.ready);
    if (await page.locator('[data-video]').count()) {
      await page.waitForFunction(() => document.querySelector('media-controller'), null, WAIT);
    }
    await page.waitForFunction(() => [...document.images].every((image) => image.loading === 'lazy' || image.complete), null, WAIT);
    // What slides in has come to rest.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((it) => it.effect?.getComputedTiming().iterations !== Infinity).map((it) => it.finished)));
    for (const details of await page.locator('.drawer > summary, .said-row:nth-of-type(-n + 2) > summary').all()) {
      await details.click();
    }
    // Under the bar at the top, whatever was opened would seem to be covered.
    await page.evaluate(() => scrollTo(0, 0));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) {
      found.push(`is ${wide} px too wide`);
    }
    found.push(...(await findings(page)));
    complaints.push(...found.map((it) => `${label} ${path} ${theme} ${width}: ${it}`));
    if (shots) {
      await page.evaluate(() => document.querySelectorAll('.drawer[open]').forEach((it) => it.removeAttribute('open')));
      await page.evaluate(() => {
        document.activeElement?.blur();
        scrollTo(0, 0);
      });
      await page.screenshot({ path: `${shots}/${label}-${theme}-${width}.png`, fullPage: process.env.FULL !== '0' });
    }
    await page.close();
  }
}

/** A check that never finds anything proves nothing. */
async function checkTheChecks() {
  const page = await browser.newPage();
  await page.setContent('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main>');
  if (!(await findings(page)).some((it) => it.startsWith('axe image-alt'))) {
    throw new Error('axe does not find a picture without a text');
  }
  await page.close();
}

await checkTheChecks();
if (shots) {
  await mkdir(shots, { recursive: true });
}
for (const width of WIDTHS) {
  for (const theme of THEMES) {
    const options = { viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme: theme, bypassCSP: false, reducedMotion: 'reduce' };
    const visitor = await browser.newContext(options);
    await look(visitor, theme, width, [...forVisitors, ...(await shelfPages(visitor)), ...(await peoplesPages(visitor))]);
    await visitor.close();
    const member = await browser.newContext(options);
    await logIn(member, origin, name, password);
    await look(member, theme, width, [...forMembers, ...(await itemPages(member)), ...(await saidPages(member))]);
    await member.close();
  }
}
await browser.close();
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exit(1);
}
console.log('Nothing to complain about.');
