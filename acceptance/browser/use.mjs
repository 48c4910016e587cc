// Uses the pages as a person does, in a real browser against a running program: plays, seeks, looks
// closely, uploads and watches the upload become playable, goes on with an upload after a reload;
// then the main things once more without script. Ends with 1 at the first thing that goes wrong.
//
//   node use.mjs ADDRESS NAME PASSWORD FILM SONG PICTURE
import assert from 'node:assert/strict';
import { launch, logIn, watch } from './browser.mjs';

const [origin, name, password, film, song, picture] = process.argv.slice(2);
const WAIT = { timeout: Number(process.env.WAIT_MS ?? 120_000) };
const only = process.env.ONLY;

const browser = await launch();
const complaints = [];

async function step(label, act) {
  if (only && !new RegExp(only).test(label)) {
    return;
  }
  const begun = performance.now();
  await act();
  console.log(`ok  ${label} (${Math.round(performance.now() - begun)} ms)`);
}

const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
await logIn(context, origin, name, password);
const page = await context.newPage();
watch(page, origin, complaints);

/** @returns the newest published item of that type */
async function newest(type) {
  const answer = await context.request.get(`${origin}/api/v1/items?type=${type}&state=published&limit=1`);
  const { items } = await answer.json();
  assert.ok(items[0], `there is a published ${type}`);
  return items[0];
}

const seconds = (selector) => page.evaluate((it) => document.querySelector(it).currentTime, selector);

await step('a film is uploaded, prepared before our eyes, and becomes the player without a reload', async () => {
  await page.goto(`${origin}/upload`);
  await page.waitForFunction(() => document.documentElement.classList.contains('has-script'), null, WAIT);
  await page.setInputFiles('input[type=file]', [film]);
  const row = page.locator('.file');
  await row.getByLabel(/^Title of/).fill('A film for the <test>');
  const link = row.getByRole('link', { name: 'Watch it being prepared' });
  await link.waitFor(WAIT);
  await page.evaluate(() => (globalThis.sameDocument = true));
  await link.click();
  await page.locator('.item[data-item]').waitFor(WAIT);
  await page.locator('media-controller').waitFor(WAIT);
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true, 'the document was not loaded anew');
});

await step('the film plays, its clock advances, and seeking lands', async () => {
  const video = await newest('video');
  await page.goto(`${origin}/items/${video.id}`);
  await page.locator('media-controller').waitFor(WAIT);
  await page.locator('.video-big').click();
  await page.waitForFunction(() => document.querySelector('video').currentTime > 1, null, WAIT);
  const target = Math.max(0, video.duration - 3);
  await page.evaluate((at) => (document.querySelector('video').currentTime = at), target);
  await page.waitForFunction((at) => {
    const it = document.querySelector('video');
    return !it.seeking && it.currentTime > at + 0.3;
  }, target, WAIT);
  const qualities = await page.evaluate(() => document.querySelector('video').videoRenditions.length);
  assert.ok(qualities >= 1, 'there is a choice of qualities');
  const faults = await page.evaluate(() => document.querySelector('video').error?.message ?? '');
  assert.equal(faults, '');
});

