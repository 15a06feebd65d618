/**
 * Where a further page is, as a path below the connection's base URL; null where it is on another host or outside the
 * base URL's path: credentials are sent nowhere else.
 * @param target what the system gave: a whole address, or one relative to the page that named it.
 * @param currentPath the path of that page, below the base URL.
 */
export function pathOfNextPage(baseUrl: string, target: string, currentPath: string): string | null {
  const base = new URL(`${baseUrl.replace(/\/+$/, "")}/`);
  const current = new URL(base.href.slice(0, -1) + currentPath);
  if (!URL.canParse(target, current.href)) return null;
  const next = new URL(target, current.href);
  if (next.origin !== base.origin || !next.pathname.startsWith(base.pathname)) return null;
  return next.pathname.slice(base.pathname.length - 1) + next.search;
}
