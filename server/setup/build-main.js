// @ts-check
import { build } from './build.js';
import { haltWhenAsked } from './halt.js';
import { runMain } from './say.js';

await runMain(async () => {
  await build(haltWhenAsked());
  return 0;
});
