// Exports spans to the address given, and says what was logged and dropped: in a process of its own, as what it exports with is
// loaded in a way that tests' processes do not know.
const { Registry } = require('prom-client');
const { exportSpans } = require('../../../gateway-api/dist/tracing/export-spans.js');

const [endpoint, count] = process.argv.slice(2);
const warned = [];
const registry = new Registry();
const log = { warn: (_fields, message) => warned.push(message) };
const span = {
  traceId: 'a'.repeat(32),
  parentId: 'b'.repeat(16),
  name: 'GET /v1/programs',
  kind: 'server',
  startMs: 1_700_000_000_123.25,
  endMs: 1_700_000_000_125.75,
  attributes: { 'http.response.status_code': 500, 'error.type': undefined },
  links: [{ traceId: 'd'.repeat(32), spanId: 'e'.repeat(16) }],
  failed: true,
};
exportSpans({ endpoint, headers: { 'x-tenant': 'harbor' } }, { mspId: 'HarborMSP', version: '1' }, log, registry)
  .then(async ({ take, close }) => {
    for (let number = 1; number <= Number(count); number++)
      take({ ...span, spanId: number.toString(16).padStart(16, '0') });
    await close();
    const [dropped] = await registry.getMetricsAsJSON();
    console.log(JSON.stringify({ warned, dropped: dropped.values[0].value }));
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
