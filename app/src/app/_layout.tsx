import '@/theme/base';

import { RootFrame, Splash } from '@/features/shell';
import { AppStore } from '@/store';
import { Outlet } from '@/ui';

export default function RootLayout() {
  return (
    <AppStore fallback={<Splash />}>
      <RootFrame>
        <Outlet />
      </RootFrame>
    </AppStore>
  );
}
