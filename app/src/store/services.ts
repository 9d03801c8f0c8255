/** The services: everything that lives as long as the app does and is not state, made once and joined here. */
import { api, Authority, refreshTokenPlace, signedIn, signedOut, type ApiServices } from '@/api';
import { defaultServerAddress } from '@/env';
import { selectUserId } from '@/features/auth/slice';
import { selectSettings } from '@/features/settings/slice';
import { systemClock } from '@/lib/clock';
import { exclusive } from '@/lib/exclusive';
import { network } from '@/lib/network';
import { systemRandom } from '@/lib/random';
import { openTabs } from '@/lib/tabs';
import {
  applyMessage,
  Captions,
  connectionChanged,
  LiveSocket,
  sessionNews,
  socketUrl,
  type RealtimeServices,
  type SocketLike,
} from '@/realtime';
import { awake, createRecorder, createTakeStore, takeEnded, TakeRecorder, takeStarted } from '@/recording';
import {
  Completions,
  putBytes,
  recoveredChanged,
  UploadQueue,
  uploadsChanged,
  type QueueWord,
  type UploadServices,
} from '@/upload';
import type { RootState } from './rootReducer';
import type { AppDispatch } from './store';
import { captionTake, dropSession } from './takeSession';
import { uploadServer } from './uploadServer';

export type AppServices = RealtimeServices &
  UploadServices & { api: ApiServices; takeRecorder: TakeRecorder; captions: Captions };

export function makeServices(dispatch: AppDispatch, getState: () => RootState): AppServices {
  const clock = systemClock;
  const random = systemRandom;
  const fetch: ApiServices['fetch'] = (input, init) => globalThis.fetch(input, init);
  const serverUrl = () => selectSettings(getState()).serverAddress ?? defaultServerAddress();
  const ownerId = () => selectUserId(getState());

  const authority = new Authority({
    fetch,
    clock,
    exclusive,
    place: refreshTokenPlace,
    serverUrl,
    onEnded: () => dispatch(signedOut({ reason: 'expired' })),
    onUser: (user) => {
      if (ownerId() === user.id) return;
      dispatch(api.util.resetApiState());
      dispatch(signedIn({ userId: user.id }));
    },
  });

  const socket = new LiveSocket({
    open: (url) => new WebSocket(url) as unknown as SocketLike,
    url: () => {
      const base = serverUrl();
      return base === null ? null : socketUrl(base);
    },
    token: () => authority.token(),
    renew: (spent) => authority.renew(spent),
    clock,
    random,
    onConnection: (connection) => dispatch(connectionChanged(connection)),
  });
  const captions = new Captions(socket);
  const takes = createTakeStore();
  const completions = new Completions({
    takes,
    complete: (id) => dispatch(api.endpoints.completeSession.initiate(id)).unwrap(),
    watch: (id) => socket.watch(id),
    clock,
    random,
  });
  socket.listen((message) => {
    applyMessage(dispatch, message);
    captions.receive(message);
    const news = sessionNews(message);
    if (news) completions.stands(news.id, news.status);
  });

  const server = uploadServer(dispatch, socket, clock);
  const uploads = new UploadQueue({
    takes,
    server,
    putBytes,
    clock,
    random,
    exclusive,
    network,
    tabs: openTabs<QueueWord>('greenroom-uploads'),
    ownerId,
    publish: (list) => dispatch(uploadsChanged(list)),
    publishRecovered: (list) => dispatch(recoveredChanged(list)),
    follow: (sent) => completions.follow(sent),
  });

  const takeRecorder = new TakeRecorder({
    recorder: createRecorder(clock),
    takes,
    clock,
    random,
    ownerId,
    onStarted: (take) => {
      awake.keep();
      dispatch(takeStarted({ request: take.request, takeId: take.id }));
      if (take.request.captions) void captionTake({ takes, server, captions }, take);
    },
    onEnded: () => {
      awake.letGo();
      captions.end();
      dispatch(takeEnded());
      void uploads.refresh();
    },
    onCancelled: (take) => dropSession(server, take),
    onPcm: (samples, sampleRate) => captions.push(samples, sampleRate),
  });

  return { api: { authority, fetch, serverUrl }, socket, captions, takes, uploads, completions, takeRecorder };
}
