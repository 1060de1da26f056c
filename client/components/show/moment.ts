/** The Unix ms of a `datetime-local` field's text, which means this machine's own time zone. */
export function localMoment(text: string): number {
  const [date = '', time = '00:00'] = text.split('T');
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return new Date(year, month - 1, day, hour, minute).getTime();
}
