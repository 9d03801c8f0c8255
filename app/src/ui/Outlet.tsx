/** Where the present page stands: on a phone a stack, with its gesture to go back. */
import { Stack } from 'expo-router';

export function Outlet() {
  return <Stack screenOptions={{ headerShown: false }} />;
}
