// @ts-check
import { start } from './children.js';
import { halted, haltWhenAsked } from './halt.js';
import { checkNode, installPackages } from './packages.js';
import { root } from './paths.js';
import { runMain, Stop } from './say.js';

/** The commands behind `npm run replay`, `simulate`, `verify-ledger` and `bench`. */
const TOOLS = new Map([
  ['replay', 'server/ingest/replay-main.ts'],
  ['simulate', 'server/ingest/simulate-main.ts'],
  ['verify-ledger', 'server/ingest/verify-main.ts'],
  ['bench', 'tests/bench/main.ts'],
]);

await runMain(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const entry = TOOLS.get(name);
  if (entry === undefined) throw new Stop(`There is no tool "${name}": ${[...TOOLS.keys()].join(', ')}`, 64);
  checkNode();
  const signal = haltWhenAsked();
  await installPackages(signal);
  const tool = await start(process.execPath, ['--import', 'tsx', entry, ...args], { cwd: root, detached: true, stdio: 'inherit' });
  await Promise.race([tool.exited, halted(signal)]);
  const { code } = await tool.stop(4_000);
  return code ?? 1;
});
