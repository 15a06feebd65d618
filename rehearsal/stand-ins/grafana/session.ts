import { randomUUID } from "node:crypto";
import { json, redirect, type Route, type StandInAnswer, type StandInRequest } from "../http-server";
import { credentials } from "../outside-data";
import { errorBody } from "./api";
import { loginPage } from "./pages";

const COOKIE = "grafana_session";
const OPEN_PATHS = ["/api/health", "/login"];

/** Who may see what: the token on every request, or a session that a human opened with it on the log-in page. */
export class Sessions {
  /** A log-in wall in front of everything, as single sign-on puts it. */
  hasWall = false;
  readonly #sessions = new Set<string>();

  constructor(private readonly token: string) {}

  /** The refusal of a request without a valid token or session: 401 for the API, the log-in page for pages. */
  refuse(request: StandInRequest): StandInAnswer | undefined {
    const { path } = request;
    const toLogin = redirect(`/login?redirectTo=${encodeURIComponent(path)}`);
    if (this.hasWall) return path === "/login" ? undefined : toLogin;
    if (OPEN_PATHS.includes(path) || path.startsWith("/public/") || this.#isKnown(request)) return undefined;
    if (!path.startsWith("/api/")) return toLogin;
    const isTokenGiven = request.headers.authorization !== undefined;
    return isTokenGiven
      ? json(401, errorBody("Invalid API key", 401, "api-key.invalid"))
      : json(401, errorBody("Unauthorized", 401, "auth.unauthorized"));
  }

  loginRoutes(): Route[] {
    return [
      { method: "GET", path: "/login", operation: "login page", answer: () => loginPage() },
      { method: "POST", path: "/login", operation: "login", answer: (request) => this.#login(request) },
    ];
  }

  #isKnown(request: StandInRequest): boolean {
    const bearer = credentials(request, "Bearer");
    if (bearer !== undefined) return bearer === this.token;
    const cookies = (request.headers.cookie ?? "").split(/;\s*/);
    return cookies.some(
      (cookie) => cookie.startsWith(`${COOKIE}=`) && this.#sessions.has(cookie.slice(COOKIE.length + 1)),
    );
  }

  #login(request: StandInRequest): StandInAnswer {
    if (this.hasWall || new URLSearchParams(request.body).get("token") !== this.token) return loginPage(401);
    const session = randomUUID();
    this.#sessions.add(session);
    return redirect("/", { "set-cookie": `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax` });
  }
}
