/** `/docs`: the OpenAPI description to click through, and `/docs/errors`. Nothing comes from elsewhere. */
import { dirname } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import helmet from 'helmet';
import { problems, problemSentences, type ProblemCode } from './problems.js';

const page = (title: string, head: string, body: string): string =>
  `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>${title}</title>\n${head}</head>\n<body>\n${body}</body>\n</html>\n`;

const explorer = page(
  'Commonpoint gateway',
  '<link rel="stylesheet" href="swagger-ui.css">\n<link rel="icon" type="image/png" href="favicon-32x32.png">\n',
  '<div id="swagger-ui"></div>\n<script src="swagger-ui-bundle.js"></script>\n<script src="start.js"></script>\n',
);

const start = `window.ui = SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // A field to search by the name of a resource; the key is still there after a reload.
  filter: true,
  persistAuthorization: true,
  presets: [SwaggerUIBundle.presets.apis],
  // Would ask a server elsewhere whether the description is valid.
  validatorUrl: null,
});
`;

const style = `body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #ccc; padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; }
tr:target { background: #fff3c4; }
`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function errorsPage(): string {
  const rows = (Object.keys(problems) as ProblemCode[]).map((code) => {
    const { status, retryable } = problems[code];
    const sentence = escaped(problemSentences[code]).replace(/`([^`]+)`/g, '<code>$1</code>');
    return `<tr id="${code}"><td>${status}</td><td><code>${code}</code></td><td>${retryable ? 'yes' : ''}</td><td>${sentence}</td></tr>\n`;
  });
  return page(
    'Commonpoint gateway: errors',
    '<link rel="stylesheet" href="errors.css">\n',
    `<h1>Errors</h1>\n<table>\n<tr><th>Status</th><th>Code</th><th>Retry</th><th>Meaning</th></tr>\n${rows.join('')}</table>\n`,
  );
}

const text =
  (type: string, content: string): RequestHandler =>
  (_request, response) => {
    response.type(type).send(content);
  };

/** For mounting at `/docs`. */
export function createDocs(): Router {
  const router = Router({ strict: true });
  router.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          // Swagger UI sets style attributes.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      strictTransportSecurity: false,
    }),
  );
  router.use((request, _response, next) => {
    request.observed.route = '/docs';
    next();
  });
  router.get('/', (request, response, next) => {
    // Relative links need the slash at the end.
    if (request.originalUrl === request.baseUrl) response.redirect(308, `${request.baseUrl}/`);
    else next();
  });
  router.get('/', text('html', explorer));
  router.get('/start.js', text('js', start));
  router.get('/errors', text('html', errorsPage()));
  router.get('/errors.css', text('css', style));
  router.use(
    express.static(dirname(require.resolve('swagger-ui-dist/package.json')), {
      index: false,
      extensions: false,
      setHeaders: (response) => response.setHeader('cache-control', 'public, max-age=3600'),
    }),
  );
  return router;
}
