/** Contesting: any claim of the feedback may be called wrong. It is checked again, and goes when it can not be supported. */
import { createContext, useContext, useState, type ReactNode } from 'react';

import { ContestDialog } from './ContestDialog';

export interface Claim {
  /** As the server knows it: the text of a finding, or a competency's name. */
  claim: string;
  /** As the person reads it. */
  words: string;
}

const ContestContext = createContext<((claim: Claim) => void) | null>(null);

export function ContestProvider({ sessionId, children }: { sessionId: number; children: ReactNode }) {
  const [contested, setContested] = useState<Claim | null>(null);
  return (
    <ContestContext.Provider value={setContested}>
      {children}
      {/* Here rather than beside the claim: a claim that is taken back goes, and its outcome has still to be read. */}
      {contested && (
        <ContestDialog
          key={contested.claim}
          sessionId={sessionId}
          contested={contested}
          onClose={() => setContested(null)}
        />
      )}
    </ContestContext.Provider>
  );
}

/** Opens the dialog for a claim; null where feedback is only looked at. */
export function useContest(): ((claim: Claim) => void) | null {
  return useContext(ContestContext);
}
