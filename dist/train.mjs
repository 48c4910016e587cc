// Waits until the server has said where it serves, then asks for what its first visitors ask for,
// and has it read a library of music: how the program runs then is what the cache remembers.
// Usage: node train.mjs LOG HOME PID
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

const [log, home, pid] = process.argv.slice(2);
const START_LIMIT_MS = 60_000;
const SCAN_LIMIT_MS = 300_000;
const ALBUMS = 250;
const TRACKS = 12;

const address = await addressFrom(log, Date.now() + START_LIMIT_MS);
const secret = (await readFile(`${home}/operator.secret`, "utf8")).trim();
const operator = { Authorization: `Bearer ${secret}` };

for (let round = 0; round < 5; round++) {
  for (const path of ["/health/live", "/health/ready", "/", "/upload", "/login", "/search?q=a", "/openapi.json"]) {
    await ask(path, {});
  }
  for (const path of ["/", "/admin/jobs", "/admin/status", "/api/v1/status", "/api/v1/items", "/api/v1/jobs",
    "/api/v1/users", "/api/v1/tokens", "/api/v1/settings", "/metrics", "/feed.atom"]) {
    await ask(path, { headers: operator });
  }
}
await uploadText();
await scanMusic(`${home}/../training-music`);

async function ask(path, options) {
  const response = await fetch(address + path, options);
  await response.arrayBuffer();
}

// The smallest upload there is, so that its classes are known: tus, creation with upload.
async function uploadText() {
  await ask("/api/v1/uploads", {
    method: "POST",
    headers: {
      ...operator,
      "Tus-Resumable": "1.0.0",
      "Upload-Length": "6",
      "Upload-Metadata": `filename ${Buffer.from("a.txt").toString("base64")}`,
      "Content-Type": "application/offset+octet-stream",
    },
    body: "hello\n",
  });
}

// Songs enough that what reading a library needs is known to be needed often.
async function scanMusic(folder) {
  for (let album = 0; album < ALBUMS; album++) {
    const artist = `Artist ${Math.floor(album / 4)}`;
    const place = `${folder}/${artist}/Album ${album}`;
    await mkdir(place, { recursive: true });
    await writeFile(`${place}/cover.jpg`, "");
    for (let track = 1; track <= TRACKS; track++) {
      const title = `Song ${album * TRACKS + track}`;
      await writeFile(`${place}/${String(track).padStart(2, "0")} ${title}.mp3`, song({
        TIT2: title, TPE1: artist, TPE2: artist, TALB: `Album ${album}`, TRCK: `${track}/${TRACKS}`,
        TDRC: `${1960 + (album % 60)}`, TCON: `Genre ${album % 20}`,
      }));
    }
  }
  const library = "/api/v1/libraries";
  const json = { ...operator, "Content-Type": "application/json" };
  await ask(library, { method: "POST", headers: json, body: JSON.stringify({ name: "training", path: folder }) });
  for (let round = 0; round < 3; round++) {
    await scan(`${library}/training/scan`, json);
  }
  for (const path of ["/", "/api/v1/items", "/api/v1/albums", "/api/v1/artists", "/albums", "/artists"]) {
    await ask(path, { headers: operator });
  }
}

async function scan(place, headers) {
  const started = await (await fetch(address + place, { method: "POST", headers, body: "{}" })).json();
  const deadline = Date.now() + SCAN_LIMIT_MS;
  while (!(await (await fetch(`${address}${place}?scan=${started.scan}`, { headers })).json()).done) {
    if (Date.now() > deadline) {
      throw new Error("the library was not read in time");
    }
    await pause(20);
  }
}

// ID3v2.4 (id3.org), then frames of silence: MPEG 1 layer III, 64 kbit/s, 44.1 kHz, mono.
function song(tags) {
  const frames = Object.entries(tags).map(([id, text]) => {
    const value = Buffer.from(text);
    return Buffer.concat([Buffer.from(id), syncSafe(value.length + 1), Buffer.from([0, 0, 3]), value]);
  });
  const tag = Buffer.concat(frames);
  const silence = Buffer.alloc(208);
  silence.set([0xff, 0xfb, 0x50, 0xc4]);
  return Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 4, 0, 0]), syncSafe(tag.length), tag, ...Array(39).fill(silence)]);
}

function syncSafe(size) {
  return Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
}

async function addressFrom(file, deadline) {
  while (Date.now() < deadline) {
    const found = /serves at (http:\S+)/.exec(await readFile(file, "utf8").catch(() => ""));
    if (found) {
      return found[1].replace(/\/$/, "");
    }
    process.kill(Number(pid), 0); // throws when it has ended
    await pause(50);
  }
  throw new Error(`the server did not start within ${START_LIMIT_MS} ms`);
}
