/** Putting bytes from a phone: the file goes straight from the disk, and the system goes on while the app is in the background. */
import { File, UploadType } from 'expo-file-system';
import type { PutBytes } from './putBytes.types';

export const putBytes: PutBytes = async ({ url, headers, body, onProgress, signal }) => {
  if (body instanceof Blob) throw new TypeError('a phone uploads a file');
  try {
    const { status } = await new File(body.uri).upload(url, {
      httpMethod: 'PUT',
      uploadType: UploadType.BINARY_CONTENT,
      headers,
      sessionType: 'background',
      signal,
      onProgress: ({ bytesSent, totalBytes }) => {
        if (totalBytes > 0) onProgress(bytesSent / totalBytes);
      },
    });
    return status;
  } catch {
    return null;
  }
};
