import type { Connection } from "./transport/connection";

/** Where a system stands, for an explanation: its name, its address and the environment; without secrets. */
export function placeOf({ system, baseUrl }: Pick<Connection, "system" | "baseUrl">, environment: string): string {
  return `${system}, ${baseUrl}, environment ${environment}`;
}
