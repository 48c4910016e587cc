// Waits until the server has said where it serves, then asks for what its first visitors ask for.
// Usage: node train.mjs LOG HOME PID
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

const [log, home, pid] = process.argv.slice(2);
const START_LIMIT_MS = 60_000;

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
