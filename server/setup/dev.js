// @ts-check
import { start } from './children.js';
import { runInstance } from './instance.js';
import { root } from './paths.js';
import { runMain } from './say.js';

/** The page is served at the usual port by Vite, which passes on what is for the server one port above. */
await runMain(() => {
  const pagePort = Number(process.env['PORT'] || 4600);
  const page = `http://127.0.0.1:${String(pagePort)}`;
  const server = `http://127.0.0.1:${String(pagePort + 1)}`;
  const env = { ...process.env, PUBLIC_ORIGIN: [process.env['PUBLIC_ORIGIN'], page].filter(Boolean).join(',') };
  return runInstance({
    env,
    prepare: () => Promise.resolve(),
    launch: async (settings, announce) => {
      announce(page);
      const own = { cwd: root, detached: true };
      const watched = await start(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'], {
        ...own,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...settings, HOST: '127.0.0.1', PORT: String(pagePort + 1) },
      });
      // The sign-in link has to lead to the page that reloads.
      watched.process.stdout?.on('data', (text) => process.stdout.write(String(text).replaceAll(server, page)));
      const vite = ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--port', String(pagePort), '--strictPort', '--logLevel', 'warn'];
      return [
        watched,
        await start(process.execPath, vite, {
          ...own,
          stdio: ['ignore', 'inherit', 'inherit'],
          env: { ...settings, CHANGKONG_SERVER: server },
        }),
      ];
    },
  });
});
