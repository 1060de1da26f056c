import type { Page } from '@playwright/test';

/**
 * What moved on the page within `ms` without anybody's doing. Lists of news are left out, because news comes in at their
 * top, and so are table rows, which change places when their figures do.
 */
export function movedIn(page: Page, ms: number): Promise<string[]> {
  return page.evaluate(
    (wait) =>
      new Promise<string[]>((resolve) => {
        const moved: string[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { sources } = entry as PerformanceEntry & { sources: { node: Node | null }[] };
            for (const { node } of sources) {
              const element = node instanceof Element ? node : node?.parentElement;
              if (element && !element.closest('[role="tabpanel"], tbody')) moved.push(`${element.tagName} ${element.textContent ?? ''}`.slice(0, 80));
            }
          }
        });
        observer.observe({ type: 'layout-shift' });
        setTimeout(() => resolve(moved), wait);
      }),
    ms,
  );
}
