/** On native the system's bars follow the status bar component; there is no document to paint. */
export function useDocumentTheme(): void {}
