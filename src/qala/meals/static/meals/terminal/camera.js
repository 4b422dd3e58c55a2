// The camera reads codes: by the browser's own reader where there is one, else by the one we carry along (npm: qr).
const EVERY = 180;
const AGAIN = 4_000;

const builtIn = async () => {
  try {
    if (!(await globalThis.BarcodeDetector?.getSupportedFormats())?.includes("qr_code")) return null;
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    await reader.detect(new ImageData(8, 8));
    return async (video) => (await reader.detect(video)).map((one) => one.rawValue);
  } catch {
    return null;
  }
};

const carried = async () => {
  const { decodeQR } = await import("/static/vendor/qr-decode.mjs");
  const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, 720 / Math.max(video.videoWidth, video.videoHeight));
    paper.canvas.width = Math.round(video.videoWidth * scale);
    paper.canvas.height = Math.round(video.videoHeight * scale);
    paper.drawImage(video, 0, 0, paper.canvas.width, paper.canvas.height);
    try {
      return [decodeQR(paper.getImageData(0, 0, paper.canvas.width, paper.canvas.height))];
    } catch {
      return []; // no code in this picture
    }
  };
};

// Show the camera in `video` and tell each code once. Returns how to stop. Throws where there is no camera.
export const watch = async (video, tell) => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" } }, audio: false });
  video.srcObject = stream;
  await video.play();
  const read = (await builtIn()) ?? (await carried());
  let going = true;
  let seen = "";
  let seenAt = 0;
  const look = async () => {
    if (!going) return;
    const [text] = video.videoWidth ? await read(video).catch(() => []) : [];
    if (text && (text !== seen || Date.now() - seenAt > AGAIN)) tell(text);
    if (text) [seen, seenAt] = [text, Date.now()];
    setTimeout(look, EVERY);
  };
  look();
  return () => {
    going = false;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
};
