/** The five fields of a crontab for one minute of one day, in UTC: "15 14 22 10 *". A crontab knows no year. */
export function cronFields(at: string): string {
  const time = new Date(at);
  return `${time.getUTCMinutes()} ${time.getUTCHours()} ${time.getUTCDate()} ${time.getUTCMonth() + 1} *`;
}

/** Seconds since 1970. */
export function epochSeconds(at: string): number {
  return Date.parse(at) / 1000;
}

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The script that runs a command at its time only. */
export const AT_ITS_TIME = "deploy/at-its-time.sh";
