/** A stand-in for expo-router in tests of screens: links render, nothing navigates, and what was asked for can be read. */
import { cloneElement, type ReactElement } from 'react';

export const router = { push: jest.fn(), replace: jest.fn(), navigate: jest.fn() };

export const Link = ({ children }: { children: ReactElement }) => cloneElement(children);
export const Redirect = () => null;
export const usePathname = () => '/';
export const useIsFocused = () => true;
export const useLocalSearchParams = jest.fn(() => ({}));
