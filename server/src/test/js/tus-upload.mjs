// Uploads a file with the real tus-js-client.
// Usage: node tus-upload.mjs ENDPOINT BEARER FILE STORAGE OPTIONS(JSON)
// Prints "ack BYTES" for every acknowledged chunk, and at the end "item ID" and "url URL". With the
// option abortAt it gives up once so many bytes are acknowledged, and leaves the rest to a later run.
import fs from "node:fs";
import { FileUrlStorage, Upload } from "tus-js-client";

const [endpoint, bearer, file, storage, json] = process.argv.slice(2);
const { abortAt, fileName, ...options } = JSON.parse(json);
let item = "";

const upload = new Upload(fs.createReadStream(file), {
  endpoint,
  headers: { Authorization: `Bearer ${bearer}` },
  metadata: { filename: fileName },
  retryDelays: [0, 200, 400, 800, 1600, 3200, 6400],
  urlStorage: new FileUrlStorage(storage),
  fingerprint: async () => `test-${file}`,
  onAfterResponse: (_, response) => {
    item = response.getHeader("Gremlin-Item") || item;
  },
  onChunkComplete: async (_, accepted) => {
    console.log(`ack ${accepted}`);
    if (abortAt && accepted >= abortAt) {
      await upload.abort();
      console.log("aborted");
      process.exit(0);
    }
  },
  onError: (error) => {
    console.log(`error ${error.message}`);
    process.exit(1);
  },
  onSuccess: () => {
    console.log(`item ${item}`);
    console.log(`url ${upload.url}`);
  },
  ...options,
});

const previous = await upload.findPreviousUploads();
if (previous.length > 0) {
  console.log("resumed");
  upload.resumeFromPreviousUpload(previous[0]);
}
upload.start();
