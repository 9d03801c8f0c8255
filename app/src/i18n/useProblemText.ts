import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** What can be put into words: any of the API's problems. Spelled out here so that texts depend on nothing. */
export interface Fault {
  kind: string;
  code?: string;
  /** The server's own English sentence. */
  detail?: string;
  retryAfterMs?: number | null;
  requestId?: string | null;
}

/** Says in the person's language what went wrong and what to do: by its code, else by its kind. */
export function useProblemText(): (fault: Fault) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (fault) => {
      const values = {
        detail: fault.detail ?? '',
        seconds: Math.ceil((fault.retryAfterMs ?? 0) / 1000),
        id: fault.requestId ?? '',
      };
      const byCode = `problem.code.${fault.code}`;
      if (fault.code && i18n.exists(byCode)) return t(byCode as never, values);
      // A business rule that has no words here: the server's sentence says more than anything general.
      if (fault.kind === 'rule' && fault.detail) return fault.detail;
      const byKind = `problem.kind.${fault.kind}`;
      return t((i18n.exists(byKind) ? byKind : 'problem.kind.unexpected') as never, values);
    },
    [t, i18n],
  );
}
