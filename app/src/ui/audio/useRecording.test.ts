import { act, renderHook } from '@testing-library/react-native';

import { useRecording } from './useRecording.web';

const asked: string[] = [];
let broken = false;

beforeEach(() => {
  asked.length = 0;
  broken = false;
  globalThis.fetch = (async (url: string) => {
    asked.push(url);
    return { ok: !broken, status: 403, blob: async () => ({ arrayBuffer: async () => new ArrayBuffer(3) }) };
  }) as unknown as typeof fetch;
  URL.createObjectURL = () => 'blob:local';
  URL.revokeObjectURL = jest.fn();
});

const settled = () => act(async () => {});
const look = (url: string | null) =>
  renderHook((props: { url: string | null }) => useRecording(props.url), { initialProps: { url } });

it('keeps what it has read when only the address changes, and lets it go at the end', async () => {
  const { result, rerender, unmount } = await look('https://store.test/a?signed=1');
  await settled();
  const { bytes } = result.current;
  expect(result.current).toMatchObject({ source: 'blob:local', failed: false });
  await rerender({ url: 'https://store.test/a?signed=2' });
  await settled();
  expect(result.current.bytes).toBe(bytes);
  expect(asked).toEqual(['https://store.test/a?signed=1']);
  expect(URL.revokeObjectURL).not.toHaveBeenCalled();
  await unmount();
  expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:local');
});

it('reads from the next address when the first has run out', async () => {
  broken = true;
  const { result, rerender } = await look('https://store.test/a?signed=1');
  await settled();
  expect(result.current).toMatchObject({ source: null, failed: true });
  broken = false;
  await rerender({ url: 'https://store.test/a?signed=2' });
  await settled();
  expect(result.current).toMatchObject({ source: 'blob:local', failed: false });
});
