import { computed, type ComputedRef } from 'vue';
import { THRESHOLDS, thresholdOf } from '../../shared/alerts/thresholds.ts';
import type { Actor, ApprovalRequest, PendingStep } from '../../shared/show/show.ts';
import { useShow } from '../stores/show.ts';

/** What one command still wants of the platform: one press confirms all of it. */
export interface PlatformTask {
  commandId: string;
  at: number;
  by: Actor;
  steps: PendingStep[];
}

/** What waits for somebody at the desk. @param now server time, Unix ms. */
export function useTodo(now: () => number): {
  /** Prices below the floor, the one whose ten minutes end first on top. */
  approvals: ComputedRef<ApprovalRequest[]>;
  /** Oldest first. */
  tasks: ComputedRef<PlatformTask[]>;
  count: ComputedRef<number>;
  /** After how long a task is overdue. Unit: ms. */
  patience: ComputedRef<number>;
} {
  const store = useShow();
  const approvals = computed(() => (store.show?.approvals ?? []).filter(({ expiresAt }) => expiresAt > now()).sort((a, b) => a.expiresAt - b.expiresAt));
  const tasks = computed(() => tasksOf(store.show?.pending ?? []));
  const count = computed(() => approvals.value.length + tasks.value.length);
  const patience = computed(() => {
    const seconds = store.show ? thresholdOf(store.show, 'pending.seconds') : 0;
    // Switched off as an alert, a step is still overdue some time.
    return (seconds || THRESHOLDS['pending.seconds'].default) * 1000;
  });
  return { approvals, tasks, count, patience };
}

export function tasksOf(pending: readonly PendingStep[]): PlatformTask[] {
  const tasks = new Map<string, PlatformTask>();
  for (const step of pending) {
    const task = tasks.get(step.commandId);
    if (task) task.steps.push(step);
    else tasks.set(step.commandId, { commandId: step.commandId, at: step.at, by: step.by, steps: [step] });
  }
  return [...tasks.values()].sort((a, b) => a.at - b.at);
}
