import { stringify } from "yaml";
import { shortTime, type ScheduledRun, type WindowPlan } from "../../model/window-plan";
import { AT_ITS_TIME, cronFields, epochSeconds, shellWord } from "./cron-fields";
import { commented, windowTitle, type ScheduleWriter } from "./output";

/** A GitHub Actions workflow: one schedule entry for each run. */
export const writeGithub: ScheduleWriter = (plan) => {
  const name = `canary-${plan.environment}.yml`;
  const workflow = stringify(workflowOf(plan), { lineWidth: 0, aliasDuplicateObjects: false });
  return [{ name, content: `${commented(introduction(plan, name)).join("\n")}\n${workflow}` }];
};

/** GitHub begins scheduled workflows late when it is busy; judged as of its time, a run is worth it for so long. */
const WITHIN_SECONDS = 12 * 3600;
/** For fetching the project, and for keeping the reports. */
const AROUND_MINUTES = 15;

function introduction(plan: WindowPlan, name: string): string[] {
  return [
    `${windowTitle(plan)}.`,
    `Put it into .github/workflows/${name} of the default branch; schedules run from there only.`,
    "GitHub begins scheduled workflows late when it is busy, and drops some. Each run is judged as of its time; start what was",
    "dropped by hand, from the list of this workflow. A workflow's schedule knows no year: remove it after the window.",
    "A verdict that is not GO fails the job; the report is kept as its artefact all the same. Nothing is tried again.",
  ];
}

function workflowOf(plan: WindowPlan) {
  const { environment, release, runs } = plan;
  const longest = Math.max(...runs.map(({ endWithinSeconds }) => endWithinSeconds)) / 60;
  return {
    name: `Canary window of ${release.id} in ${environment}`,
    on: {
      schedule: runs.map(({ startsAt }) => ({ cron: cronFields(startsAt) })),
      workflow_dispatch: {
        inputs: {
          run: {
            description: "A run that was dropped; it is judged as of its time",
            required: true,
            type: "choice",
            options: runs.map(choiceOf),
          },
        },
      },
    },
    permissions: { contents: "read" },
    concurrency: { group: `canary-runbook-${environment}`, "cancel-in-progress": false },
    jobs: {
      run: {
        name: "${{ inputs.run || github.event.schedule }}",
        "runs-on": "self-hosted",
        "timeout-minutes": longest + AROUND_MINUTES,
        ...environmentOf(plan),
        steps: stepsOf(plan, longest),
      },
    },
  };
}

function environmentOf({ variableNames }: WindowPlan) {
  if (variableNames.length === 0) return {};
  return { env: Object.fromEntries(variableNames.map((name) => [name, `\${{ secrets.${name} }}`])) };
}

function stepsOf(plan: WindowPlan, longestMinutes: number) {
  const { environment, release } = plan;
  const reports = `reports/${environment}`;
  // The lock of a run that was killed is of another machine, which nobody can ask whether it lives.
  const record = `${reports}\n!${reports}/*.lock\n`;
  const cache = `canary-runbook-${environment}-${release.id}-`;
  const key = `${cache}\${{ github.run_id }}-\${{ github.run_attempt }}`;
  return [
    { uses: "actions/checkout@v4" },
    { uses: "actions/setup-node@v4", with: { "node-version": 20, cache: "npm" } },
    { run: "npm ci" },
    {
      name: "Fetch the record of the window so far",
      uses: "actions/cache/restore@v4",
      with: { path: record, key, "restore-keys": cache },
    },
    {
      name: "Carry out the run",
      "timeout-minutes": longestMinutes,
      env: { CHOSEN: "${{ inputs.run }}", SCHEDULE: "${{ github.event.schedule }}" },
      run: script(plan),
    },
    {
      name: "Keep the record",
      if: "${{ always() }}",
      uses: "actions/cache/save@v4",
      with: { path: record, key },
    },
    {
      name: "Keep the report",
      if: "${{ always() }}",
      uses: "actions/upload-artifact@v4",
      with: {
        name: `${environment}-\${{ github.run_id }}-\${{ github.run_attempt }}`,
        path: reports,
        "if-no-files-found": "error",
      },
    },
  ];
}

/** Which command belongs to the schedule that began the workflow, or to the run that a person chose. */
function script({ runs }: WindowPlan): string {
  const cases = runs.map((run) => {
    const due = `due=${epochSeconds(run.startsAt)}`;
    return `  "${cronFields(run.startsAt)}" | "${choiceOf(run)}") ${due}; set -- ${run.command.map(shellWord).join(" ")} ;;`;
  });
  return [
    'case "${CHOSEN:-$SCHEDULE}" in',
    ...cases,
    '  *) echo "No run of this window belongs to \\"${CHOSEN:-$SCHEDULE}\\"." >&2; exit 3 ;;',
    "esac",
    'if [ -n "$CHOSEN" ]; then exec "$@"; fi',
    `exec ${AT_ITS_TIME} "$due" ${WITHIN_SECONDS} "$@"`,
    "",
  ].join("\n");
}

function choiceOf({ phase, at }: ScheduledRun): string {
  return `${phase} ${shortTime(at)}`;
}
