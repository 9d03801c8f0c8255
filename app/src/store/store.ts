/** The store: state, services, and what follows from signing in and out. */
import { configureStore, createListenerMiddleware, isAnyOf } from '@reduxjs/toolkit';
import { setupListeners } from '@reduxjs/toolkit/query';
import { FLUSH, PAUSE, PERSIST, persistStore, PURGE, REGISTER, REHYDRATE } from 'redux-persist';
import { api, signedIn, signedOut } from '@/api';
import { selectUserId, started } from '@/features/auth/slice';
import { systemClock } from '@/lib/clock';
import { network } from '@/lib/network';
import { onWake } from '@/lib/wake';
import { onlineChanged } from '@/upload';
import { rootReducer } from './rootReducer';
import { makeServices, type AppServices } from './services';

/** How long a start waits for the server before it shows what the device knows; milliseconds. */
const START_PATIENCE_MS = 3_000;

function configure(services: AppServices) {
  const listeners = createListenerMiddleware();
  const store = configureStore({
    reducer: rootReducer,
    middleware: (getDefault) =>
      getDefault({
        thunk: { extraArgument: services },
        serializableCheck: { ignoredActions: [FLUSH, PAUSE, PERSIST, PURGE, REGISTER, REHYDRATE] },
      })
        .prepend(listeners.middleware)
        .concat(api.middleware),
  });
  listeners.startListening({
    matcher: isAnyOf(signedIn, signedOut),
    effect: (action, { dispatch }) => {
      if (signedIn.match(action)) services.socket.enable();
      else {
        services.socket.disable();
        services.captions.end();
        dispatch(api.util.resetApiState());
      }
      void services.uploads.wake();
    },
  });
  return store;
}

export type AppDispatch = ReturnType<typeof configure>['dispatch'];

export function createAppStore() {
  // The services dispatch and the store hands the services to its thunks: one of the two has to come second.
  const services = {} as AppServices;
  const store = configure(services);
  Object.assign(services, makeServices(store.dispatch, store.getState));
  const persistor = persistStore(store);

  /** Call it once, when the persisted slices have been read. */
  const start = async () => {
    const wake = () => {
      services.socket.wake();
      void services.uploads.wake();
    };
    const tellOnline = (online: boolean) => {
      store.dispatch(onlineChanged(online));
      if (online) wake();
    };
    tellOnline(network.isOnline());
    network.subscribe(tellOnline);
    onWake(wake);
    setupListeners(store.dispatch, (dispatch, { onFocus, onOnline, onOffline }) => {
      const stopNetwork = network.subscribe((online) => void dispatch(online ? onOnline() : onOffline()));
      const stopWake = onWake(() => void dispatch(onFocus()));
      return () => {
        stopNetwork();
        stopWake();
      };
    });
    if (selectUserId(store.getState()) !== null) await silentSignIn(services);
    const isSignedIn = selectUserId(store.getState()) !== null;
    store.dispatch(started({ signedIn: isSignedIn }));
    if (isSignedIn) services.socket.enable();
    await services.uploads.start();
  };

  return { store, persistor, services, start };
}

/** Gets an access token when the server answers soon; without a network the person stays signed in and sees what is cached. */
async function silentSignIn(services: AppServices): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = systemClock.after(START_PATIENCE_MS, resolve);
    void services.api.authority.token().finally(() => {
      cancel();
      resolve();
    });
  });
}
