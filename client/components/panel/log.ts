import { isReport, isReported, type LogEntry } from '../../../shared/show/log.ts';
import type { Told } from '../../composables/activity.ts';

/** An entry with the words it is shown and searched by. */
export interface Row {
  entry: LogEntry;
  look: 'done' | 'waiting' | 'refused';
  told: Told[];
  /** A refused command, what it was about, and why it was refused. */
  command: string;
  about: string;
  why: string;
  day: string;
}

/** Whether a person did it: what screens report by themselves would hide what people do. */
export function isDeed(entry: LogEntry): boolean {
  if (entry.outcome === 'refused') return !isReport(entry.type, entry.payload);
  return !entry.events.every(isReported);
}

/** Whether all the words sought are somewhere in what the row says. @param words in lower case. */
export function says(row: Row, words: readonly string[], screen: string): boolean {
  if (words.length === 0) return true;
  const { entry, told, command, about, why } = row;
  const text = [entry.by.name, entry.by.role, screen, command, about, why, entry.commandId, ...told.flatMap(({ text, changes }) => [text, ...changes.flatMap(({ field, before, after }) => [field, before, after])])].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
