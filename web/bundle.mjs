// Bundles src/ into target/classes/assets: names carry a hash of the content, every text has
// smaller variants beside it, and manifest.json tells the server which name became which.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { adoptedStyles } from './styles.mjs';

const OUT = 'target/classes/assets';
const COMPRESSED = /\.(js|css|svg)$/;

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

const { metafile } = await build({
  entryPoints: [
    'src/main.ts',
    'src/main.css',
    'src/icons/icon.svg',
    'src/icons/icon-32.png',
    'src/icons/icon-192.png',
    'src/icons/icon-512.png',
  ],
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  legalComments: 'linked',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file', '.svg': 'copy', '.png': 'copy' },
  plugins: [adoptedStyles],
  logLevel: 'warning',
});

const names = {};
for (const [output, about] of Object.entries(metafile.outputs)) {
  const name = basename(output);
  names[logicalName(name, about)] = name;
}
for (const name of Object.values(names).filter((it) => COMPRESSED.test(it))) {
  const bytes = await readFile(join(OUT, name));
  await writeFile(join(OUT, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  await writeFile(
    join(OUT, `${name}.br`),
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
}
await writeFile(join(OUT, 'manifest.json'), JSON.stringify(names, null, 2));

/** What the templates call it: the source's name; chunks are only known to other scripts. */
function logicalName(name, about) {
  const sources = Object.keys(about.inputs);
  const isCopied = sources.length === 1 && /\.(svg|png|woff2)$/.test(name);
  const source = isCopied ? sources[0] : about.entryPoint;
  const isScriptEntry = /src\/main\.(ts|css)$/.test(source ?? '');
  return isCopied || isScriptEntry ? basename(source).replace(/\.ts$/, '.js') : name;
}
