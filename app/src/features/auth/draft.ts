/** What was typed on the sign-in pages, so that changing from one to the other asks for nothing twice. Never a password. */
export interface Draft {
  email: string;
  name: string;
}

let draft: Draft = { email: '', name: '' };

export function keptDraft(): Draft {
  return draft;
}

export function keepDraft(change: Partial<Draft>): void {
  draft = { ...draft, ...change };
}
