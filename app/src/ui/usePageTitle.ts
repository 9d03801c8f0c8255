/** Native screens have no document title; the heading, which takes the focus, is read instead. */
export function usePageTitle(_title: string): void {}
