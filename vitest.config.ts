import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Behaviour tests on a machine that others may be using: generous limits, two workers. */
const limits = { testTimeout: 60_000, hookTimeout: 120_000, teardownTimeout: 20_000, expect: { poll: { timeout: 20_000 } } };

function project(name: string, include: string[], environment: 'node' | 'happy-dom' = 'node') {
  const exclude = name === 'unit' ? ['tests/unit/client/**'] : [];
  return { extends: true as const, test: { name, include, exclude, environment, ...limits } };
}

export default defineConfig({
  plugins: [vue()],
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts']),
      project('client', ['tests/unit/client/**/*.test.ts'], 'happy-dom'),
      project('store', ['tests/store/**/*.test.ts']),
      project('live', ['tests/live/**/*.test.ts']),
      project('faults', ['tests/faults/**/*.test.ts']),
    ],
  },
});
