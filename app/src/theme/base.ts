// Native has no style sheet to load; see base.web.ts.
export {};
