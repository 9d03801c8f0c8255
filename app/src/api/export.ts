/** Everything that the server holds about the user, as a ZIP that is saved where the person can find it. */
import { saveFile } from '@/lib/saveFile';
import { problemFromResponse, type Problem } from './problem';
import { apiServices } from './services';

const FILE_NAME = 'greenroom-export.zip';

/** Dispatch it; throws a `Problem`. */
export const exportEverything =
  () =>
  async (_dispatch: unknown, _getState: unknown, extra: unknown): Promise<void> => {
    const { authority, fetch, serverUrl } = apiServices(extra);
    const answer = await authority.token();
    if ('problem' in answer) throw answer.problem;
    let response: Response;
    try {
      response = await fetch(`${serverUrl() ?? ''}/auth/me/export`, {
        headers: { authorization: `Bearer ${answer.token}` },
      });
      if (response.ok) return await saveFile(FILE_NAME, 'application/zip', await response.arrayBuffer());
    } catch {
      throw { kind: 'offline' } satisfies Problem;
    }
    throw problemFromResponse(response.status, await response.json().catch(() => null), response.headers);
  };
