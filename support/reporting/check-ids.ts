/** What a check's id is made of. */
interface Named {
  readonly items: readonly string[];
  readonly scenario: string;
}

/**
 * An id for each check of a run, unique and the same from run to run: the runbook ids joined by "+", and where several
 * checks share them, the scenario's name too ("D3-I5 Elasticsearch"), and where those are equal as well, a number.
 */
export function checkIds(checks: readonly Named[]): string[] {
  const byItems = checks.map(({ items }) => items.join("+"));
  const byName = checks.map(({ scenario }, index) => {
    const items = byItems[index] ?? "";
    return isUnique(items, byItems) ? items : `${items} ${scenario}`;
  });
  return byName.map((id, index) => (isUnique(id, byName) ? id : `${id} #${numberOf(id, byName, index)}`));
}

function isUnique(id: string, ids: readonly string[]): boolean {
  return ids.indexOf(id) === ids.lastIndexOf(id);
}

function numberOf(id: string, ids: readonly string[], index: number): number {
  return ids.slice(0, index + 1).filter((other) => other === id).length;
}
