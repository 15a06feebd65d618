import type { Starter } from "../model/journal-entry";

type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment's variables tell of who began a run: the CI system's words first, then the login name. */
export function startedBy(variables: Variables): Starter {
  const given = (...names: readonly string[]): string | null =>
    names.map((name) => variables[name]?.trim() ?? "").find((value) => value !== "") ?? null;
  return {
    user: given(
      "GITHUB_ACTOR",
      "GITLAB_USER_LOGIN",
      "BUILD_REQUESTEDFOR",
      "BUILD_USER_ID",
      "USER",
      "LOGNAME",
      "USERNAME",
    ),
    job: withoutCredentials(gitHubJob(given) ?? given("CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL")),
  };
}

/** GitHub Actions gives no address of the run, only its parts. */
function gitHubJob(given: (name: string) => string | null): string | null {
  const [server, repository, run] = [given("GITHUB_SERVER_URL"), given("GITHUB_REPOSITORY"), given("GITHUB_RUN_ID")];
  return server === null || repository === null || run === null ? null : `${server}/${repository}/actions/runs/${run}`;
}

function withoutCredentials(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.search = "";
  return url.href;
}
