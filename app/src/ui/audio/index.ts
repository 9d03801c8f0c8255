export { spokenPeaks } from './peaks';
export { RATES, type Player, type Recording } from './player.types';
export { usePeaks } from './usePeaks';
export { usePlayer } from './usePlayer';
export { usePosition, usePositionOf } from './usePosition';
export { useRecording } from './useRecording';
