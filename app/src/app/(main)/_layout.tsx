import { Redirect, usePathname } from 'expo-router';

import { selectAuthStatus } from '@/features/auth';
import { AppFrame, Splash } from '@/features/shell';
import { useAppSelector } from '@/store/hooks';
import { Outlet } from '@/ui';

/** The guard: nothing behind it is rendered for somebody who is not signed in. */
export default function MainLayout() {
  const status = useAppSelector(selectAuthStatus);
  const path = usePathname();
  if (status === 'starting') return <Splash />;
  if (status === 'signed-out')
    return <Redirect href={path === '/' ? '/welcome' : { pathname: '/welcome', params: { next: path } }} />;
  return (
    <AppFrame>
      <Outlet />
    </AppFrame>
  );
}
