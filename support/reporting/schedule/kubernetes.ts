import type { ICronJob } from "kubernetes-models/batch/v1";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1";
import { stringify } from "yaml";
import type { ScheduledRun, WindowPlan } from "../../model/window-plan";
import { AT_ITS_TIME, cronFields, epochSeconds } from "./cron-fields";
import { commented, windowTitle, type ScheduleOptions, type ScheduleWriter } from "./output";

/** Kubernetes: a CronJob for each run, and the volume that keeps the record. */
export const writeKubernetes: ScheduleWriter = (plan, options) => {
  const objects = [volumeOf(plan), ...plan.runs.map((run) => cronJobOf(run, plan, options))];
  const documents = objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }));
  const content = `${commented(introduction(plan, options)).join("\n")}\n${documents.join("---\n")}`;
  return [{ name: `canary-${plan.environment}.yaml`, content }];
};

/** Where the project stands in the image. */
const WORKING_FOLDER = "/app";
/** A pod is told to end, and has so long to report. */
const GRACE_SECONDS = 60;

function introduction(plan: WindowPlan, { image }: ScheduleOptions): string[] {
  const { environment, variableNames } = plan;
  const name = appName(plan);
  return [
    `${windowTitle(plan)}.`,
    "",
    `The image ${image} holds the project in ${WORKING_FOLDER}, with its node_modules. Before, make:`,
    `  kubectl create configmap ${name} --from-file=${environment}.yaml=environments/${environment}.yaml`,
    ...(variableNames.length === 0
      ? []
      : [`  kubectl create secret generic ${name} --from-env-file=<file with ${variableNames.join(", ")}>`]),
    "",
    "One pod at a time: no run may still go on when the next begins, and the volume takes one pod only. So all pods may",
    "bear one host name, by which the lock of a pod that was killed is recognised as a dead one's.",
    "Exit codes 1 and 2 are verdicts: the Job fails, and no pod tries again. A pod that the cluster itself took away is replaced.",
    "A CronJob knows no year: a year later it does nothing and fails. Remove them after the window:",
    `  kubectl delete cronjob --selector app.kubernetes.io/instance=${name}`,
  ];
}

function appName({ environment }: WindowPlan): string {
  return `canary-${environment.slice(0, 20).replace(/-$/, "")}`;
}

function labelsOf(plan: WindowPlan): Record<string, string> {
  return { "app.kubernetes.io/name": "canary-runbook", "app.kubernetes.io/instance": appName(plan) };
}

function volumeOf(plan: WindowPlan): IPersistentVolumeClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: appName(plan), labels: labelsOf(plan) },
    spec: { accessModes: ["ReadWriteOncePod"], resources: { requests: { storage: "5Gi" } } },
  };
}

function cronJobOf(run: ScheduledRun, plan: WindowPlan, options: ScheduleOptions): ICronJob {
  const labels = { ...labelsOf(plan), "canary-runbook/phase": run.phase };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: `${appName(plan)}-${run.name}`, labels },
    spec: {
      schedule: cronFields(run.startsAt),
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: run.startWithinSeconds,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        metadata: { labels },
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: run.endWithinSeconds,
          podFailurePolicy: {
            rules: [
              { action: "FailJob", onExitCodes: { containerName: "run", operator: "In", values: [1, 2, 3, 4] } },
              { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
            ],
          },
          template: { metadata: { labels }, spec: podOf(run, plan, options) },
        },
      },
    },
  };
}

type PodSpec = NonNullable<NonNullable<NonNullable<ICronJob["spec"]>["jobTemplate"]["spec"]>["template"]["spec"]>;

function podOf(run: ScheduledRun, plan: WindowPlan, { image }: ScheduleOptions): PodSpec {
  const name = appName(plan);
  const command = [
    ...[
      `${WORKING_FOLDER}/${AT_ITS_TIME}`,
      String(epochSeconds(run.startsAt)),
      String(run.startWithinSeconds + run.endWithinSeconds),
    ],
    ...run.command,
  ];
  return {
    hostname: name,
    restartPolicy: "Never",
    terminationGracePeriodSeconds: GRACE_SECONDS,
    automountServiceAccountToken: false,
    containers: [
      {
        name: "run",
        image,
        workingDir: WORKING_FOLDER,
        command,
        ...(plan.variableNames.length === 0 ? {} : { envFrom: [{ secretRef: { name } }] }),
        terminationMessagePolicy: "FallbackToLogsOnError",
        resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "2Gi" } },
        volumeMounts: mountsOf(plan),
      },
    ],
    volumes: [
      { name: "reports", persistentVolumeClaim: { claimName: name } },
      { name: "environment", configMap: { name } },
    ],
  };
}

function mountsOf({ environment }: WindowPlan) {
  return [
    { name: "reports", mountPath: `${WORKING_FOLDER}/reports` },
    {
      name: "environment",
      mountPath: `${WORKING_FOLDER}/environments/${environment}.yaml`,
      subPath: `${environment}.yaml`,
      readOnly: true,
    },
  ];
}
