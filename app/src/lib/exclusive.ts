/** Exclusive work: on a phone there is one app, so nothing has to be kept from running twice. */
import type { Exclusive } from './exclusive.types';

export const exclusive: Exclusive = {
  run: (_name, work) => work(),
  hold: async () => () => undefined,
  whenFree: async (_name, signal) => (signal.aborted ? null : () => undefined),
};
