// Sounds for a noisy kitchen: up for "pass", one low tone for "look at the list". The first touch wakes them.
let speaker;

export const wake = () => {
  speaker ??= new AudioContext();
  speaker.resume().catch(() => {});
};

const tone = (pitch, after, lasts) => {
  const voice = speaker.createOscillator();
  const loud = speaker.createGain();
  const begins = speaker.currentTime + after;
  voice.type = "triangle";
  voice.frequency.value = pitch;
  loud.gain.setValueAtTime(0.9, begins);
  loud.gain.exponentialRampToValueAtTime(0.001, begins + lasts);
  voice.connect(loud).connect(speaker.destination);
  voice.start(begins);
  voice.stop(begins + lasts);
};

const play = (...tones) => {
  if (speaker?.state === "running") tones.forEach((one) => tone(...one));
  navigator.vibrate?.(tones.length > 1 ? 80 : [60, 60, 60]);
};

export const pass = () => play([784, 0, 0.18], [1175, 0.12, 0.35]);
export const look = () => play([196, 0, 0.5]);
