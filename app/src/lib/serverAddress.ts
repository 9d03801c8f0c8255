/** A server address: the origin (scheme, host, port) that a person typed, made whole. */

/** `192.168.1.5:8000` → `http://192.168.1.5:8000`, `greenroom.example` → `https://greenroom.example`; null when it is no address. */
export function normaliseServerAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `${guessScheme(trimmed)}://${trimmed}`;
  const match = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(?:\/.*)?$/i.exec(withScheme);
  if (!match) return null;
  const [, scheme = '', host = '', port = ''] = match;
  if (port && Number(port.slice(1)) > 65535) return null;
  return `${scheme.toLowerCase()}://${host.toLowerCase()}${port}`;
}

/** A machine on the same network seldom has a certificate; a named host on the internet does. */
function guessScheme(address: string): 'http' | 'https' {
  const host = address.replace(/[:/].*$/, '').toLowerCase();
  const isLocal =
    host === 'localhost' || host.endsWith('.local') || !host.includes('.') || /^\d+(\.\d+){3}$/.test(host);
  return isLocal ? 'http' : 'https';
}
