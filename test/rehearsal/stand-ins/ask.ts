/** An answer as a test looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or undefined when it is none. */
  readonly json: unknown;
}

/** One request by plain fetch, redirects not followed. An object as body is sent as JSON. */
export async function ask(
  url: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    json?: unknown;
    form?: Record<string, string>;
    body?: string;
  } = {},
): Promise<Answer> {
  const { json, form, body } = options;
  const type =
    json !== undefined ? "application/json" : form !== undefined ? "application/x-www-form-urlencoded" : undefined;
  const content =
    json !== undefined ? JSON.stringify(json) : form !== undefined ? new URLSearchParams(form).toString() : body;
  const response = await fetch(url, {
    method: options.method ?? (content === undefined ? "GET" : "POST"),
    headers: { ...(type !== undefined && { "content-type": type }), ...options.headers },
    redirect: "manual",
    ...(content !== undefined && { body: Buffer.from(content) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The value at a path such as `results.A.frames.0`; undefined where the path ends early. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((current, key) => {
    const isHolder = typeof current === "object" && current !== null && Object.hasOwn(current, key);
    return isHolder ? Reflect.get(current, key) : undefined;
  }, value);
}

/** The list at a path. @throws TypeError when there is none. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  if (!Array.isArray(found)) throw new TypeError(`There is no list at ${path}.`);
  return found;
}

/** Asks again until the answer is as wanted. @throws Error after two seconds. */
export async function eventually(read: () => Promise<Answer>, isWanted: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = Date.now() + 2000;
  for (;;) {
    const answer = await read();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Still not as wanted: ${answer.status} ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
