import type { Explanation } from "../model/explanation";
import type { Judgement } from "../model/judgement";
import type { OpenIssues } from "../model/readings/people";
import { counted } from "./figures";
import { listed, measured } from "./judged";
import type { Fault } from "./precedence";
import { weighed } from "./weighed";

/** Judges that the tracker has no open issue with the release's label. None open means nothing unless the control holds. */
export function judgeNoOpenIssues(issues: OpenIssues): Judgement {
  const { source, label, query, open, openCount } = issues;
  const count = Number.isSafeInteger(openCount) && openCount >= 0 ? Math.max(openCount, open.length) : open.length;
  const isCounted = Number.isSafeInteger(openCount) && openCount >= 0;
  return weighed({
    summary: `${source} has no open issue with the label "${label}" (${issues.control.says}).`,
    measurements: [
      measured({
        signal: `open issues with the label "${label}"`,
        value: isCounted ? count : null,
        unit: "issues",
        limit: 0,
        comparison: "equal",
        source,
        query,
      }),
    ],
    problems: count > 0 ? [openProblem(issues, count)] : [],
    doubts: [...(issues.control.holds ? [] : [withoutControl(issues)]), ...(isCounted ? [] : [uncounted(issues)])],
  });
}

function openProblem({ source, label, where, query, open }: OpenIssues, count: number): Explanation {
  const named = open.map(({ key, title, url }) => `${key} "${title}" (${url})`);
  return {
    what: `${source} has ${counted(count, "open issue")} with the label "${label}"; expected is none.${named.length === 0 ? "" : ` ${listed(named)}.`}`,
    where,
    why: `${named.length < count ? `Of them ${named.length} are named by the tracker's answer. ` : ""}Somebody found a fault of this release, or forgot to close it. Query: ${query}`,
    fix: "Settle and close each of them, or take the label off those that do not concern this release.",
  };
}

function withoutControl({ where, source, label, query, control }: OpenIssues): Fault {
  return {
    cause: "no-data",
    problem: {
      what: `That ${source} names no open issue with the label "${label}" means nothing: ${control.says}.`,
      where,
      why: "The label is misspelt or does not exist, or the question is put to the wrong project.",
      fix: `Create the label, or correct it in the environment file. Query: ${query}`,
    },
  };
}

function uncounted({ where, source, query }: OpenIssues): Fault {
  return {
    cause: "no-data",
    problem: {
      what: `${source} does not say how many issues are open.`,
      where,
      why: "Its answer has no count.",
      fix: `Look at the tracker's answer to the query: ${query}`,
    },
  };
}
