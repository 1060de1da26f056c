// @ts-check
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.js';
import { start } from './children.js';
import { runInstance } from './instance.js';
import { root } from './paths.js';
import { SERVER_ENV, SERVER_FLAGS } from './server-flags.js';
import { runMain, say, Stop } from './say.js';

const USAGE = `npm start [-- --lan]
  --lan   also listen to other devices on the local network: tablets and the wall
          同时对局域网开放：平板和大屏
Settings are environment variables; README.md lists them.`;

await runMain(async () => {
  const { lan, help } = options();
  if (help) {
    say(USAGE);
    return 0;
  }
  const env = { ...process.env, ...(lan ? { HOST: '0.0.0.0', TLS_SELF: process.env['TLS_SELF'] || 'on' } : {}) };
  if (lan) say(lanNotice(env));
  return runInstance({
    env,
    prepare: build,
    launch: async (settings, announce) => {
      announce(addressOf(settings));
      const main = join(root, 'dist/server/main.js');
      const server = await start(process.execPath, [...SERVER_FLAGS, '--enable-source-maps', main], {
        cwd: root,
        detached: true,
        // The server notices our end, whatever its cause, by the closing of this channel.
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...SERVER_ENV, ...settings, NODE_ENV: 'production', CHANGKONG_LAUNCHER: '1' },
      });
      server.process.on('message', (message) => {
        if (typeof message === 'object' && message !== null && 'ready' in message) announce(String(message.ready));
      });
      return [server];
    },
  });
});

function options() {
  try {
    const { values } = parseArgs({ options: { lan: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    return { lan: values.lan === true, help: values.help === true };
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 64);
  }
}

/** @param {NodeJS.ProcessEnv} env */
function addressOf(env, host = env['HOST'] || '127.0.0.1') {
  const own = host === '0.0.0.0' || host === '127.0.0.1';
  const secure = env['TLS_CERT'] || (env['TLS_SELF'] === 'on' && !own);
  return `${secure ? 'https' : 'http'}://${own ? '127.0.0.1' : host}:${env['PORT'] || '4600'}`;
}

/** @param {NodeJS.ProcessEnv} env */
function lanNotice(env) {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => `    ${addressOf(env, address.address)}`);
  return [
    '--lan: every device on this network can now open the sign-in and pairing pages and the API; what is behind them still asks for a sign-in, a pairing or a key.',
    '       同一网络里的任何设备都能打开登录页、配对页和接口；里面的内容仍然要登录、配对或密钥。',
    ...(env['TLS_CERT'] || env['TLS_SELF'] === 'on' ? [] : ['  With TLS_SELF=off what they send travels unencrypted: use a network you trust. · 没有加密：只在信任的网络里用。']),
    ...addresses,
  ].join('\n');
}
