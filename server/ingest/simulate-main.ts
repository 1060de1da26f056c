import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiOf, Misused, runTool } from './feeder/tool.ts';
import { simulate } from './simulate/run.ts';

const USAGE = `npm run simulate -- [--show ID] [--viewers N] [--minutes N] [--seed N] [--speed N] [--url URL] [--key KEY]
  --show     the show to fill, made where there is none; without it a new show with a catalogue is made
  --viewers  how many different people come (default 5000)
  --minutes  over how long (default 10)
  --seed     the same seed gives the same audience (default 1)
  --speed    simulated seconds a second (default 1); a faster one begins in the past and ends now
  --url      default http://127.0.0.1:4600
  --key      default: the variable ADMIN_KEY
Ctrl-C lets everybody leave and ends in good order; a second one ends at once.`;

await runTool(USAGE, [], async (say) => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { show: text, viewers: text, minutes: text, seed: text, speed: text, url: text, key: text, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    say.line(USAGE);
    return;
  }
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopping = true));
  const { show } = values;
  await simulate(
    {
      ...(show === undefined ? {} : { show }),
      viewers: whole('viewers', values.viewers ?? '5000', 1, 5_000_000),
      minutes: number('minutes', values.minutes ?? '10', 0.05, 10_080),
      seed: whole('seed', values.seed ?? '1', 0, 4_294_967_295),
      speed: number('speed', values.speed ?? '1', 1, 100_000),
    },
    apiOf(values, process.env, say),
    say,
    { now: () => Date.now(), wait: (ms) => wait(ms), stopping: () => stopping },
  );
});

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) throw new Misused(`--${name} ${text}: give a number from ${least} to ${most}`);
  return value;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = number(name, text, least, most);
  if (!Number.isInteger(value)) throw new Misused(`--${name} ${text}: give a whole number`);
  return value;
}
