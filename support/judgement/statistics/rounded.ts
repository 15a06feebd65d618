/** The value rounded to 1e-9: how values are compared with limits, so that 0.1 + 0.2 is not above 0.3. */
export function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** Whether the value is truly below the limit, both rounded: exactly at the limit is not below it. */
export function isBelow(value: number, limit: number): boolean {
  return rounded(value) < rounded(limit);
}
