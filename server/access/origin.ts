/**
 * Whether a browser's request comes from one of our own pages. No Origin means no browser page sent it.
 * `cors` would not do: it does not stop WebSockets, and a same-site page on another port still carries the cookie.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}
