import { act, fireEvent, screen } from '@testing-library/react-native';
import { router, Stack } from 'expo-router';
import { renderRouter } from 'expo-router/testing-library';
import { useEffect } from 'react';
import { Text } from 'react-native';

import '@/i18n';
import { ThemeProvider } from '@/theme';

import { BackLink } from './BackLink';

it('closes the screen that it leads away from', async () => {
  const closed = jest.fn();
  function Practice() {
    useEffect(() => closed, []);
    return <BackLink href="/questions" label="Questions" />;
  }
  await renderRouter(
    {
      _layout: () => (
        <ThemeProvider scheme="light" textScale={1}>
          <Stack />
        </ThemeProvider>
      ),
      questions: () => <Text>All questions</Text>,
      practice: Practice,
    },
    { initialUrl: '/questions' },
  );
  await act(() => router.push('/practice'));
  await fireEvent.press(screen.getByRole('link', { name: 'Questions' }));
  expect(closed).toHaveBeenCalled();
  expect(router.canGoBack()).toBe(false);
});
