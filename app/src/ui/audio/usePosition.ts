import { useEffect, useState } from 'react';

import type { Player } from './player.types';

const itself = (seconds: number) => seconds;

/** Where the player stands, in seconds: with every frame while it plays, and whenever it was moved otherwise. */
export function usePosition(player: Player): number {
  return usePositionOf(player, itself);
}

/** Something that follows from the position; the component renders only when that changes. `of` must stay the same function. */
export function usePositionOf<V>(player: Player, of: (seconds: number) => V): V {
  const [value, setValue] = useState(() => of(player.position()));
  useEffect(() => {
    let frame = requestAnimationFrame(function look() {
      setValue(of(player.position()));
      if (player.playing) frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [player, of]);
  return value;
}
