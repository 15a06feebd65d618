/** The judgements of an incident, for the steps. */
export { judgeDecision } from "./decision";
export { judgeDependencies } from "./dependencies";
export { judgeDiagnosisTime } from "./diagnosis-time";
export { isAlertDue, judgeAlert, judgeRollbackDue, judgeRollbackPlan } from "./due";
export { judgeErrorLogs } from "./error-logs";
export { answerTo, decideIncident, findIncident, judgeErrorPlaces } from "./facts";
export { ruleOfIncident } from "./looks";
