/** The API before its endpoints: the generated code and our own few are injected into it. */
import { createApi } from '@reduxjs/toolkit/query/react';
import { client } from './client';

export const emptyApi = createApi({
  reducerPath: 'api',
  baseQuery: client,
  tagTypes: ['User', 'Devices', 'Questions', 'SessionList', 'Session', 'Transcript', 'Feedback'],
  // A phone's network comes and goes: what is shown is asked for again when it is back.
  refetchOnReconnect: true,
  endpoints: () => ({}),
});