await step('the settings menu offers qualities, and the preview pictures are there', async () => {
  await page.keyboard.press('Tab');
  await page.locator('media-settings-menu-button').click();
  await page.getByRole('menuitem', { name: /Quality/ }).click();
  const labels = await page.locator('media-rendition-menu').getByRole('menuitemradio').allTextContents();
  assert.ok(labels.length >= 2, `Auto and at least one quality: ${labels}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  // They are made after the film was published.
  do {
    await page.reload();
    await page.locator('media-controller').waitFor(WAIT);
  } while ((await page.locator('track[label=thumbnails]').count()) === 0);
  await page.locator('.video-big').click();
  await page.waitForFunction(() => document.querySelector('video').currentTime > 0.5, null, WAIT);
  const box = await page.locator('media-time-range').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => document.querySelector('media-preview-thumbnail')?.hasAttribute('mediapreviewimage'), null, WAIT);
});

await step('music plays on while pages change, and the waveform seeks', async () => {
  const audio = await newest('audio');
  await page.goto(`${origin}/items/${audio.id}`);
  await page.getByRole('button', { name: `Play ${audio.title}` }).click();
  await page.waitForFunction(() => document.querySelector('#player-bar audio')?.currentTime > 0.5, null, WAIT);
  const wave = await page.locator('.wave').boundingBox();
  await page.mouse.click(wave.x + wave.width / 2, wave.y + wave.height / 2);
  await page.waitForFunction((half) => document.querySelector('#player-bar audio').currentTime >= half, audio.duration * 0.45, WAIT);
  const before = await seconds('#player-bar audio');
  await page.locator('.brand').click();
  await page.locator('[data-grid]').waitFor(WAIT);
  await page.waitForFunction((then) => {
    const it = document.querySelector('#player-bar audio');
    return !it.paused && it.currentTime > then + 0.5;
  }, before, WAIT);
  await page.locator('#player-bar').getByRole('button', { name: 'Stop and close the player' }).click();
  assert.equal(await page.locator('#player-bar').isHidden(), true);
});

await step('a picture is looked at closely', async () => {
  const image = await newest('image');
  await page.goto(`${origin}/items/${image.id}`);
  await page.waitForFunction(() => document.documentElement.classList.contains('has-script'), null, WAIT);
  await page.locator('a[data-picture]').click();
  await page.locator('.pswp--open .pswp__img').first().waitFor(WAIT);
  if (process.env.SHOTS) {
    await page.screenshot({ path: `${process.env.SHOTS}/viewer.png` });
  }
  // While it opens it does not listen.
  while ((await page.locator('.pswp').count()) > 0) {
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => done(true))), null, WAIT);
  }
});

await step('an upload that was cut off goes on after a reload', async () => {
  await page.goto(`${origin}/upload`);
  await page.waitForFunction(() => document.documentElement.classList.contains('has-script'), null, WAIT);
  // Every time: the page tries again by itself, and might be done before it is left.
  await page.route('**/api/v1/uploads/*', (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue(),
  );
  await page.setInputFiles('input[type=file]', [picture]);
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('tus::')), null, WAIT);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.unroute('**/api/v1/uploads/*');
  await page.getByRole('heading', { name: 'Not finished yet' }).waitFor(WAIT);
  await page.setInputFiles('input[type=file]', [picture]);
  await page.getByRole('link', { name: 'Watch it being prepared' }).waitFor(WAIT);
});

await step('everything so far asked nobody else and broke no rule of the policy', async () => {
  // Cutting an upload off is seen as a failed request, nothing else.
  assert.deepEqual(complaints.filter((it) => !/uploads\//.test(it)), []);
});
await context.close();

await step('without script: log in, upload, look at the film, search, retry', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await logIn(plain, origin, name, password);
  const sheet = await plain.newPage();
  await sheet.goto(`${origin}/upload`);
  await sheet.setInputFiles('input[type=file]', [song]);
  await sheet.getByLabel('Title').fill('A plain song');
  await sheet.getByRole('button', { name: 'Upload' }).last().click();
  await sheet.waitForURL(/\/items\//, WAIT);
  assert.match(await sheet.locator('h1').textContent(), /A plain song/);
  await sheet.goto(`${origin}/`);
  assert.ok((await sheet.locator('[data-grid] .card').count()) > 0);
  await sheet.getByRole('searchbox', { name: 'Search' }).fill('plain song');
  await sheet.keyboard.press('Enter');
  await sheet.waitForURL(/\/search\?q=plain/, WAIT);
  const { items } = await (await plain.request.get(`${origin}/api/v1/items?type=video&state=published&limit=1`)).json();
  await sheet.goto(`${origin}/items/${items[0].id}`);
  assert.ok((await sheet.locator('video source').count()) > 0);
  assert.equal(await sheet.locator('a[download]').count(), 1);
  await sheet.goto(`${origin}/admin/jobs`);
  assert.ok((await sheet.locator('table tbody tr').count()) > 0);
  await plain.close();
});

await browser.close();
