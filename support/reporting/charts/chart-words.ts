import type { ChartWords } from "../../model/chart";
import type { Language } from "../messages";

/** The words that charts of readings are made with. */
export const CHART_WORDS: Readonly<Record<Language, ChartWords>> = {
  en: {
    errorRate: "Error rate",
    p95: "P95 response time",
    memory: "Memory of each instance",
    trafficShare: "Canary's share of the traffic",
    probes: "Probes answered",
    canary: "canary",
    legacy: "legacy",
    limit: "limit",
    restart: (instance) => `restart of ${instance}`,
    aboveLastBound: (boundMs) => `above ${boundMs} ms`,
    failedProbes: (count, target) => `${count} failed ${count === 1 ? "probe" : "probes"} of ${target}`,
  },
  ko: {
    errorRate: "에러율",
    p95: "P95 응답 시간",
    memory: "인스턴스별 메모리",
    trafficShare: "카나리 트래픽 비율",
    probes: "프로브 응답",
    canary: "카나리",
    legacy: "레거시",
    limit: "한계",
    restart: (instance) => `${instance} 재시작`,
    aboveLastBound: (boundMs) => `${boundMs} ms 초과`,
    failedProbes: (count, target) => `${target} 프로브 ${count}회 실패`,
  },
};

/** The words that drawing a chart adds. */
export interface DrawingWords {
  readonly noData: string;
  readonly bounds: string;
  /** So many further lines that the legend has no room for. */
  moreLines(count: number): string;
  /** The numbers of one line; each is given with its unit. */
  line(name: string, numbers: LineNumbers): string;
  emptyLine(name: string): string;
  limit(name: string, value: string): string;
  gaps(spans: string): string;
  marks(list: string): string;
}

interface LineNumbers {
  readonly first: string;
  readonly last: string;
  readonly least: string;
  readonly most: string;
}

/** English and Korean. */
export const DRAWING_WORDS: Readonly<Record<Language, DrawingWords>> = {
  en: {
    noData: "no data",
    bounds: "confidence bounds",
    moreLines: (count) => `and ${count} more ${count === 1 ? "line" : "lines"}`,
    line: (name, { first, last, least, most }) =>
      `${name}: first ${first}, last ${last}, least ${least}, most ${most}.`,
    emptyLine: (name) => `${name}: no data.`,
    limit: (name, value) => `${name}: ${value}.`,
    gaps: (spans) => `No data: ${spans}.`,
    marks: (list) => `Marked: ${list}.`,
  },
  ko: {
    noData: "데이터 없음",
    bounds: "신뢰 구간",
    moreLines: (count) => `외 ${count}개`,
    line: (name, { first, last, least, most }) =>
      `${name}: 처음 ${first}, 마지막 ${last}, 최소 ${least}, 최대 ${most}.`,
    emptyLine: (name) => `${name}: 데이터 없음.`,
    limit: (name, value) => `${name}: ${value}.`,
    gaps: (spans) => `데이터 없음: ${spans}.`,
    marks: (list) => `표시: ${list}.`,
  },
};
