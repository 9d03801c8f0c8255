/** The store around the app: renders `fallback` until what the device knows has been read. */
import { useEffect, useState, type ReactNode } from 'react';
import { Provider } from 'react-redux';
import { PersistGate } from 'redux-persist/integration/react';
import { CaptionsContext } from '@/realtime';
import { TakeRecorderContext } from '@/recording';
import { createAppStore } from './store';

type Props = { fallback: ReactNode; children: ReactNode };

export function AppStore({ fallback, children }: Props) {
  const [{ store, persistor, services, start }] = useState(createAppStore);
  const [isRead, setIsRead] = useState(false);
  useEffect(() => {
    if (isRead) void start();
  }, [isRead, start]);
  return (
    <Provider store={store}>
      <TakeRecorderContext value={services.takeRecorder}>
        <CaptionsContext value={services.captions}>
          <PersistGate loading={fallback} persistor={persistor} onBeforeLift={() => setIsRead(true)}>
            {children}
          </PersistGate>
        </CaptionsContext>
      </TakeRecorderContext>
    </Provider>
  );
}
