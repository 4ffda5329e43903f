/** `/console/`: the application in browsers, as its workspace was built. It is nothing but files; what it shows, it asks of `/v1`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { Router } from 'express';
import helmet from 'helmet';
import { Problem } from './problem.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** How a file may travel, the smallest first. */
const encodings = ['br', 'gzip'] as const;

/** A file as it is, and as it travels to who takes it compressed. */
interface Built {
  readonly plain: Buffer;
  readonly compressed: Readonly<Record<(typeof encodings)[number], Buffer>>;
}

/** Where the console was built; found as a package, so that it may lie wherever packages do. */
function builtFolder(): string {
  return join(dirname(require.resolve('@commonpoint/console/package.json')), 'dist', 'site');
}

/** For mounting at `/console`. */
export function createConsole(folder = builtFolder()): Router {
  // All at once: what is built anew beside a gateway that runs has other names, and the page has to find those that it was built with.
  const files = new Map<string, Built>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (/\.(gz|br)$/.test(name)) continue;
    const path = join(folder, name);
    const compressed = { br: readFileSync(`${path}.br`), gzip: readFileSync(`${path}.gz`) };
    files.set(name, { plain: readFileSync(path), compressed });
  }
  const router = Router({ strict: true });
  router.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          connectSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      strictTransportSecurity: false,
    }),
  );
  router.get('/{*path}', (request, response) => {
    request.observed.route = '/console';
    const asked = request.path.slice(1);
    // Names of built files have a hash or are known; every other address is a screen, which the one page finds by itself.
    const isFile = /^[\w.-]+\.(js|css|svg)$/.test(asked);
    const name = isFile ? asked : 'index.html';
    const file = files.get(name);
    if (file === undefined) throw new Problem('ROUTE_UNKNOWN');
    // Browsers name the older one first, and mind neither.
    const encoding = encodings.find((each) => request.acceptsEncodings(each) === each);
    const body = encoding === undefined ? file.plain : file.compressed[encoding];
    response.statusCode = 200;
    response.setHeader('content-type', types[extname(name)]!);
    response.setHeader('vary', 'Accept-Encoding');
    if (encoding !== undefined) response.setHeader('content-encoding', encoding);
    response.setHeader('content-length', body.byteLength);
    response.setHeader('cache-control', isFile ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.end(body);
  });
  return router;
}
