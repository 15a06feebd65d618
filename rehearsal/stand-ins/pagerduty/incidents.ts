import type { TriggerEvent } from "./events";

/** Where an incident stands. */
export type IncidentStatus = "triggered" | "acknowledged" | "resolved";

/** An incident with the one alert that opened it; times are ISO 8601 in UTC, to the second. */
export interface Incident {
  readonly id: string;
  readonly number: number;
  readonly alertId: string;
  readonly dedupKey: string;
  readonly event: TriggerEvent;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly status: IncidentStatus;
  /** How many further trigger events were added to the open incident. */
  readonly furtherTriggers: number;
}

/** The incidents of the rehearsal's service, oldest first. */
export class Incidents {
  readonly #all: Incident[] = [];

  all(): readonly Incident[] {
    return [...this.#all];
  }

  /** Opens an incident, or adds to the open one with the same key. */
  trigger(dedupKey: string, event: TriggerEvent): void {
    const open = this.#open(dedupKey);
    if (open !== undefined) return this.#replace(open, { furtherTriggers: open.furtherTriggers + 1 });
    const number = this.#all.length + 1;
    const at = now();
    this.#all.push({
      id: `Q0INCIDENT${String(number).padStart(4, "0")}`,
      number,
      alertId: `Q0ALERT${String(number).padStart(4, "0")}`,
      dedupKey,
      event,
      createdAt: at,
      updatedAt: at,
      status: "triggered",
      furtherTriggers: 0,
    });
  }

  /** Acknowledges or resolves the open incident with this key; without one the event is dropped, as PagerDuty does. */
  settle(dedupKey: string, status: "acknowledged" | "resolved"): void {
    const open = this.#open(dedupKey);
    if (open !== undefined) this.#replace(open, { status });
  }

  #open(dedupKey: string): Incident | undefined {
    return this.#all.find((incident) => incident.dedupKey === dedupKey && incident.status !== "resolved");
  }

  #replace(incident: Incident, changes: Partial<Incident>): void {
    this.#all[this.#all.indexOf(incident)] = { ...incident, ...changes, updatedAt: now() };
  }
}

function now(): string {
  return new Date().toISOString().replace(/\.\d{3}Z$/, "Z");
}
