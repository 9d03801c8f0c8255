/** A group: the attempts at one question, as far as the list has been loaded, the newest first. */
import type { SessionSummary } from '@/api';

export interface Group {
  /** The id of the first attempt, which all others point at. */
  root: number;
  newest: SessionSummary;
  attempts: SessionSummary[];
}

/** Groups in the order of their newest attempt; `sessions` come newest first, as the server lists them. */
export function groupAttempts(sessions: readonly SessionSummary[]): Group[] {
  const parents = new Map(sessions.map(({ id, attempt_of }) => [id, attempt_of]));
  const groups = new Map<number, Group>();
  for (const session of sessions) {
    const root = rootOf(session.id, parents);
    const group = groups.get(root);
    if (group) group.attempts.push(session);
    else groups.set(root, { root, newest: session, attempts: [session] });
  }
  return [...groups.values()];
}

/** Follows `attempt_of` to its beginning, also beyond what has been loaded; a circle ends where it closes. */
function rootOf(id: number, parents: ReadonlyMap<number, number | null>): number {
  const seen = new Set<number>();
  let root = id;
  for (
    let parent = parents.get(root);
    parent !== null && parent !== undefined && !seen.has(parent);
    parent = parents.get(root)
  ) {
    seen.add(root);
    root = parent;
  }
  return root;
}

/** The scores of a group from the first attempt to the newest; attempts without one are left out. */
export function scoresOf({ attempts }: Group): number[] {
  return attempts.flatMap(({ overall_score }) => (overall_score === null ? [] : [overall_score])).reverse();
}
