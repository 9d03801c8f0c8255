import { useMemo } from 'react';

import { useGetHealthQuery } from '@/api';

import { enginesOf, type Engines } from './engines';

/** The server's engines; until it has answered, nothing is claimed about them. */
export function useEngines(): Engines {
  const { data } = useGetHealthQuery();
  return useMemo(() => enginesOf(data), [data]);
}
