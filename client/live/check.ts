/**
 * Checks data from outside against a TypeBox schema without generating code, because the page's policy allows no eval,
 * and without walking the schema for every value: a schema is turned into closures once, so a tick of a hundred
 * listings is judged in well under a millisecond. Understands exactly the keywords the protocol uses and throws, when
 * it is prepared, on any other: a rule is never skipped in silence.
 */
export type Check = (value: unknown) => boolean;
export type Guard<T> = (value: unknown) => value is T;

interface Rules {
  [keyword: string]: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (value: Record<string, unknown>, key: string): boolean => Object.prototype.hasOwnProperty.call(value, key);

const TYPES: Readonly<Record<string, Check>> = {
  object: isRecord,
  array: Array.isArray,
  string: (v) => typeof v === 'string',
  number: (v) => typeof v === 'number' && Number.isFinite(v),
  integer: (v) => Number.isInteger(v),
  boolean: (v) => typeof v === 'boolean',
  null: (v) => v === null,
};

const KEYWORDS: Readonly<Record<string, (rule: unknown, rules: Rules) => Check>> = {
  type: (rule) => {
    const check = TYPES[String(rule)];
    if (!check) throw new Error(`check: type ${String(rule)} is not supported`);
    return check;
  },
  const: (rule) => (v) => v === rule,
  enum: (rule) => {
    const allowed = new Set<unknown>(listOf(rule));
    return (v) => allowed.has(v);
  },
  anyOf: (rule) => {
    const any = listOf(rule).map((r) => checkOf(r));
    return (v) => any.some((check) => check(v));
  },
  minimum: (rule) => (v) => typeof v !== 'number' || v >= Number(rule),
  exclusiveMinimum: (rule) => (v) => typeof v !== 'number' || v > Number(rule),
  maximum: (rule) => (v) => typeof v !== 'number' || v <= Number(rule),
  minLength: (rule) => (v) => typeof v !== 'string' || v.length >= Number(rule),
  maxLength: (rule) => (v) => typeof v !== 'string' || v.length <= Number(rule),
  pattern: (rule) => {
    const pattern = new RegExp(String(rule), 'u');
    return (v) => typeof v !== 'string' || pattern.test(v);
  },
  required: (rule) => {
    const keys = listOf(rule).map(String);
    return (v) => isRecord(v) && keys.every((key) => own(v, key) && v[key] !== undefined);
  },
  properties: (rule) => {
    const named = Object.entries(recordOf(rule)).map(([key, r]) => [key, checkOf(r)] as const);
    return (v) => isRecord(v) && named.every(([key, check]) => !own(v, key) || v[key] === undefined || check(v[key]));
  },
  patternProperties: (rule) => {
    const [entry, ...more] = Object.entries(recordOf(rule));
    if (!entry || more.length > 0 || entry[0] !== '^.*$') throw new Error('check: only a record of any key is supported');
    const each = checkOf(entry[1]);
    return (v) => {
      if (!isRecord(v)) return false;
      for (const key in v) if (!each(v[key])) return false;
      return true;
    };
  },
  items: (rule) => {
    if (Array.isArray(rule)) {
      const places = rule.map((r) => checkOf(r));
      return (v) => Array.isArray(v) && places.every((check, i) => i >= v.length || check(v[i]));
    }
    const each = checkOf(rule);
    return (v) => Array.isArray(v) && v.every((item) => each(item));
  },
  additionalItems: (rule, rules) => {
    const places = listOf(rules['items']).length;
    if (rule !== false) throw new Error('check: additionalItems must be false');
    return (v) => !Array.isArray(v) || v.length <= places;
  },
  minItems: (rule) => (v) => !Array.isArray(v) || v.length >= Number(rule),
  maxItems: (rule) => (v) => !Array.isArray(v) || v.length <= Number(rule),
};

/** The check of one schema. @throws Error on a keyword it does not know, at once and not with the first value. */
export function checkOf(schema: unknown): Check {
  const rules = recordOf(schema);
  const checks = Object.keys(rules).map((keyword) => {
    const make = KEYWORDS[keyword];
    if (!make) throw new Error(`check: keyword ${keyword} is not supported`);
    return make(rules[keyword], rules);
  });
  const [first, second] = checks;
  if (!first) return () => true;
  if (!second) return first;
  return (value) => checks.every((check) => check(value));
}

function listOf(rule: unknown): unknown[] {
  if (!Array.isArray(rule)) throw new Error('check: a list was expected');
  return rule;
}

function recordOf(rule: unknown): Rules {
  if (!isRecord(rule)) throw new Error('check: an object was expected');
  return rule;
}
