import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const server = process.env['CHANGKONG_SERVER'] ?? 'http://127.0.0.1:4601';
const passed = ['/api', '/healthz', '/readyz', '/metrics', '/ca.crt'];

/** What every page needs to speak with the server and to say it: all that the overlay has besides its own. */
const LINE = /vite\/preload-helper|node_modules\/(socket|engine)\.io|client\/live\/(check|clock|http|repair|time|transport)|client\/i18n\/(language|message)\.ts|client\/format\/number|shared\/(money|record)/;
/** What the desk, the tablet and every other page behind the sign-in have in common. */
const PAGE = /client\/(i18n\/(i18n|words|problem)|stores\/(session|pages)|live\/(live|shapes))\.ts|shared\/(show\/permissions|protocol\/(access|socket)|metrics\/view)\.ts/;

/** In development, as the server does it: the wall and the overlay have a page of their own, and every show the host's manifest. */
const seatPages: Plugin = {
  name: 'seat-pages',
  configureServer: ({ middlewares }) =>
    void middlewares.use((request, _response, next) => {
      const [, role] = /^\/shows\/[^/]+\/(wall|overlay)\/?(?:\?|$)/.exec(request.url ?? '') ?? [];
      if (role) request.url = `/${role}.html`;
      if (/^\/shows\/[^/]+\/host\.webmanifest$/.test(request.url ?? '')) request.url = '/host.webmanifest';
      next();
    }),
};

export default defineConfig({
  root: 'client',
  plugins: [vue(), tailwindcss(), seatPages],
  resolve: {
    alias: [
      // Without its message compiler, which client/i18n brings a small one for.
      { find: /^vue-i18n$/, replacement: 'vue-i18n/dist/vue-i18n.runtime.mjs' },
      { find: /^typebox\/value$/, replacement: fileURLToPath(new URL('client/live/value.ts', import.meta.url)) },
    ],
  },
  define: {
    __INTLIFY_JIT_COMPILATION__: true,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // A browser that does not know the hint fetches the file when it is imported.
    modulePreload: { polyfill: false },
    // The wall and the overlay start without the rest.
    rolldownOptions: {
      input: ['index', 'wall', 'overlay'].map((name) => fileURLToPath(new URL(`client/${name}.html`, import.meta.url))),
      // What all three need is one file, so is Vue, and so is what all pages need: many small ones weigh more together.
      output: { codeSplitting: { groups: [{ name: 'vue', test: /node_modules\/@vue\// }, { name: 'line', test: LINE }, { name: 'page', test: PAGE }] } },
    },
    // The CSP allows files of our own, not data: addresses.
    assetsInlineLimit: 0,
  },
  server: {
    fs: { allow: ['..'] },
    proxy: {
      ...Object.fromEntries(passed.map((path) => [path, { target: server }])),
      '/socket.io': { target: server, ws: true },
    },
  },
});
