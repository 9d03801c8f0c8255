/**
 * Hands the microphone's samples over as 16-bit integers, a tenth of a second at a time. It is a file of its own because an
 * AudioWorklet is loaded by address, and the Content-Security-Policy allows no blob.
 */
class PcmTap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Int16Array(Math.round(sampleRate / 10));
    this.filled = 0;
  }

  process(inputs) {
    const channel = inputs[0][0];
    if (channel) {
      for (const sample of channel) {
        const clamped = Math.max(-1, Math.min(1, sample));
        this.block[this.filled] = Math.round(clamped * (clamped < 0 ? 32768 : 32767));
        this.filled += 1;
        if (this.filled === this.block.length) {
          const full = this.block;
          this.block = new Int16Array(full.length);
          this.filled = 0;
          this.port.postMessage(full, [full.buffer]);
        }
      }
    }
    return true;
  }
}

registerProcessor('pcm-tap', PcmTap);
