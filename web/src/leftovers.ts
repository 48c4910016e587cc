import { defaultOptions, Upload } from 'tus-js-client';

/** An upload that was begun and not finished, as this browser remembers it. */
export interface Leftover {
  name: string;
  size: number;
  address: string;
  key: string;
}

export async function leftovers(): Promise<Leftover[]> {
  const known = (await defaultOptions.urlStorage?.findAllUploads()) ?? [];
  return known.flatMap((it) =>
    it.uploadUrl
      ? [{ name: it.metadata['filename'] ?? '', size: it.size ?? 0, address: it.uploadUrl, key: it.urlStorageKey }]
      : [],
  );
}

/** Ends it on the server, too; what the server no longer knows is just forgotten. */
export async function forget(leftover: Leftover): Promise<void> {
  try {
    await Upload.terminate(leftover.address);
  } catch {
    // It has expired, or is finished.
  }
  await defaultOptions.urlStorage?.removeUpload(leftover.key);
}
