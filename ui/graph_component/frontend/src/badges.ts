// One or two letters for a platform, so that it can be told without colours.

/** Different letters for different platforms: the first, the first two where that is taken, then numbers. */
export function badges(words: readonly string[]): string[] {
  const clean = words.map((word) => Array.from(word.normalize("NFC").replace(/[^\p{L}\p{N}]/gu, "")));
  const one = clean.map(([first = "?"]) => first.toLocaleUpperCase("en"));
  const two = clean.map(([first = "?", second = ""]) => first.toLocaleUpperCase("en") + second.toLocaleLowerCase("en"));
  const alone = (of: readonly string[], i: number) => of.indexOf(of[i] ?? "") === of.lastIndexOf(of[i] ?? "");
  return words.map((_, i) => (alone(one, i) ? one[i] : alone(two, i) ? two[i] : `${one[i]}${i + 1}`) ?? "?");
}
