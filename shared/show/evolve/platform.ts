import { same } from '../changes.ts';
import type { PendingStep, Show } from '../show.ts';
import type { ApplyGroup } from './apply.ts';

const without = (show: Show, steps: readonly PendingStep[]): PendingStep[] =>
  show.pending.filter((step) => !steps.some((gone) => same(gone, step)));

export const platformEvents: ApplyGroup<'platform'> = {
  'platform.pended': (show, { step, replaced }) => ({ ...show, pending: [...without(show, replaced), step] }),
  'platform.confirmed': (show, { steps }) => ({ ...show, pending: without(show, steps) }),
  'platform.withdrawn': (show, { steps }) => ({ ...show, pending: without(show, steps) }),
};

export const actionEvents: ApplyGroup<'action'> = { 'action.undone': (show) => show };
