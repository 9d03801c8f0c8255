/** Where the refresh token of this device's sign-in is kept. */
export type RefreshTokenPlace = {
  /** True on the web: the server keeps it in an HttpOnly cookie that no script can read. */
  readonly inCookie: boolean;
  read(): Promise<string | null>;
  write(token: string): Promise<void>;
  clear(): Promise<void>;
};
