/** What the device says about its network. It may be wrong: only an answer of the server proves anything. */
export type Network = {
  isOnline(): boolean;
  subscribe(listener: (online: boolean) => void): () => void;
};
