import { atSecond } from "../model/slices";

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const MOST_DECIMALS = 9;

/** A number for a sentence: "10,000", "57.96". */
export function figure(value: number): string {
  return GROUPED.format(value);
}

/** A count with its noun: "1 error", "10,000 requests". */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * A percentage for a sentence: "0.02 %". Two decimals; more where two would hide that it is not zero, or would put it on
 * another side of the limit.
 */
export function percentage(percent: number, limitPercent = 0): string {
  for (let decimals = 2; decimals < MOST_DECIMALS; decimals += 1) {
    const text = percent.toFixed(decimals);
    const keepsSide = Math.sign(Number(text) - limitPercent) === Math.sign(percent - limitPercent);
    if (keepsSide && (percent === 0 || Number(text) !== 0)) return `${text} %`;
  }
  return `${Number(percent.toFixed(MOST_DECIMALS))} %`;
}

/** A confidence as people write it: "95 %", "99.9479 %". */
export function confidenceText(confidence: number): string {
  return `${Number((100 * confidence).toFixed(4))} %`;
}

/** A moment, to the minute where it is a full one: "2025-10-23 14:00 UTC". */
export function moment(unixSeconds: number): string {
  const text = atSecond(unixSeconds);
  const time = unixSeconds % 60 === 0 ? text.slice(11, 16) : text.slice(11, 19);
  return `${text.slice(0, 10)} ${time} UTC`;
}

/** A stretch of time: "2025-10-23 14:00 to 14:30 UTC"; the second date only where it is another one. */
export function span(startSeconds: number, endSeconds: number): string {
  const [start, end] = [moment(startSeconds), moment(endSeconds)];
  const isSameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${start.replace(" UTC", "")} to ${isSameDay ? end.slice(11) : end}`;
}

/** A length of time in the unit that fits: "45 s", "16 min", "3.5 h". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${figure(Math.ceil(seconds))} s`;
  if (seconds < 2 * 3600) return `${figure(Math.ceil(seconds / 60))} min`;
  return `${figure(Math.round(seconds / 360) / 10)} h`;
}
