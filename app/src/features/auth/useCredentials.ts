import { useState } from 'react';

import { keepDraft, keptDraft } from './draft';
import { validate, type Credentials, type Faults } from './validate';

/** The state of a sign-in form: what is typed, what is wrong with it, and the request when nothing is. */
export function useCredentials(purpose: 'sign-in' | 'sign-up', submit: (credentials: Credentials) => unknown) {
  const [values, setValues] = useState<Credentials>({ email: keptDraft().email, password: '' });
  const [faults, setFaults] = useState<Faults>({});

  function onChange(change: Partial<Credentials>) {
    setValues((before) => ({ ...before, ...change }));
    if (change.email !== undefined) keepDraft({ email: change.email });
    // What is being mended is not scolded meanwhile.
    setFaults((before) => ({
      ...before,
      ...(change.email !== undefined ? { email: undefined } : { password: undefined }),
    }));
  }

  function onSubmit() {
    const found = validate(values, purpose);
    setFaults(found);
    if (Object.keys(found).length === 0) submit({ email: values.email.trim(), password: values.password });
  }

  return { values, faults, onChange, onSubmit };
}
