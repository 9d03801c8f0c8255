/** Gaps: what a model answer leaves open, because the candidate has not said it. The coach writes them as `[add: what is missing]`. */

export type Part = { kind: 'text' | 'gap'; text: string };

const GAP = /\[add:\s*([^\]]*)\]/gi;

/** The answer in its order; an answer without gaps is one part. */
export function partsOf(answer: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of answer.matchAll(GAP)) {
    if (match.index > end) parts.push({ kind: 'text', text: answer.slice(end, match.index) });
    parts.push({ kind: 'gap', text: match[1]!.trim() });
    end = match.index + match[0].length;
  }
  if (end < answer.length) parts.push({ kind: 'text', text: answer.slice(end) });
  return parts;
}
