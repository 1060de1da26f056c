/** The Unix ms of a `datetime-local` field's text, which means this machine's own time zone. */
export function localMoment(text: string): number {
  const [date = '', time = '00:00'] = text.split('T');
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return new Date(year, month - 1, day, hour, minute, second).getTime();
}

/** The text of a `datetime-local` field, to the second. @param at Unix ms */
export function localText(at: number): string {
  const moment = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [date, time] = [[moment.getMonth() + 1, moment.getDate()], [moment.getHours(), moment.getMinutes(), moment.getSeconds()]];
  return `${String(moment.getFullYear()).padStart(4, '0')}-${date.map(two).join('-')}T${time.map(two).join(':')}`;
}
