import type { StandInAnswer, StandInRequest } from "../http-server";
import { json } from "../http-server";
import { credentials } from "../outside-data";
import { ElasticsearchError, illegalArgument } from "./errors";

/** Who may use the rehearsal's Elasticsearch. */
export interface ElasticsearchSecrets {
  /** The encoded API key, as it stands behind `Authorization: ApiKey `. */
  readonly apiKey: string;
  /** The log shipper's user: rsyslog knows basic authentication only. */
  readonly shipper?: { readonly username: string; readonly password: string };
}

/** Refuses a request without valid credentials as the security plugin does. */
export function refuseStranger(request: StandInRequest, secrets: ElasticsearchSecrets): StandInAnswer | undefined {
  const { shipper } = secrets;
  const basic = shipper && Buffer.from(`${shipper.username}:${shipper.password}`).toString("base64");
  if (credentials(request, "ApiKey") === secrets.apiKey) return undefined;
  if (basic !== undefined && credentials(request, "Basic") === basic) return undefined;
  const problem =
    request.headers.authorization === undefined ? "missing authentication credentials" : "unable to authenticate";
  const reason = `${problem} for REST request [${request.path}]`;
  return new ElasticsearchError(401, "security_exception", reason, {
    header: { "WWW-Authenticate": ['Basic realm="security" charset="UTF-8"', "ApiKey"] },
  }).answer({ "www-authenticate": 'Basic realm="security" charset="UTF-8", ApiKey' });
}

const MEDIA_TYPES = [
  "application/json",
  "application/x-ndjson",
  "application/vnd.elasticsearch+json",
  "application/vnd.elasticsearch+x-ndjson",
];
const ACCEPTED_VERSIONS = ["7", "8"];

/** Refuses media types that an 8.x server does not take, among them those that ask for compatibility with 9. */
export function refuseMediaType(request: StandInRequest): StandInAnswer | undefined {
  const content = request.body === "" ? undefined : readMediaType(request.headers["content-type"] ?? "");
  const accept = readMediaType((request.headers.accept ?? "*/*").split(",")[0] ?? "");
  if (content !== undefined && !MEDIA_TYPES.includes(content.type)) {
    const given = request.headers["content-type"] ?? "";
    return json(406, { error: `Content-Type header [${given}] is not supported`, status: 406 });
  }
  for (const version of [content?.version, accept.version]) {
    if (version === undefined || ACCEPTED_VERSIONS.includes(version)) continue;
    const reason = `Accept version must be either version 8 or 7, but found ${version}`;
    return new ElasticsearchError(400, "media_type_header_exception", reason).answer();
  }
  if (content !== undefined && accept.version !== content.version) {
    const reason =
      "A compatible version is required on both Content-Type and Accept headers if either one has requested one";
    return new ElasticsearchError(400, "media_type_header_exception", reason).answer();
  }
  return undefined;
}

function readMediaType(header: string): { type: string; version: string | undefined } {
  const [type = "", ...parameters] = header.split(";").map((part) => part.trim().toLowerCase());
  const version = parameters.find((parameter) => parameter.startsWith("compatible-with="))?.split("=")[1];
  return { type, version };
}

const COMMON_PARAMETERS = ["pretty", "human", "error_trace"];

/** Elasticsearch ignores no URL parameter. @throws ElasticsearchError `illegal_argument_exception` */
export function checkParameters(request: StandInRequest, known: readonly string[]): void {
  const unknown = [...request.query.keys()].find((name) => !known.includes(name) && !COMMON_PARAMETERS.includes(name));
  if (unknown !== undefined)
    throw illegalArgument(`request [${request.path}] contains unrecognized parameter: [${unknown}]`);
}
