import { writeFileSync } from 'node:fs';

/** One measured line: ours against a baseline of the same run, medians over rounds. */
export interface Result {
  name: string;
  unit: string;
  ours: number;
  baseline: number | null;
  /** ours ÷ baseline. */
  ratio: number | null;
  rounds: { ours: number; baseline: number | null }[];
  /** Figures beside the main one, each with its unit in its name. */
  also?: Record<string, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

export function resultOf(name: string, unit: string, rounds: Result['rounds'], also?: Record<string, number>): Result {
  const ours = median(rounds.map((round) => round.ours));
  const baselines = rounds.flatMap((round) => (round.baseline === null ? [] : [round.baseline]));
  const baseline = baselines.length > 0 ? median(baselines) : null;
  return { name, unit, ours, baseline, ratio: baseline === null ? null : ours / baseline, rounds, ...(also ? { also } : {}) };
}

const figure = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3));

export function print(result: Result): void {
  const ratio = result.ratio === null ? '' : `  baseline ${figure(result.baseline ?? NaN)}  ratio ${result.ratio.toFixed(2)}`;
  process.stdout.write(`${result.name}: ${figure(result.ours)} ${result.unit}${ratio}  (median of ${result.rounds.length})\n`);
  for (const [name, value] of Object.entries(result.also ?? {})) process.stdout.write(`    ${name}: ${figure(value)}\n`);
}

export const writeJson = (path: string, results: readonly Result[]): void => {
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
};
