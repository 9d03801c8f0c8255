import { useState } from 'react';

interface Page {
  next_cursor: string | null;
}

interface Further<P> {
  /** The first page that these follow; when it changes they are void. */
  after: P;
  pages: P[];
}

/** A list that comes by cursor: its first page, and the pages that were asked for after it. */
export function usePages<P extends Page>(first: P | undefined, fetchPage: (cursor: string) => Promise<P | undefined>) {
  const [further, setFurther] = useState<Further<P> | null>(null);
  const [loading, setLoading] = useState(false);
  const pages = first ? [first, ...(further?.after === first ? further.pages : [])] : [];
  const cursor = pages.at(-1)?.next_cursor ?? null;

  async function load(from: string, after: P) {
    setLoading(true);
    const page = await fetchPage(from);
    setLoading(false);
    if (!page) return;
    setFurther((before) => ({ after, pages: [...(before?.after === after ? before.pages : []), page] }));
  }

  return {
    pages,
    more: cursor !== null,
    loading,
    loadMore: () => {
      if (cursor !== null && first && !loading) void load(cursor, first);
    },
  };
}
