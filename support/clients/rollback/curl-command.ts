import type { Auth, Connection } from "../transport/connection";

/**
 * The command that sends a POST by hand. What may be a secret stands as a shell variable between double quotes: the
 * shell asks for nothing and fails visibly at the other end where the variable is not set.
 */
export function curlCommand(connection: Connection, path: string, headers: Readonly<Record<string, string>>): string {
  const { baseUrl, auth, tls } = connection;
  const own = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  // The connection's headers may come from the file or from a secret: which, is not known any more.
  const configured = Object.keys(connection.headers).map((name) => `-H ${quoted(`${name}: `)}"$${variableOf(name)}"`);
  const file = (option: string, path: string | undefined) => (path === undefined ? [] : [`${option} ${quoted(path)}`]);
  const files = [...file("--cacert", tls.caFile), ...file("--cert", tls.certFile), ...file("--key", tls.keyFile)];
  const options = [...own, ...configured, ...credentials(auth), ...files];
  return ["curl -X POST", ...options, quoted(`${baseUrl.replace(/\/+$/, "")}${path}`)].join(" ");
}

function credentials(auth: Auth): readonly string[] {
  switch (auth.kind) {
    case "none":
      return [];
    case "basic":
      return [`--user ${quoted(auth.user)}`]; // curl asks for the password
    case "bearer":
      return [`-H 'Authorization: Bearer '"$TOKEN"`];
    case "header":
      return [`-H ${quoted(`${auth.name}: ${auth.prefix}`)}"$${variableOf(auth.name)}"`];
    case "bearer-from-command":
      return [`-H "Authorization: Bearer $(${auth.command.map(quoted).join(" ")})"`];
    case "bearer-from-file":
      return [`-H "Authorization: Bearer $(cat ${quoted(auth.path)})"`];
  }
}

/** "X-Api-Key" as a shell variable: X_API_KEY. */
function variableOf(header: string): string {
  return header.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

/** For a POSIX shell: nothing inside means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
