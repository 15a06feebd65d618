/** "10-22 14:15 UTC". */
export function shortTime(iso: string): string {
  return `${iso.slice(5, 16).replace("T", " ")} UTC`;
}
