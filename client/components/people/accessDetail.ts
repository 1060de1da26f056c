import type { AccessEntry } from '../../../shared/protocol/access.ts';

/** What this needs of the words of the screen. */
export interface Phrases {
  t: (key: string, values?: Record<string, string>) => string;
  te: (key: string) => boolean;
}

/** What the log says of how somebody came in, or tried to. */
const MEANS: ReadonlySet<string> = new Set(['admin key', 'one-time link', 'link or key', 'name and password', 'session', 'key']);
const camel = (text: string): string => text.replaceAll(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());
const D = 'settings.log.details';

/** The words kept under a key, or the text as it stands where there are none. */
const orText = ({ t, te }: Phrases, key: string, text: string): string => (te(key) ? t(key) : text);

/** Text with a last part, as `name, role` or `action in show`; undefined where it has none. */
function splitLast(text: string, by: string): [string, string] | undefined {
  const at = text.lastIndexOf(by);
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + by.length)];
}

/** A command by its name, a route by what it is about: "view people", "change keys". */
function actionWords(action: string, words: Phrases): string {
  const route = /^([A-Z]+) \/(?:shows\/:id\/)?([\w-]+)/.exec(action);
  if (route) {
    const subject = `${D}.subject.${camel(route[2] ?? '')}`;
    return words.te(subject) ? words.t(`${D}.${route[1] === 'GET' ? 'view' : 'change'}`, { what: words.t(subject) }) : action;
  }
  return orText(words, action.includes(':') ? `${D}.ask.${camel(action.replace(':', ' '))}` : `act.command.${action}`, action);
}

function withinShow(text: string, words: Phrases, say: (text: string) => string): string {
  const parts = splitLast(text, ' in ');
  return parts ? words.t(`${D}.inShow`, { what: say(parts[0]), show: parts[1] }) : say(text);
}

/** `name, role`, or the like. */
function withRole(text: string, words: Phrases, say: (text: string) => string = (name) => name): string {
  const parts = splitLast(text, ', ');
  return parts ? `${say(parts[0])} · ${orText(words, `doors.roles.${parts[1]}`, parts[1])}` : say(text);
}

/** What was changed of a person: the log keeps it as JSON, with a word for the password, which it never keeps. */
function changeWords(text: string, words: Phrases): string {
  const parts = /^(.*?): (\{.*\})(, password)?$/.exec(text);
  if (!parts) return text;
  const said: string[] = [];
  // Written by the server's JSON.stringify; a name is the only free text in it.
  const name = /"name":"((?:[^"\\]|\\.)*)"/.exec(parts[2] ?? '')?.[1];
  if (name !== undefined) said.push(words.t(`${D}.name`, { name }));
  const role = /"role":"(\w+)"/.exec(parts[2] ?? '')?.[1];
  if (role !== undefined) said.push(orText(words, `doors.roles.${role}`, role));
  const approver = /"approver":(true|false)/.exec(parts[2] ?? '')?.[1];
  if (approver !== undefined) said.push(words.t(`${D}.${approver === 'true' ? 'approver' : 'noApprover'}`));
  if (parts[3]) said.push(words.t(`${D}.password`));
  return said.length > 0 ? `${parts[1] ?? ''} · ${said.join(' · ')}` : text;
}

function keyWords(text: string, words: Phrases): string {
  const named = /^(.*): ((?:ingest|claims|read|admin)(?:, (?:ingest|claims|read|admin))*)(?: in (.+))?$/.exec(text);
  if (!named) return text;
  const scopes = (named[2] ?? '').split(', ').map((scope) => words.t(`settings.keys.scope.${scope}`)).join(' · ');
  const made = `${named[1] ?? ''} · ${scopes}`;
  return named[3] === undefined ? made : words.t(`${D}.inShow`, { what: made, show: named[3] });
}

/** What the log keeps in English, in the language of the screen. A form that is not known here is shown as it is. */
export function accessDetail({ what, detail }: Pick<AccessEntry, 'what' | 'detail'>, words: Phrases): string {
  if (MEANS.has(detail)) return words.t(`${D}.${camel(detail)}`);
  switch (what) {
    case 'refused':
      return withinShow(detail, words, (action) => actionWords(action, words));
    case 'pairing-offered':
    case 'paired':
    case 'person-made':
      return withRole(detail, words);
    case 'member-added':
    case 'link-made':
    case 'link-removed':
    case 'link-opened':
      return withRole(detail, words, (text) => withinShow(text, words, (name) => name));
    case 'member-removed':
      return withinShow(detail, words, (person) => person);
    case 'person-changed':
      return changeWords(detail, words);
    case 'key-made':
      return keyWords(detail, words);
    case 'signed-in':
    case 'sign-in-refused':
    case 'signed-out':
    case 'pair-refused':
    case 'link-refused':
    case 'session-ended':
    case 'password-changed':
    case 'person-removed':
    case 'key-removed':
    case 'recording-deleted':
    case 'recording-imported':
      return detail;
    default:
      return what satisfies never;
  }
}
