import type { Alert, AlertLevel } from '../../shared/alerts/alert.ts';

/** After a sound another of its kind waits this long: what breaks together is told once. Unit: ms. */
const QUIET = 3_000;

/** Tells which alerts are news to this screen. What was there when it first listened is not, nor is what somebody has taken note of. */
export class Ear {
  #known: ReadonlyMap<string, AlertLevel> | undefined;
  #last: { level: AlertLevel; at: number } | undefined;

  /** @param now Unix ms. @returns the level to sound, undefined for none. Red is heard through amber, never the other way round. */
  hear(alerts: readonly Alert[], now: number): AlertLevel | undefined {
    const before = this.#known;
    this.#known = new Map(alerts.map(({ id, level }) => [id, level]));
    if (!before) return undefined;
    const news = alerts.filter(({ id, level, acknowledged }) => !acknowledged && before.get(id) !== level && before.get(id) !== 'red');
    if (news.length === 0) return undefined;
    const level: AlertLevel = news.some((alert) => alert.level === 'red') ? 'red' : 'amber';
    const last = this.#last;
    if (last && now - last.at < QUIET && (last.level === 'red' || level === 'amber')) return undefined;
    this.#last = { level, at: now };
    return level;
  }

  /** Another show: what it brings first is old again. */
  forget(): void {
    this.#known = undefined;
    this.#last = undefined;
  }
}
