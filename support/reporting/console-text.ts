const TERMINAL_CONTROL =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[@-_][^\u001b\u0007]*(?:\u0007|\u001b\\)?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Text from outside as it may be printed: no control of the terminal, and nothing that a CI system would take for a
 * command to itself ("::error::" at the beginning of a line of GitHub Actions, "##[…]" and "##vso[…]" of Azure Pipelines).
 */
export function consoleText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(TERMINAL_CONTROL, "")
    .replace(/^(\s*)::/gm, "$1: :")
    .replace(/##(?=\[|vso\[)/g, "# #");
}

/** The same on one line. */
export function consoleLine(text: string): string {
  return consoleText(text).replace(/\s+/g, " ").trim();
}
