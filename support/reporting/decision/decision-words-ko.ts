import type { CheckpointState } from "../../model/decision";
import { REPORT_WORDS } from "../messages";
import { WORDS } from "../run-page-words";
import type { DecisionWords } from "./word-list";
import { shortTime } from "./short-time";

const STATES: Readonly<Record<CheckpointState, string>> = {
  go: "GO",
  "no-go": "NO-GO",
  inconclusive: "판정 불가",
  damaged: "기록 손상",
  missing: "미실행",
  "to-come": "예정",
};

/** The decision page in Korean. */
export const KO: DecisionWords = {
  title: "최종 결정",
  language: "언어",
  verdicts: { GO: "GO", "NO-GO": "NO-GO", INCONCLUSIVE: "판정 불가" },
  consequences: {
    GO: "A/B 테스트로 진행합니다.",
    "NO-GO": "진행하지 않습니다: 충족하지 못한 기준이 있습니다.",
    INCONCLUSIVE: "아직 진행하지 않습니다: 빠진 것이 있습니다. 모르는 것은 결코 GO가 아닙니다.",
  },
  states: STATES,
  outcomes: WORDS.ko.outcome,
  causes: REPORT_WORDS.ko.causes,
  phases: WORDS.ko.phase,
  rehearsal: "리허설 REHEARSAL",
  noEvidence: "프로덕션에 대한 증거가 아닙니다",
  asOf: "판정 기준 시각",
  decided: "결정 시각",
  release: "릴리스",
  environment: "환경",
  standIns: "대역 시스템",
  reasons: "이유",
  criteriaHold: (well, all) => `성공 기준 ${all}개 중 ${well}개를 충족합니다.`,
  checkpointsGo: (well, all) => `점검 시점 ${all}개 중 ${well}개가 실행되어 GO였습니다.`,
  signedBy: (count) => `유효한 승인 ${count}건.`,
  noTrouble: "장애와 롤백 기록이 없습니다.",
  happened: (count) => `장애와 롤백 기록 ${count}건 (아래 참조).`,
  fix: "다음 할 일",
  missing: "빠진 것과 이를 채울 사람",
  who: "담당",
  supply: "방법",
  criteria: "성공 기준",
  criterion: "기준",
  goal: "목표",
  value: "현재 값",
  state: "상태",
  recorded: "기록",
  recordedSame: "Day 7 기록",
  notRecorded: "Day 7 기록 없음",
  evidence: "증거",
  checkpoints: "점검 시점",
  checkpoint: "점검",
  time: "시간",
  run: "실행",
  late: "지연",
  beforeRollOut: "배포 전",
  runbookTables: "런북 표",
  charts: "지난 48시간",
  signOffs: "승인",
  noSignOffs: "이 릴리스와 버전에 대한 승인이 없습니다.",
  item: "항목",
  person: "이름",
  role: "역할",
  answer: "답",
  incidents: "장애와 롤백",
  noIncidents: "기록에 없습니다.",
  what: "내용",
  detail: "상세",
  changes: "지난 결정 이후 달라진 것",
  firstDecision: "이 릴리스와 버전에 대한 첫 결정입니다.",
  noChanges: "없습니다.",
  before: "이전",
  now: "현재",
  versions: "버전",
  digests: "증거의 다이제스트 (SHA-256)",
  digestsHow: "각 verdict.json에 그 실행의 증거 다이제스트가 있으며, npm run journal -- verify가 모두 대조합니다.",
  file: "파일",
  runPage: "실행 한 페이지 보기",
  allure: "모든 단계와 증거 (Allure)",
  more: (count) => `외 ${count}건`,
  missingText: (missing) => {
    switch (missing.kind) {
      case "checkpoint":
        return `${WORDS.ko.phase[missing.phase]}${missing.at === null ? "" : ` ${shortTime(missing.at)}`}: ${STATES[missing.state]}`;
      case "sign-off":
        return `승인 ${missing.item}: ${missing.title.ko}`;
      case "criterion": {
        const cause = missing.cause === null ? "" : ` (${REPORT_WORDS.ko.causes[missing.cause]})`;
        return `${missing.item} 확인하지 못함${cause}: ${missing.title.ko}`;
      }
      case "journal":
        return "기록(journal)이 손상되어 그 내용을 확신할 수 없습니다";
    }
  },
  whoText: (missing) => {
    if (missing.kind === "sign-off") return missing.roles.map(({ ko }) => ko).join(", ") || "항목의 승인자";
    if (missing.kind === "criterion" && missing.item === "SC-5") return "사용자 피드백 담당자 또는 승인자";
    if (missing.kind === "criterion" && missing.item === "SC-6") return "이슈 트래커 담당자";
    if (missing.kind === "checkpoint" && missing.phase === "preparation") return "배포 담당자, DevOps 담당자";
    return "DevOps 담당자 (온콜)";
  },
};
