/** Saving a file for the person: on a phone, a share sheet decides where it goes. */
import { File, Paths } from 'expo-file-system';
import { shareAsync } from 'expo-sharing';

export async function saveFile(name: string, mimeType: string, bytes: ArrayBuffer): Promise<void> {
  const file = new File(Paths.cache, name);
  if (file.exists) file.delete();
  file.write(new Uint8Array(bytes));
  try {
    await shareAsync(file.uri, { mimeType });
  } finally {
    file.delete();
  }
}
