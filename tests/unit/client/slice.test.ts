import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import SliceFunnel from '../../../client/components/review/SliceFunnel.vue';
import { createWords } from '../../../client/i18n/i18n.ts';

it('the funnel marks what a platform only estimates, and nothing else', async () => {
  const words = await createWords('zh-CN', 'all');
  const funnel = mount(SliceFunnel, { props: { metrics: { impressionUsers: 900, viewers: 300, clickUsers: 40, buyers: 5 }, approximate: ['viewers'] }, global: { plugins: [words] } });
  expect(funnel.findAll('[data-step]').filter((step) => step.text().includes('≈')).map((step) => step.attributes('data-step'))).toEqual(['viewers']);
});
