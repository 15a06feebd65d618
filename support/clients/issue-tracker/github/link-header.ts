/** The target of a relation ("next") in a Link header (RFC 8288); null: the header names none. */
export function linkTo(relation: string, header: string | undefined): string | null {
  for (const [, target = "", parameters = ""] of (header ?? "").matchAll(/<([^>]*)>([^<]*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
    if ((quoted ?? bare ?? "").toLowerCase().split(/\s+/).includes(relation)) return target;
  }
  return null;
}
