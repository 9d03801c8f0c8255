/** Which server to talk to: asked on a phone only; in a browser it is the one that the page came from. */
import { useState } from 'react';

import { env } from '@/env';
import { settingsChanged, selectSettings } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { normaliseServerAddress } from '@/lib/serverAddress';
import { useAppDispatch, useAppSelector } from '@/store/hooks';
import { Field } from '@/ui';

export function ServerAddress() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const { serverAddress } = useAppSelector(selectSettings);
  const [typed, setTyped] = useState(serverAddress ?? '');
  const [wrong, setWrong] = useState(false);
  if (env.serverAddressIsFixed) return null;

  function leave() {
    const address = normaliseServerAddress(typed);
    setWrong(address === null);
    if (address !== null) dispatch(settingsChanged({ serverAddress: address }));
  }

  return (
    <Field
      label={t('auth.server.label')}
      help={t('auth.server.help')}
      error={wrong ? t('auth.server.wrong') : null}
      value={typed}
      onChangeText={setTyped}
      onBlur={leave}
      inputMode="url"
      autoCapitalize="none"
      autoCorrect={false}
    />
  );
}
