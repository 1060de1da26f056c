import { benchClaims } from './claims.ts';
import { benchCommands } from './commands.ts';
import { benchDesk } from './desk.ts';
import { benchFanout } from './fanout.ts';
import { benchStalled } from './stalled.ts';
import { benchGlass } from './glass.ts';
import { benchIngest } from './ingest.ts';
import { benchMemory } from './memory.ts';
import { bundle } from './process.ts';
import { print, writeJson, type Result } from './report.ts';

const BENCHES: Readonly<Record<string, () => Promise<Result[]>>> = { ingest: benchIngest, claims: benchClaims, glass: benchGlass, fanout: async () => [...(await benchFanout()), ...(await benchStalled())], commands: benchCommands, desk: benchDesk, memory: benchMemory };

const args = process.argv.slice(2);
const jsonAt = args.indexOf('--json');
const json = jsonAt < 0 ? undefined : args[jsonAt + 1];
const names = args.filter((arg, i) => !arg.startsWith('--') && (jsonAt < 0 || i !== jsonAt + 1));
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
