import { messageOf } from "../../errors";

/**
 * Reads a file that people edit while it is watched. One that is being edited has faults for a moment: until they are gone,
 * what it said before counts.
 * @param onFault told why it cannot be read, once for each reason. @throws what the first reading throws.
 */
export function lastGood<T>(read: () => T, onFault: (why: string) => void = () => undefined): () => T {
  let known = read();
  let told = "";
  return () => {
    try {
      known = read();
      told = "";
    } catch (error) {
      const why = messageOf(error);
      if (why !== told) onFault(why);
      told = why;
    }
    return known;
  };
}
