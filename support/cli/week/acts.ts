/** What a week is played with, in one module: it is loaded while the rehearsal boots. */
export { playWeek } from "./play";
export { showEnd } from "./show-end";
export { weekStage } from "./stage";
