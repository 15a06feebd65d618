/** Whether a person looks at the stream, so that what is shown may be drawn anew; a CI system keeps lines. */
export function isTerminal({ isTTY }: { readonly isTTY?: boolean | undefined }): boolean {
  return isTTY === true && process.env["CI"] === undefined;
}
