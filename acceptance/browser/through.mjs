// Plays a film in a real browser while somebody else upgrades the server under it. Says "playing"
// once it plays; goes on until it is told "upgraded" and has then loaded and played some more. Ends
// with 1 if the picture stood still for longer than the player had in store, or anything failed.
//
//   node through.mjs ADDRESS ITEM
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { launch, watch } from './browser.mjs';

const [origin, item] = process.argv.slice(2);
const WAIT = { timeout: Number(process.env.WAIT_MS ?? 120_000) };
/** So much is played before the upgrade, and after it. */
const SOME_SECONDS = 4;

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
const complaints = [];
watch(page, origin, complaints);

let upgraded = false;
const segments = { before: 0, after: 0 };
page.on('response', (response) => {
  const path = new URL(response.url()).pathname;
  if (response.status() >= 400) {
    complaints.push(`${path} answered ${response.status()}`);
  } else if (/\/hls\/.*\.(m4s|mp4|ts)$/.test(path)) {
    segments[upgraded ? 'after' : 'before'] += 1;
  }
});
page.on('requestfailed', (request) => {
  const { pathname } = new URL(request.url());
  const why = request.failure()?.errorText ?? '';
  // The player itself breaks off what it does not need; a stream of events ends with its server and
  // is asked for again, from the last one.
  if (why !== 'net::ERR_ABORTED' && !pathname.startsWith('/api/v1/events')) {
    complaints.push(`${pathname} failed: ${why}`);
  }
});

// A line that is not much faster than the film: or the player would have all of it before the upgrade.
const master = await (await context.request.get(`${origin}/media/${item}/hls/master.m3u8`)).text();
const bandwidth = Math.max(...[...master.matchAll(/BANDWIDTH=(\d+)/g)].map((found) => Number(found[1])));
const line = await context.newCDPSession(page);
await line.send('Network.enable');

await page.goto(`${origin}/items/${item}`);
await page.locator('media-controller').waitFor(WAIT);
await line.send('Network.emulateNetworkConditions', {
  offline: false,
  latency: 5,
  downloadThroughput: (bandwidth / 8) * 2,
  uploadThroughput: -1,
});
await page.locator('.video-big').click();
await page.waitForFunction((some) => document.querySelector('video').currentTime > some, SOME_SECONDS, WAIT);
await page.evaluate(() => {
  const video = document.querySelector('video');
  const seen = { at: performance.now(), time: video.currentTime, stallMs: 0, faults: [] };
  globalThis.seen = seen;
  video.addEventListener('error', () => seen.faults.push(video.error?.message ?? 'unknown'));
  const look = () => {
    const now = performance.now();
    if (video.currentTime !== seen.time) {
      seen.time = video.currentTime;
      seen.at = now;
    } else if (!video.ended) {
      seen.stallMs = Math.max(seen.stallMs, now - seen.at);
    }
    setTimeout(look, 20);
  };
  look();
});
const ahead = await page.evaluate(() => {
  const { buffered, currentTime } = document.querySelector('video');
  return buffered.length ? buffered.end(buffered.length - 1) - currentTime : 0;
});
console.log('playing');

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'upgraded') {
    break;
  }
}
upgraded = true;
const there = await page.evaluate(() => document.querySelector('video').currentTime);
const deadline = performance.now() + WAIT.timeout;
while (segments.after === 0 && performance.now() < deadline) {
  await page.waitForTimeout(100);
}
await page.waitForFunction((enough) => document.querySelector('video').currentTime > enough, there + SOME_SECONDS, WAIT);

const seen = await page.evaluate(() => globalThis.seen);
console.log(
  `played through an upgrade: the picture stood still for ${Math.round(seen.stallMs)} ms at most, ` +
    `with ${ahead.toFixed(1)} s in store; ${segments.before} segments before, ${segments.after} after`,
);
assert.deepEqual(seen.faults, [], 'errors of the player');
assert.deepEqual(complaints, [], 'what failed');
assert.ok(segments.after > 0, 'the new version was asked for more of the film');
assert.ok(ahead > 0, 'the player had something in store');
assert.ok(seen.stallMs < ahead * 1000, 'stood still for longer than what was in store');
await browser.close();
process.stdin.destroy(); // whoever started us still holds its other end
