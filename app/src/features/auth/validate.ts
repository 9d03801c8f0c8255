/** The rules for what is typed on the sign-in pages: those of the server, told before the request is made. */

export type FieldFault = 'emailMissing' | 'emailShape' | 'passwordMissing' | 'passwordShort' | 'passwordLong';

export interface Credentials {
  email: string;
  password: string;
}

export type Faults = Partial<Record<keyof Credentials, FieldFault>>;

/** bcrypt reads 72 bytes with their terminator; the server refuses longer ones rather than cut them. */
const LONGEST_PASSWORD_BYTES = 71;
const SHORTEST_PASSWORD = 8;

/** For a new account everything is checked; for a sign-in only that nothing was left out. */
export function validate({ email, password }: Credentials, purpose: 'sign-in' | 'sign-up'): Faults {
  const faults: Faults = {};
  const address = email.trim();
  if (!address) faults.email = 'emailMissing';
  else if (!/^\S+@\S+$/.test(address)) faults.email = 'emailShape';
  if (!password) faults.password = 'passwordMissing';
  else if (purpose === 'sign-up') {
    if ([...password].length < SHORTEST_PASSWORD) faults.password = 'passwordShort';
    else if (byteLength(password) > LONGEST_PASSWORD_BYTES) faults.password = 'passwordLong';
  }
  return faults;
}

/** Length in UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
