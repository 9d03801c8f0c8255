/** Putting bytes from a browser: XMLHttpRequest, because `fetch` can not tell how much of a body has left. */
import type { PutBytes } from './putBytes.types';

/** Set by the browser itself; setting them is refused. */
const FORBIDDEN = new Set(['content-length', 'host']);

export const putBytes: PutBytes = ({ url, headers, body, onProgress, signal }) =>
  new Promise((resolve) => {
    if (!(body instanceof Blob)) throw new TypeError('a browser uploads a Blob');
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) {
      if (!FORBIDDEN.has(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    };
    request.onload = () => resolve(request.status);
    request.onerror = () => resolve(null);
    request.onabort = () => resolve(null);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
