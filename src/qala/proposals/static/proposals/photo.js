// Photos on the phone: read where they were taken, then make them small. Nothing leaves before the person agrees.
const LONGEST = 1600;
const SMALL_ENOUGH = 400_000;

const turn = (view, at, little, word) => (word === 2 ? view.getUint16(at, little) : view.getUint32(at, little));

const degrees = (view, at, little) => {
  const part = (place) => view.getUint32(place, little) / (view.getUint32(place + 4, little) || 1);
  return part(at) + part(at + 8) / 60 + part(at + 16) / 3600;
};

const gpsOf = (view, start) => {
  const little = view.getUint16(start) === 0x4949;
  const entries = (at, visit) => {
    const count = turn(view, at, little, 2);
    for (let row = 0; row < count; row += 1) visit(at + 2 + 12 * row);
  };
  let gps = 0;
  entries(start + turn(view, start + 4, little, 4), (at) => {
    if (turn(view, at, little, 2) === 0x8825) gps = start + turn(view, at + 8, little, 4);
  });
  if (!gps) return null;
  const told = {};
  entries(gps, (at) => {
    const tag = turn(view, at, little, 2);
    if (tag === 1 || tag === 3) told[tag] = String.fromCharCode(view.getUint8(at + 8));
    if (tag === 2 || tag === 4) told[tag] = degrees(view, start + turn(view, at + 8, little, 4), little);
  });
  if (told[2] === undefined || told[4] === undefined) return null;
  const latitude = told[1] === "S" ? -told[2] : told[2];
  const longitude = told[3] === "W" ? -told[4] : told[4];
  const real = Number.isFinite(latitude) && Number.isFinite(longitude) && (latitude || longitude);
  return real && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [longitude, latitude] : null;
};

// The position a JPEG carries, as [longitude, latitude], or null. Reads only its first 128 kB.
export const placeOf = async (file) => {
  try {
    const view = new DataView(await file.slice(0, 131_072).arrayBuffer());
    if (view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return gpsOf(view, at + 10);
    }
  } catch {
    // A cut or strange file has no place to offer; the server looks at it again.
  }
  return null;
};

// A smaller JPEG, turned upright by the browser; the file itself where that fails or brings nothing.
export const smaller = async (file) => {
  if (file.size <= SMALL_ENOUGH || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
};
