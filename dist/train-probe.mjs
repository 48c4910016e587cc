// Has a helper that reads files read all of a folder, then lets it end: it writes its cache then.
// Usage: node train-probe.mjs FOLDER COMMAND…
import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";

const [folder, command, ...options] = process.argv.slice(2);
const TEXT_LENGTH_BYTES = 4;
const FRAME_LENGTH_BYTES = 4;
const NUMBER_BYTES = 8;

const helper = spawn(command, options, { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((resolve, reject) => {
  helper.on("error", reject);
  helper.on("exit", resolve);
});
const questions = [];
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) {
    const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
    questions.push(question(questions.length, path, await stat(path, { bigint: true })));
  }
}
const answered = countAnswers(helper.stdout, questions.length + 1); // it begins by saying that it stands
helper.stdin.write(Buffer.concat(questions));
await Promise.race([answered, ended]);
helper.stdin.end();
process.exitCode = await ended;

// As ProbeWire has it: a length, then number, path, size, time, and the name of no cover.
function question(number, path, found) {
  const name = Buffer.from(path);
  const frame = Buffer.concat([
    big(number), small(name.length), name, big(found.size), big(found.mtimeNs), small(0),
  ]);
  return Buffer.concat([small(frame.length), frame]);
}

function big(value) {
  const bytes = Buffer.alloc(NUMBER_BYTES);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

function small(value) {
  const bytes = Buffer.alloc(TEXT_LENGTH_BYTES);
  bytes.writeInt32BE(value);
  return bytes;
}

function countAnswers(stream, wanted) {
  let rest = Buffer.alloc(0);
  let count = 0;
  return new Promise((resolve) => {
    stream.on("data", (data) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= FRAME_LENGTH_BYTES && rest.length >= FRAME_LENGTH_BYTES + rest.readInt32BE()) {
        rest = rest.subarray(FRAME_LENGTH_BYTES + rest.readInt32BE());
        count++;
      }
      if (count >= wanted) {
        resolve();
      }
    });
  });
}
