/** The curve as a picture: rate and latency by number of clients and by rate that fell due, a line for each side. */
import { type CurvePoint, mediansOf } from './curve-report.js';

const WIDTH = 760;
const PANEL = 220;
const LEFT = 64;
const TOP = 60;
const GAP = 60;
const COLOURS = ['#b0803a', '#2f7ebc'];

interface Panel {
  readonly title: string;
  readonly x: (point: CurvePoint) => number | undefined;
  readonly y: (point: CurvePoint) => number;
}

const panels: readonly Panel[] = [
  { title: 'committed a second, by clients that wait', x: ({ clients }) => clients, y: ({ rate }) => rate },
  { title: 'p99 in ms, by clients that wait', x: ({ clients }) => clients, y: ({ p99Ms }) => p99Ms },
  { title: 'committed a second, by those that fall due', x: ({ due }) => due, y: ({ rate }) => rate },
  { title: 'p99 in ms from when due, by those that fall due', x: ({ due }) => due, y: ({ p99Ms }) => p99Ms },
];

export function curvePicture(points: readonly CurvePoint[], sides: readonly string[], title: string): string {
  const all = mediansOf(points);
  const width = (WIDTH - 2 * LEFT - GAP) / 2;
  const drawn = panels.map((panel, at) => {
    const [left, top] = [LEFT + (at % 2) * (width + GAP), TOP + Math.floor(at / 2) * (PANEL + GAP)];
    return panelOf(panel, all, sides, { left, top, width });
  });
  const height = TOP + 2 * (PANEL + GAP);
  const legend = sides.map(
    (side, at) =>
      `<text x="${LEFT + at * 180}" y="${height - 12}" fill="${COLOURS[at % 2]}" font-weight="600">${escaped(side)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12" fill="#777">
  <text x="${LEFT}" y="24" font-size="15" font-weight="600">${escaped(title)}</text>
  ${[...drawn, ...legend].join('\n  ')}
</svg>
`;
}

function panelOf(
  { title, x, y }: Panel,
  points: readonly CurvePoint[],
  sides: readonly string[],
  { left, top, width }: { left: number; top: number; width: number },
): string {
  const shown = points.filter((point) => x(point) !== undefined);
  const steps = [...new Set(shown.map((point) => x(point)!))].sort((a, b) => a - b);
  const highest = Math.max(...shown.map(y), 1);
  const bottom = top + PANEL;
  // Steps double or more from one to the next: each is as far from the last.
  const across = (value: number): number => left + (steps.indexOf(value) * width) / Math.max(steps.length - 1, 1);
  const up = (value: number): number => bottom - (value / highest) * (PANEL - 30);
  const lines = sides.map((side, at) => {
    const of = shown.filter((point) => point.side === side).sort((a, b) => x(a)! - x(b)!);
    const places = of.map((point) => [across(x(point)!), up(y(point))].map((place) => place.toFixed(1)).join(','));
    const marks = of.map((point) => {
      const [cx, cy] = [across(x(point)!), up(y(point))];
      return `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3" fill="${COLOURS[at % 2]}"/><text x="${cx.toFixed(1)}" y="${(cy - 8 + at * 20).toFixed(1)}" text-anchor="middle" font-size="10">${y(point).toFixed(0)}</text>`;
    });
    return `<polyline points="${places.join(' ')}" fill="none" stroke="${COLOURS[at % 2]}" stroke-width="2"/>${marks.join('')}`;
  });
  const axis = steps.map(
    (step) =>
      `<text x="${across(step).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${step.toLocaleString('en')}</text>`,
  );
  return `<text x="${left}" y="${top}" font-weight="600">${escaped(title)}</text><line x1="${left}" y1="${bottom}" x2="${left + width}" y2="${bottom}" stroke="#999"/>${axis.join('')}${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
