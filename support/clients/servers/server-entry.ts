/** One server as an inventory names it. */
export interface ServerEntry {
  /** Name for people; left out: host and port. */
  readonly name?: string | undefined;
  /** Address without the health path: "https://web-01.example:8443". */
  readonly url: string;
  /** Versions that this server may have; left out: those of all servers. */
  readonly versions?: readonly string[] | undefined;
  /** Host that is asked for, where the address is a number: it goes into the Host header and into TLS. */
  readonly host?: string | undefined;
}
