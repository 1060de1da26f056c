import { benchClaims } from './claims.ts';
import { benchCommands } from './commands.ts';
import { benchDesk } from './desk.ts';
import { benchFanout } from './fanout.ts';
import { benchStalled } from './stalled.ts';
import { benchGlass } from './glass.ts';
import { benchIngest } from './ingest.ts';
import { benchMemory } from './memory.ts';
import { bundle } from './process.ts';
import { benchRecording } from './recording.ts';
import { print, writeJson, type Result } from './report.ts';
import { benchReview } from './review.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const json = option('--json');
/** How many events a reviewed show has. */
const events = option('--events') === undefined ? undefined : Number(option('--events'));
if (events !== undefined && !(Number.isInteger(events) && events > 0)) {
  process.stderr.write('--events takes a whole number of events.\n');
  process.exit(64);
}
const BENCHES: Readonly<Record<string, () => Promise<Result[]>>> = { ingest: benchIngest, claims: benchClaims, glass: benchGlass, fanout: async () => [...(await benchFanout()), ...(await benchStalled())], commands: benchCommands, desk: benchDesk, memory: benchMemory, review: async () => [...(await benchReview(events)), await benchRecording()] };

const names = args.filter((arg, i) => !arg.startsWith('--') && !(args[i - 1] ?? '').startsWith('--'));
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark '${unknown}'. There are: ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(64);
}

await bundle();
const results: Result[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  process.stdout.write(`${name} …\n`);
  for (const result of await bench()) {
    print(result);
    results.push(result);
  }
}
if (json !== undefined) writeJson(json, results);
