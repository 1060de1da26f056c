/** The first moment from a show's beginning on that a clock on the wall says `text`. @param text `20:05` or `20:05:30` @param from Unix ms @returns undefined where it is no time of day */
export function momentAt(text: string, from: number): number | undefined {
  const parts = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!parts) return undefined;
  const moment = new Date(from);
  moment.setHours(Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0), 0);
  // An evening goes on past midnight.
  if (moment.getTime() < from - 60_000) moment.setDate(moment.getDate() + 1);
  return moment.getTime();
}
