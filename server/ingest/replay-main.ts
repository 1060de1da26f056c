import { setTimeout as wait } from 'node:timers/promises';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { apiOf, Misused, runTool } from './feeder/tool.ts';
import { BadMapping } from './replay/mapping.ts';
import { WrongFile } from './replay/rows.ts';
import { replay } from './replay/run.ts';
import { UnreadableFile } from './replay/text.ts';

const USAGE = `npm run replay -- FILE --map MAP.json [--show ID] [--past] [--speed N|max] [--producer NAME] [--url URL] [--key KEY]
  FILE        a CSV (UTF-8 or GB18030) or NDJSON log
  --map       how its columns become events; examples in server/ingest/replay/maps, the format in README.md
  --show      the show to replay into, made where there is none; without it a new show is made
  --past      the show took place before: once all is counted, say from when to when, by its first and its last fact
  --speed     max (default): as fast as the server acknowledges; N: N times the log's own pace
  --producer  the feed's name; the default names the file by its content, so that it counts once however often it is replayed
  --url       default http://127.0.0.1:4600
  --key       default: the variable ADMIN_KEY`;

await runTool(USAGE, [BadMapping, WrongFile, UnreadableFile], async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      map: { type: 'string' },
      show: { type: 'string' },
      past: { type: 'boolean', default: false },
      speed: { type: 'string', default: 'max' },
      producer: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    say.line(USAGE);
    return;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Misused(file === undefined ? 'which file?' : 'one file at a time');
  if (values.map === undefined) throw new Misused('--map is missing');
  if (values.producer !== undefined && !/^[\x21-\x7e]{1,64}$/.test(values.producer)) throw new Misused('--producer takes 1 to 64 letters, digits and signs, without spaces');
  for (const path of [file, values.map]) await readable(path);
  const { map, show, producer } = values;
  await replay(
    { file, map, past: values.past, speed: speedOf(values.speed), ...(show === undefined ? {} : { show }), ...(producer === undefined ? {} : { producer }) },
    apiOf(values, process.env, say),
    say,
    { now: () => performance.now(), wait: (ms) => wait(ms) },
  );
});

async function readable(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Misused(error instanceof Error ? error.message : String(error));
  });
  if (!found.isFile()) throw new Misused(`${path} is not a file`);
}

function speedOf(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const speed = Number(text);
  if (!(speed > 0 && speed <= 1_000_000)) throw new Misused(`--speed ${text}: give a number above 0, or max`);
  return speed;
}
