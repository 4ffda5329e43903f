/** The dashboard and the alert rules ask for metrics and labels that gateways have, and for nothing that has another meaning. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { parse } from 'yaml';
import { countTransactions } from '../../../gateway-api/src/fabric/metrics.js';
import { createMetrics } from '../../../gateway-api/src/http/metrics.js';
import { exportSpans } from '../../../gateway-api/src/tracing/export-spans.js';
import { watchBusiness } from '../../../gateway-api/src/subjects/business-metrics.js';
import { startApp } from '../start-app.js';

interface Panel {
  readonly title: string;
  readonly description?: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const folder = join(__dirname, '../../../examples/monitoring');
const { panels } = JSON.parse(readFileSync(join(folder, 'grafana-dashboard.json'), 'utf8')) as { panels: Panel[] };
const { groups } = parse(readFileSync(join(folder, 'alert-rules.yml'), 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Set by Prometheus itself of everything that it reads; a label of ours with such a name would be renamed. */
const prometheusOwn = ['instance', 'job'];

/** The labels of each metric, by the names that are asked for. */
const labelsOf = new Map<string, readonly string[]>();
beforeAll(async () => {
  const registry = new Registry();
  const app = await startApp({ parts: { registry } });
  countTransactions(app.channel, registry);
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const traces = { endpoint: 'http://127.0.0.1:9/', headers: {} };
  await (await exportSpans(traces, { mspId: 'HarborMSP', version: '1' }, log, registry)).close();
  watchBusiness(registry, app.gateway, '/nowhere');
  const http = createMetrics();
  http.watch(app.gateway.health);
  for (const each of [registry, http.registry]) {
    for (const { name, type } of each.getMetricsAsArray() as readonly { name: string; type: unknown }[]) {
      const { labelNames = [] } = each.getSingleMetric(name) as unknown as { labelNames?: readonly string[] };
      labelsOf.set(name, labelNames);
      if (String(type) !== 'histogram') continue;
      for (const end of ['count', 'sum']) labelsOf.set(`${name}_${end}`, labelNames);
      labelsOf.set(`${name}_bucket`, [...labelNames, 'le']);
    }
  }
});

/** What an expression asks for: metrics, and labels anywhere in it. */
function asked(expression: string): { metrics: readonly string[]; labels: readonly string[] } {
  const text = expression.replaceAll(/"[^"]*"/g, '""');
  const metrics = [...new Set(text.match(/\b(commonpoint_\w+|up)\b/g) ?? [])];
  const matched = [...text.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*""/g)].map(([, label]) => label!);
  const grouped = [...text.matchAll(/\b(?:by|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(([, list]) => list!.split(/,\s*/));
  return { metrics, labels: [...matched, ...grouped].filter((label) => label !== '') };
}

function requireKnown(expression: string, shown: readonly string[] = []): void {
  const { metrics, labels } = asked(expression);
  expect(metrics).not.toHaveLength(0);
  const ours = metrics.filter((name) => name !== 'up');
  expect(ours.filter((name) => !labelsOf.has(name))).toEqual([]);
  const known = new Set([...prometheusOwn, ...ours.flatMap((name) => labelsOf.get(name)!)]);
  expect([...labels, ...shown].filter((label) => !known.has(label))).toEqual([]);
}

it.each(panels.flatMap(({ title, targets }) => targets.map((target) => [title, target] as const)))(
  'the panel “%s” asks for what there is',
  (_title, { expr, legendFormat }) => {
    requireKnown(
      expr,
      [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!),
    );
  },
);

it.each(rules.map((rule) => [rule.alert, rule] as const))(
  'the rule %s asks for what there is, and says who it is for',
  (_name, { expr, labels, annotations }) => {
    requireKnown(
      expr,
      [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!),
    );
    expect(['page', 'ticket']).toContain(labels.severity);
  },
);

it('every metric of ours is on the dashboard or in a rule, and none has a label that Prometheus gives itself', () => {
  const expressions = [
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...rules.map(({ expr }) => expr),
  ];
  const used = new Set(expressions.flatMap((expression) => asked(expression).metrics).map(baseName));
  const all = [...labelsOf.keys()].filter((name) => name.startsWith('commonpoint_')).map(baseName);
  // Its rate is the ledger's own.
  expect([...new Set(all)].filter((name) => !used.has(name))).toEqual(['commonpoint_blocks_followed_total']);
  for (const labels of labelsOf.values()) expect(labels.filter((label) => prometheusOwn.includes(label))).toEqual([]);
});

const baseName = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');

it('panels lie beside each other, and each says what it shows', () => {
  const cells = new Set<string>();
  for (const { description, gridPos } of panels) {
    expect(description).toMatch(/\.$/);
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(cells.has(`${x} ${y}`)).toBe(false);
        cells.add(`${x} ${y}`);
      }
    }
  }
});
