import type uPlot from 'uplot';
import type { SeriesView } from '../../../shared/metrics/view.ts';
import { shortFigure, type FigureStyle, type Reading } from '../../format/metric.ts';
import { trimmed, type Language } from '../../format/number.ts';
import { MOMENT_STEPS, formatMoment, formatMoments } from '../../format/time.ts';
import type { Marker } from './markers.ts';

/** What the crosshair is on; values in the order of the lines. */
export interface Readout {
  time: string;
  values: (number | null)[];
}

export interface PlotInput {
  markers: () => readonly Marker[];
  gaps: () => SeriesView['gaps'];
  styles: () => readonly FigureStyle[];
  language: () => Language;
  onHover: (at: Readout | undefined) => void;
  /** Told of a stretch that was drawn over, in Unix seconds; where nobody wants it, nothing can be drawn over. */
  onStretch?: ((from: number, to: number) => void) | undefined;
}

/** The colours and sizes of the page, so that the canvas looks as if it were part of it. */
interface Look {
  font: string;
  colour: (name: string) => string;
  rem: number;
}

export function lookOf(root: HTMLElement): Look {
  const style = getComputedStyle(root);
  const rem = parseFloat(style.fontSize);
  return { rem, font: `${Math.round(0.6875 * rem)}px ${style.getPropertyValue('--font-sans')}`, colour: (name) => style.getPropertyValue(`--color-${name}`).trim() };
}

export function plotOptions(input: PlotInput, size: { width: number; height: number }, look: Look): uPlot.Options {
  const { colour, rem } = look;
  const axis = { stroke: colour('faint'), font: look.font, ticks: { show: false }, gap: 4 };
  const lines = ['data1', 'data2'];
  const figure = (line: number, value: number): string => {
    const style = input.styles()[line];
    return style ? trimmed(shortFigure(value, style)) : '';
  };
  return {
    ...size,
    padding: [0.875 * rem, 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: input.onStretch !== undefined, y: false, setScale: false }, points: { size: 6, fill: (_, i) => colour(lines[i - 1] ?? 'text') } },
    scales: { x: { time: true }, a: { range: fromZero(() => input.styles()[0]) }, b: { range: fromZero(() => input.styles()[1]) } },
    axes: [
      { ...axis, gap: 0.375 * rem, size: 1.5 * rem, space: 5 * rem, grid: { show: false }, incrs: [...MOMENT_STEPS], values: (_, splits) => formatMoments(splits.map((s) => s * 1000), input.language()) },
      { ...axis, scale: 'a', size: 3.25 * rem, space: 2.25 * rem, grid: { stroke: colour('hair'), width: 1 }, values: (_, splits) => splits.map((s) => figure(0, s)) },
      { ...axis, scale: 'b', side: RIGHT, size: 3.5 * rem, space: 2.25 * rem, grid: { show: false }, values: (_, splits) => splits.map((s) => figure(1, s)) },
    ],
    series: [
      {},
      ...lines.map((name, i) => ({
        scale: i === 0 ? 'a' : 'b',
        stroke: colour(name),
        width: 1.75,
        spanGaps: false,
        points: { show: false },
        ...(i === 0 ? { fill: `${colour(name)}14` } : {}),
      })),
    ],
    hooks: {
      drawClear: [(u) => drawGaps(u, input.gaps(), colour('s2'))],
      draw: [(u) => drawMarkers(u, input.markers(), look)],
      setCursor: [(u) => input.onHover(readoutOf(u, input.language()))],
      setSelect: [(u) => tellStretch(u, input.onStretch)],
    },
  };
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enum of sides exists only in its types
const RIGHT: uPlot.Axis.Side = 1;

/** What the scale of a line of nothing reaches to: round in its own unit. Money in minor units. */
const LEAST: Readonly<Record<Reading, number>> = { count: 10, money: 10_000, share: 0.1, ratio: 1, seconds: 60 };

/** Figures start at zero, with a little air above. */
const fromZero = (style: () => FigureStyle | undefined) =>
  (_: uPlot, low: number | null, high: number | null): [number, number] => [Math.min(0, low ?? 0), Math.max(LEAST[style()?.reading ?? 'count'], (high ?? 0) * 1.08)];

/** A stretch narrower than this was a click. Unit: px. */
const CLICK_PX = 6;

function tellStretch(u: uPlot, tell: PlotInput['onStretch']): void {
  const { left, width } = u.select;
  if (!tell || width < CLICK_PX) return;
  tell(Math.floor(u.posToVal(left, 'x')), Math.ceil(u.posToVal(left + width, 'x')));
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function readoutOf(u: uPlot, language: Language): Readout | undefined {
  const at = u.cursor.idx;
  const time = at === null || at === undefined || (u.cursor.left ?? -1) < 0 ? undefined : u.data[0][at];
  if (at === null || at === undefined || time === undefined) return undefined;
  const span = (u.data[0].at(-1) ?? 0) - (u.data[0][0] ?? 0);
  return { time: formatMoment(time * 1000, span * 1000, language), values: u.data.slice(1).map((column) => column[at] ?? null) };
}

/** Where a feed was silent the ground is hatched: nothing was measured there, which is not the same as nothing. */
function drawGaps(u: uPlot, gaps: SeriesView['gaps'], fill: string): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.fillStyle = fill;
  for (const gap of gaps) {
    const from = Math.max(left, u.valToPos(gap.from, 'x', true));
    const to = Math.min(left + width, u.valToPos(gap.to, 'x', true));
    if (to > from) u.ctx.fillRect(from, top, Math.max(1, to - from), height);
  }
  u.ctx.restore();
}

const MARKER_COLOUR = { listing: 'warn', segment: 'faint', show: 'dim' } as const;

function drawMarkers(u: uPlot, markers: readonly Marker[], look: Look): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = look.font.replace(/^\d+/, (size) => String(Math.round(Number(size) * ratio * 0.95)));
  ctx.lineWidth = ratio;
  let free = -Infinity;
  for (const marker of markers) {
    const x = Math.round(u.valToPos(marker.at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = `${look.colour(MARKER_COLOUR[marker.kind])}73`;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    // A label that would lie on its neighbour's is left out; the line stays.
    const width = ctx.measureText(marker.label).width;
    if (x < free || x + width > bbox.left + bbox.width) continue;
    free = x + width + 6 * ratio;
    ctx.fillStyle = look.colour(MARKER_COLOUR[marker.kind]);
    ctx.fillText(marker.label, x + 3 * ratio, bbox.top - 3 * ratio);
  }
  ctx.restore();
}

