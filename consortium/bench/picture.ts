/** The benchmark's rates as a picture: an SVG of bars that reads well on light and on dark pages. */
import { reportedRates, type Run } from './report.js';

const WIDTH = 760;
const LABEL_WIDTH = 300;
const BAR_HEIGHT = 22;
const GAP = 10;
const MARGIN = 16;
const TITLE_HEIGHT = 28;
/** Room for the number after the longest bar. */
const NUMBER_WIDTH = 80;

/** A bar for each measure of committed operations per second. Those of the baseline have a colour of their own. */
export function picture(runs: readonly Run[], title: string): string {
  const rates = reportedRates(runs);
  const longest = Math.max(...rates.map(({ rate }) => rate));
  const scale = (WIDTH - LABEL_WIDTH - NUMBER_WIDTH - 2 * MARGIN) / longest;
  const height = TITLE_HEIGHT + rates.length * (BAR_HEIGHT + GAP) + 2 * MARGIN;
  const bars = rates.map(({ label, rate, isBaseline }, index) => {
    const y = MARGIN + TITLE_HEIGHT + index * (BAR_HEIGHT + GAP);
    const middle = y + BAR_HEIGHT / 2;
    const left = MARGIN + LABEL_WIDTH;
    const length = Math.max(rate * scale, 1);
    return [
      `<text x="${left - 10}" y="${middle}" text-anchor="end" dominant-baseline="central">${escaped(label)}</text>`,
      `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${BAR_HEIGHT}" rx="3" fill="${isBaseline ? '#b0803a' : '#2f7ebc'}"/>`,
      `<text x="${(left + length + 8).toFixed(1)}" y="${middle}" dominant-baseline="central">${rounded(rate)}</text>`,
    ].join('\n  ');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="13" fill="#777">
  <text x="${MARGIN}" y="${MARGIN + 12}" font-size="15" font-weight="600">${escaped(title)}</text>
  ${bars.join('\n  ')}
</svg>
`;
}

function rounded(rate: number): string {
  return rate.toLocaleString('en', { maximumFractionDigits: rate < 10 ? 1 : 0 });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
