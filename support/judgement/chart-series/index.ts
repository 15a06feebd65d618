export { errorRateChart, type ShareBounds } from "./error-rate-chart";
export type { ByTrack, ChartFrame } from "./frame";
export { latencyChart } from "./latency-chart";
export { memoryChart } from "./memory-chart";
export { probesChart } from "./probes-chart";
export { trafficShareChart } from "./traffic-share-chart";
