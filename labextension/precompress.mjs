// Puts a .gz beside each built file that gets smaller: on a slow line the first load is what one waits for.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const folder = '../jupyter_hybrid/labextension/static';

for (const name of readdirSync(folder).filter(each => /\.(js|css|json|svg)$/.test(each))) {
  const content = readFileSync(join(folder, name));
  const packed = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
  if (content.length >= 1024 && packed.length < content.length * 0.9) {
    writeFileSync(join(folder, `${name}.gz`), packed);
  }
}
