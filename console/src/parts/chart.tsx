/** Pictures of figures over time, as an SVG of our own: bars beside each other, or one filled line; each with its unit. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ticksOf } from '../data/ticks.js';
import { points } from '../texts/format.js';
import { locale } from '../texts/text.js';

export interface Series {
  readonly label: string;
  /** Whole, and said to the last one. */
  readonly values: readonly bigint[];
  /** Which of the colours of the style sheet. */
  readonly color: 1 | 2 | 3 | 4 | 5;
}

const HEIGHT = 170;
const LEFT = 56;
const TOP = 22;
const BOTTOM = 22;
const LABEL_WIDTH = 96;

/**
 * @param times the begin of each part
 * @param whenOf what stands below them
 */
export function Chart(props: {
  readonly unit: string;
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly isLine?: boolean;
  readonly whenOf: (time: number) => string;
}): JSX.Element {
  const { unit, times, series, isLine, whenOf } = props;
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useLayoutEffect(() => {
    const fit = (): void => setWidth(Math.max(240, place.current?.clientWidth ?? 0));
    fit();
    const resized = new ResizeObserver(fit);
    if (place.current) resized.observe(place.current);
    return () => resized.disconnect();
  }, []);
  const ticks = ticksOf(Math.max(1, ...series.flatMap(({ values }) => values.map(Number))));
  const top = ticks.at(-1)!;
  const step = (width - LEFT) / times.length;
  const base = HEIGHT - BOTTOM;
  const y = (value: number): number => base - (value / top) * (base - TOP);
  const short = new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 });
  // So many labels as there is room for, the last one among them.
  const every = Math.max(1, Math.ceil(times.length / Math.max(1, Math.floor((width - LEFT) / LABEL_WIDTH))));
  return (
    <div class="chart" ref={place} aria-hidden="true">
      <svg width={width} height={HEIGHT}>
        <text x={0} y={11}>
          {unit}
        </text>
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="rule" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
            <text class="end" x={LEFT - 8} y={y(tick) + 4}>
              {short.format(tick)}
            </text>
          </g>
        ))}
        {times.map((time, at) =>
          (times.length - 1 - at) % every === 0 ? (
            <text key={time} class="middle" x={within(LEFT + (at + 0.5) * step, width)} y={HEIGHT - 4}>
              {whenOf(time)}
            </text>
          ) : null,
        )}
        {series.map((each, index) =>
          isLine ? (
            <Line key={each.label} of={each} x={(at) => LEFT + (at + 0.5) * step} y={y} base={base} />
          ) : (
            <Bars
              key={each.label}
              of={each}
              {...{ step, index, y, base }}
              count={series.length}
              times={times}
              whenOf={whenOf}
            />
          ),
        )}
      </svg>
    </div>
  );
}

/** A label at the edge is not cut off. */
const within = (x: number, width: number): number => Math.min(width - 34, Math.max(LEFT + 20, x));

function Bars(props: {
  readonly of: Series;
  readonly step: number;
  readonly index: number;
  readonly count: number;
  readonly base: number;
  readonly times: readonly number[];
  readonly y: (value: number) => number;
  readonly whenOf: (time: number) => string;
}): JSX.Element {
  const { of, step, index, count, base, y, times, whenOf } = props;
  const width = Math.min(24, (step * 0.8) / count);
  const left = (at: number): number => LEFT + (at + 0.5) * step + (index - count / 2) * width;
  return (
    <g class={`c${of.color}`}>
      {of.values.map((value, at) =>
        value > 0n ? (
          <rect
            key={at}
            x={left(at)}
            y={y(Number(value))}
            width={Math.max(1, width - 1)}
            height={base - y(Number(value))}
          >
            <title>{`${whenOf(times[at]!)}: ${of.label} ${points(value)}`}</title>
          </rect>
        ) : null,
      )}
    </g>
  );
}

function Line(props: {
  readonly of: Series;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly base: number;
}): JSX.Element {
  const { of, x, y, base } = props;
  const last = of.values.length - 1;
  const line = of.values.map((value, at) => `${x(at)},${y(Number(value))}`);
  return (
    <g class={`c${of.color}`}>
      {last > 0 && <polygon class="area" points={`${x(0)},${base} ${line.join(' ')} ${x(last)},${base}`} />}
      {last > 0 && <polyline class="line" points={line.join(' ')} />}
      {of.values.length > 0 && <circle r="3" cx={x(last)} cy={y(Number(of.values[last]))} />}
    </g>
  );
}
