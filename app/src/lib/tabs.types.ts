/** Tabs: a word from one tab of this browser to the others, with no promise that any of them hears it. */
export type Tabs<Word> = {
  tell(word: Word): void;
  listen(listener: (word: Word) => void): () => void;
};
