import { Redirect, useGlobalSearchParams } from 'expo-router';

import { selectAuthStatus, wayBack } from '@/features/auth';
import { Splash } from '@/features/shell';
import { useAppSelector } from '@/store/hooks';
import { Outlet } from '@/ui';

/** The pages for people who are not signed in; whoever is goes on to where they wanted to be. */
export default function AuthLayout() {
  const status = useAppSelector(selectAuthStatus);
  const { next } = useGlobalSearchParams<{ next?: string }>();
  if (status === 'starting') return <Splash />;
  if (status === 'signed-in') return <Redirect href={wayBack(next)} />;
  return <Outlet />;
}
